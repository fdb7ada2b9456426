use sea_orm::entity::prelude::*;

/// A case sent to a department (转办件).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_referrals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub department_id: Uuid,
    pub state: String,
    pub sent_at: DateTimeUtc,
    pub signed_at: Option<DateTimeUtc>,
    pub signed_by_id: Option<Uuid>,
    pub note: Option<String>,
    pub task: Option<String>,
    pub due_on: Option<Date>,
    pub done_at: Option<DateTimeUtc>,
    pub result: Option<String>,
    pub ground_code: Option<String>,
    pub suggested_department_id: Option<Uuid>,
    /// Days of the lead's own stops that are over.
    pub own_stop_days: i32,
}

impl ActiveModelBehavior for ActiveModel {}
