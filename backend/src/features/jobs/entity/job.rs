use sea_orm::entity::prelude::*;

/// Something that takes long, asked for by one person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub state: String,
    /// Where its result is.
    pub result: String,
    pub person_id: Uuid,
    pub user_id: Uuid,
    pub capacity_id: Uuid,
    pub done_count: i64,
    pub total_count: Option<i64>,
    /// Counts what was done to it: who works on it has seen the last one, or stops.
    pub step: i32,
    pub is_cancel_wanted: bool,
    pub refusal: Option<String>,
    pub ended_at: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
