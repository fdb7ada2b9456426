use sea_orm::entity::prelude::*;

/// 一次调解.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mediations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// 1 for the first of the case.
    pub session_no: i32,
    pub center_id: Uuid,
    pub room_id: Uuid,
    pub state: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub booked_by_id: Uuid,
    pub started_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub outcome: Option<String>,
    pub guided_to: Option<String>,
    pub note: Option<String>,
    pub adjourn_reason: Option<String>,
    /// The session that goes on where this one was adjourned.
    pub next_id: Option<Uuid>,
    pub cancel_reason_code: Option<String>,
    pub minutes: Option<String>,
    pub minutes_hash: Option<String>,
    pub minutes_signed_at: Option<DateTimeUtc>,
    pub minutes_signed_by_id: Option<Uuid>,
    /// The numbers of the parties who signed: a JSON list.
    pub minutes_party_nos: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
