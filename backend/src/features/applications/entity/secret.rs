use sea_orm::entity::prelude::*;

/// A secret of an application, by its hash.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_secrets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application_id: Uuid,
    /// Its first characters, to tell it from another.
    pub prefix: String,
    /// SHA-256 in hexadecimal digits.
    pub secret_hash: String,
    /// When it ends after a rotation; none: with the application.
    pub expires_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
