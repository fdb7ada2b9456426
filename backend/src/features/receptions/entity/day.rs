use sea_orm::entity::prelude::*;

/// A day on which a leader receives.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reception_days")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub held_on: Date,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub leader_id: Uuid,
    pub leader_title: Option<String>,
    pub stand_in_id: Option<Uuid>,
    pub place: String,
    pub slots: i32,
    pub state: String,
    pub planned_by_id: Uuid,
    pub published_at: Option<DateTimeUtc>,
    pub is_published_late: bool,
    pub late_reason: Option<String>,
    pub absent_at: Option<DateTimeUtc>,
    pub absence_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
