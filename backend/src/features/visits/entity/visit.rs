use sea_orm::entity::prelude::*;

/// A visit or call, and who has it in hand.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub channel: String,
    pub subject: Option<String>,
    pub people_count: Option<i32>,
    pub came_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub state: String,
    pub asked_person_id: Uuid,
    pub noted_by_id: Uuid,
    pub owner_person_id: Uuid,
    pub owner_department_id: Option<Uuid>,
    pub owner_since: DateTimeUtc,
    pub offered_person_id: Option<Uuid>,
    pub offered_department_id: Option<Uuid>,
    pub offered_at: Option<DateTimeUtc>,
    pub close_reason_code: Option<String>,
    pub guided_department_id: Option<Uuid>,
    pub ended_at: Option<DateTimeUtc>,
    pub case_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
