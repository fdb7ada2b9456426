use sea_orm::entity::prelude::*;

/// What a department owes at a post (派驻义务).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stationing_obligations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub post_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub department_id: Uuid,
    pub mode: String,
    pub headcount: i32,
    pub weekdays: String,
    pub is_open_on_make_up_days: bool,
    pub is_open_on_holidays: bool,
    pub opens: String,
    pub closes: String,
    pub block_unit: String,
    pub min_blocks: i32,
    pub max_blocks: i32,
    pub rest_days: i32,
    pub load: i32,
    pub skill_codes: String,
    pub mix: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub source_letter: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
