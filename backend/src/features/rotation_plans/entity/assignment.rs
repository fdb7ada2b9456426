use sea_orm::entity::prelude::*;

/// Who serves one block of days at a post.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rotation_assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub obligation_id: Uuid,
    pub person_id: Uuid,
    pub block: i32,
    pub from_on: Date,
    pub until_on: Date,
    pub role: String,
    pub is_locked: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
