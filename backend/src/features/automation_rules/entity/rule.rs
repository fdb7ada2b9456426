use sea_orm::entity::prelude::*;

/// A rule: where it stands, and which of its versions acts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "automation_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub name: String,
    /// The name while it is taken; the id once the rule is retired.
    pub name_key: String,
    pub state: String,
    pub latest_version: i32,
    pub active_version: Option<i32>,
    pub activated_at: Option<DateTimeUtc>,
    /// The last sealed block before it was activated.
    pub from_block: Option<i64>,
    /// How far the round over cases that stand in a status has come.
    pub scanned_to_id: Option<Uuid>,
    pub pause_code: Option<String>,
    pub pause_reason: Option<String>,
    pub paused_at: Option<DateTimeUtc>,
    pub conflict_with_id: Option<Uuid>,
    pub conflict_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
