use sea_orm::entity::prelude::*;

/// A running or finished clock. `due_at` is a cache of a pure function.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_clocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub referral_id: Option<Uuid>,
    pub kind: String,
    pub rule_id: Uuid,
    pub calendar_version: i32,
    pub started_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub is_cancelled: bool,
    /// Stops, resumptions and extensions: a JSON list of clock events; none when there are none.
    pub moves: Option<String>,
    /// The day it is counted from, where that is not the one of `started_at`.
    pub counted_from: Option<Date>,
    pub fixed_on: Option<Date>,
    pub procedure: Option<String>,
    /// Since when it is counted by another rule or calendar than the one it started under.
    pub rebased_at: Option<DateTimeUtc>,
    /// The last step of the supervision ladder that was taken for `due_at`.
    pub ladder_step: Option<String>,
    /// When the next one is to be taken; a cache of a pure function.
    pub ladder_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
