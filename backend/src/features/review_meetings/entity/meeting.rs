use sea_orm::entity::prelude::*;

/// A review meeting of a centre.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_meetings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub kind: String,
    pub state: String,
    pub starts_at: DateTimeUtc,
    pub place: Option<String>,
    pub chair_id: Uuid,
    pub called_by_id: Uuid,
    pub agenda_as_of: DateTimeUtc,
    pub left_out_count: i32,
    pub started_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub summary: Option<String>,
    pub cancel_reason: Option<String>,
    pub minutes_no: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
