use sea_orm::entity::prelude::*;

/// Days on which somebody is away, or asked not to be on duty.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leaves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub department_id: Option<Uuid>,
    pub center_id: Option<Uuid>,
    pub region_code: String,
    pub kind: String,
    pub from_on: Date,
    pub until_on: Date,
    pub state: String,
    pub reported_by_id: Uuid,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_note: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
