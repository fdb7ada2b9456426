use sea_orm::entity::prelude::*;

/// 调解协议.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agreement_no: String,
    pub case_id: Uuid,
    pub mediation_id: Option<Uuid>,
    pub center_id: Uuid,
    pub state: String,
    pub form: String,
    pub terms: String,
    pub terms_hash: String,
    /// Whether it is about status alone; none where it was never asked.
    pub is_status_only: Option<bool>,
    /// Sum of its items.
    pub amount_fen: i64,
    pub concluded_on: Date,
    pub effective_on: Date,
    /// The first day on which something not settled is due.
    pub next_due_on: Option<Date>,
    pub recorded_by_id: Uuid,
    pub confirmation: String,
    /// The version of the rule for the time in which it may be asked for.
    pub confirmation_rule_id: Uuid,
    pub confirmation_calendar_version: i32,
    pub confirmation_started_at: DateTimeUtc,
    /// A cache of a pure function.
    pub confirmation_due_at: DateTimeUtc,
    pub confirmation_reminded_at: Option<DateTimeUtc>,
    pub applied_on: Option<Date>,
    pub court: Option<String>,
    pub answered_on: Option<Date>,
    pub court_no: Option<String>,
    pub answer_reason: Option<String>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancel_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
