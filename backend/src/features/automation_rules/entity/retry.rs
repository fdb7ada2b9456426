use sea_orm::entity::prelude::*;

/// An occasion that was put off: the rule is to look at the case for this fact once more.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "automation_retries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rule_id: Uuid,
    pub rule_version: i32,
    pub case_id: Uuid,
    pub fact_kind: String,
    pub fact_id: Uuid,
    pub fact_at: DateTimeUtc,
    pub depth: i32,
    pub after_rule_id: Option<Uuid>,
    /// The code of the last failure.
    pub code: String,
    /// How often it was tried.
    pub tries: i32,
    pub next_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
