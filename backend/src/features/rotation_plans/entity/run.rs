use sea_orm::entity::prelude::*;

/// A run of the solver over a plan.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rotation_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub state: String,
    pub progress_pct: i32,
    pub objective: Option<i64>,
    pub bound: Option<i64>,
    pub gap_ppm: Option<i64>,
    pub instance: Option<String>,
    pub saved: Option<String>,
    pub refusal: Option<String>,
    pub is_cancel_wanted: bool,
    pub asked_by_id: Uuid,
    pub ended_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
