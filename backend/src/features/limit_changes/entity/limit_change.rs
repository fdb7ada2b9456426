use sea_orm::entity::prelude::*;

/// A changed rule or calendar, tried out or carried through.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "limit_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `simulation` or `publication`.
    pub purpose: String,
    /// `rule` or `calendar`.
    pub subject: String,
    /// Which running limits it is for.
    pub applies_to: String,
    /// What changes, as it is shown.
    pub draft: Option<String>,
    /// What a publication must be the same as.
    pub draft_hash: Option<String>,
    /// The rules and calendars it was looked at under.
    pub basis: Option<String>,
    pub rule_id: Option<Uuid>,
    pub calendar_version: Option<i32>,
    pub reason: Option<String>,
    /// `running` or `done`.
    pub state: String,
    /// The last case that was looked at.
    pub cursor: Option<Uuid>,
    /// What came of it so far.
    pub figures: String,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
