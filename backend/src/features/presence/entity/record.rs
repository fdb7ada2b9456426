use sea_orm::entity::prelude::*;

/// What the duty officer found at a post (值班巡查).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "presence_records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub obligation_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub department_id: Uuid,
    pub person_id: Uuid,
    pub duty_on: Date,
    pub finding: String,
    pub note: Option<String>,
    pub recorded_by_id: Uuid,
    pub withdrawn_by_id: Option<Uuid>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawal_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
