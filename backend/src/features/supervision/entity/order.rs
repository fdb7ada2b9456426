use sea_orm::entity::prelude::*;

/// 督办件.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supervision_orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub order_no: String,
    pub state: String,
    pub center_id: Uuid,
    pub region_code: String,
    pub department_id: Uuid,
    /// None: the ladder, or an automation rule.
    pub issued_by_id: Option<Uuid>,
    /// The automation rule that issued it.
    pub rule_id: Option<Uuid>,
    pub ground_code: String,
    pub text: String,
    pub issued_at: DateTimeUtc,
    pub reply_due_on: Date,
    pub round: i32,
    pub case_count: i32,
    /// Whether any reply came after its day.
    pub was_late: bool,
    pub replied_at: Option<DateTimeUtc>,
    pub accepted_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancel_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
