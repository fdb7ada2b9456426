use sea_orm::entity::prelude::*;

/// A qualification of a person, until it expires.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "qualifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub skill_code: String,
    pub certificate_no: Option<String>,
    pub issued_by: Option<String>,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
    pub is_revoked: bool,
    pub entered_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
