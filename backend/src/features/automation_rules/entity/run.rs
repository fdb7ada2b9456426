use sea_orm::entity::prelude::*;

/// One run of a rule on a case, for one fact.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "automation_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rule_id: Uuid,
    pub rule_version: i32,
    pub case_id: Uuid,
    pub fact_kind: String,
    /// The event, or the clock.
    pub fact_id: Uuid,
    /// When the event happened, or when the limit ends.
    pub fact_at: DateTimeUtc,
    pub depth: i32,
    pub outcome: String,
    pub code: Option<String>,
    pub events: i32,
    pub statements: i32,
    pub duration_ms: i64,
    pub ran_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
