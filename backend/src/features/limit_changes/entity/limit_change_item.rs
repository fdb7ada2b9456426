use sea_orm::entity::prelude::*;

/// One limit that moves, or that cannot be moved.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "limit_change_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub limit_change_id: Uuid,
    pub case_no: String,
    pub clock: String,
    /// `department` or `center`.
    pub unit_kind: String,
    pub unit_id: Uuid,
    pub old_due_at: Option<DateTimeUtc>,
    pub new_due_at: Option<DateTimeUtc>,
    pub effect: String,
    pub from_rule_id: Uuid,
    pub from_calendar_version: i32,
    /// Days two calendars disagree about: a JSON list.
    pub days: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
