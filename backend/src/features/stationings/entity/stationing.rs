use sea_orm::entity::prelude::*;

/// Somebody admitted to a centre, or asked to be (准入准出).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stationings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub department_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub state: String,
    pub letter: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub requested_by_id: Uuid,
    pub exit_requested_by_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
