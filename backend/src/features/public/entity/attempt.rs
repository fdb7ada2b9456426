use sea_orm::entity::prelude::*;

/// Wrong codes of late: of a number, or of a number and an address, each known by a pseudonym alone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "public_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// The first of them.
    pub since: DateTimeUtc,
    pub failures: i32,
}

impl ActiveModelBehavior for ActiveModel {}
