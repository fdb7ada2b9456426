use sea_orm::entity::prelude::*;

/// A task on a case: a unit, what, and by when.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub department_id: Uuid,
    pub text: String,
    pub due_on: Date,
    pub reception_id: Option<Uuid>,
    pub meeting_id: Option<Uuid>,
    pub item_id: Option<Uuid>,
    pub set_by_id: Uuid,
    pub set_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub done_by_id: Option<Uuid>,
    pub done_note: Option<String>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawn_by_id: Option<Uuid>,
    pub withdraw_reason: Option<String>,
    pub watched_on: Option<Date>,
    pub reminded_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
