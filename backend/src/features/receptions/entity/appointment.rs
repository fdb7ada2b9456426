use sea_orm::entity::prelude::*;

/// A place booked on a day, without a name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reception_appointments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub day_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub slot_no: i32,
    pub subject: Option<String>,
    pub people_count: Option<i32>,
    pub case_id: Option<Uuid>,
    pub state: String,
    pub booked_by_id: Uuid,
    pub cancel_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
