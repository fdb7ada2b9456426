use sea_orm::entity::prelude::*;

/// One version of a rule; never changed but for its last day, only followed by the next.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_limit_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub version: i32,
    pub clock: String,
    pub level: Option<String>,
    pub type_code: Option<String>,
    pub channel: Option<String>,
    pub procedure: Option<String>,
    pub amount: i32,
    pub day_kind: String,
    pub start: String,
    pub roll: String,
    /// Days by which the organ in charge may make a limit of the law longer.
    pub extension: Option<i32>,
    pub source: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub created_at: DateTimeUtc,
    /// Why it was made.
    pub reason: Option<String>,
    /// What carried it, or at last its retirement, to limits that ran.
    pub limit_change_id: Option<Uuid>,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
