use sea_orm::entity::prelude::*;

/// A period that is closed. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_periods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub scheme_id: Uuid,
    pub line_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub from_on: Date,
    pub to_on: Date,
    pub appeal_until_on: Date,
    pub calendar_version: i32,
    pub fact_count: i32,
    pub facts_hash: String,
    pub results_hash: String,
    /// None: by itself.
    pub closed_by_id: Option<Uuid>,
    pub closed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
