use sea_orm::entity::prelude::*;

/// Somebody who serves at a post in another's place (替班).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_stand_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub obligation_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub department_id: Uuid,
    pub person_id: Uuid,
    pub stand_in_id: Uuid,
    pub from_on: Date,
    pub until_on: Date,
    pub reason: String,
    pub state: String,
    pub requested_by_id: Uuid,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_note: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
