use sea_orm::entity::prelude::*;

/// A matter a leader received.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "receptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub day_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub appointment_id: Option<Uuid>,
    pub received_by_id: Uuid,
    pub received_at: DateTimeUtc,
    pub people_count: i32,
    pub note: Option<String>,
    pub recorded_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
