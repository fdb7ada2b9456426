use sea_orm::entity::prelude::*;

/// 告知: one fact the applicant is told. Names nobody.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applicant_notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The event that made it.
    pub event_id: Uuid,
    pub kind: String,
    /// The centre in charge then.
    pub center_id: Uuid,
    /// The unit that led then.
    pub department_id: Option<Uuid>,
    pub reason_code: Option<String>,
    pub procedure: Option<String>,
    /// Why it was asked to be extended, in the words of the ledger, which name no party.
    pub reason: Option<String>,
    /// By how many days of the limit's kind it was extended.
    pub days: Option<i32>,
    /// Until when it stands still, or the new last day.
    pub until_on: Option<Date>,
    pub state: String,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTimeUtc>,
    /// Why the last attempt failed, never in the words of the other side.
    pub error: Option<String>,
    pub way: Option<String>,
    pub told_at: Option<DateTimeUtc>,
    pub told_by_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
