use sea_orm::entity::prelude::*;

/// Who heads a department (单位负责人).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "department_heads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub department_id: Uuid,
    pub person_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub source: String,
    pub since_on: Date,
    pub ended_at: Option<DateTimeUtc>,
    pub named_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
