use sea_orm::entity::prelude::*;

/// A swap of turns somebody asked for (换班).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "swap_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub asked_by_id: Uuid,
    pub asked_of_id: Uuid,
    pub gives_obligation_id: Uuid,
    pub gives_from_on: Date,
    pub gives_until_on: Date,
    pub takes_obligation_id: Option<Uuid>,
    pub takes_from_on: Option<Date>,
    pub takes_until_on: Option<Date>,
    pub reason: String,
    pub state: String,
    pub answer: Option<String>,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub made_plan_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
