use sea_orm::entity::prelude::*;

/// A rotation plan (轮驻方案).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rotation_plans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub name: String,
    pub from_on: Date,
    pub until_on: Date,
    pub center_ids: String,
    pub rules: String,
    pub state: String,
    pub edition: i32,
    pub replaces_id: Option<Uuid>,
    pub repairs_id: Option<Uuid>,
    pub repair_from_on: Option<Date>,
    pub repair_until_on: Option<Date>,
    pub instance: Option<String>,
    pub objective: Option<i64>,
    pub bound: Option<i64>,
    pub solved_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by_id: Option<Uuid>,
    pub superseded_at: Option<DateTimeUtc>,
    pub drawn_up_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
