use sea_orm::entity::prelude::*;

/// Somebody activated, paused or retired a rule, and said why.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "automation_rule_turns")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rule_id: Uuid,
    pub version: i32,
    pub turn: String,
    pub reason: String,
    pub turned_by_id: Uuid,
    pub turned_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
