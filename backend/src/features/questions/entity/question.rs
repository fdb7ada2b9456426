use sea_orm::entity::prelude::*;

/// A question to a unit, about facts and no person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What makes the fact one: it is asked about once.
    pub fact_key: String,
    pub kind: String,
    pub center_id: Uuid,
    pub region_code: String,
    /// The unit, where it is a department.
    pub department_id: Option<Uuid>,
    /// The unit, where it is a village.
    pub region_id: Option<Uuid>,
    /// The number of a list it is about.
    pub item_id: Option<Uuid>,
    pub window_from: Date,
    pub window_to: Date,
    /// JSON.
    pub facts: String,
    pub state: String,
    pub ground: Option<String>,
    pub answer: Option<String>,
    pub answered_by_id: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
