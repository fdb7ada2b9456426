use sea_orm::entity::prelude::*;

/// A step of the ladder that was taken. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supervision_steps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub clock_id: Uuid,
    pub clock_kind: String,
    pub step: String,
    pub department_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub due_at: DateTimeUtc,
    pub at: DateTimeUtc,
    pub working_days_over: i32,
    pub order_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
