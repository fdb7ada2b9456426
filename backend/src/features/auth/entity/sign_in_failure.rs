use sea_orm::entity::prelude::*;

/// Failed sign-ins under one name since the last success, whether or not the name exists.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_failures")]
pub struct Model {
    /// SHA-256 of the lower-cased name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_hash: String,
    pub failures: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
