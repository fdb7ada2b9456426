use sea_orm::entity::prelude::*;

/// One leader asks another to change days.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reception_swaps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub day_id: Uuid,
    pub other_day_id: Uuid,
    pub asked_by_id: Uuid,
    pub asked_of_id: Uuid,
    pub reason: String,
    pub state: String,
    pub answer: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
