use sea_orm::entity::prelude::*;

/// A case on the agenda, and why. `grounds` is a JSON list.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_meeting_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub meeting_id: Uuid,
    pub position: i32,
    pub case_id: Uuid,
    pub grounds: String,
    pub as_of: DateTimeUtc,
    pub is_by_hand: bool,
    pub added_by_id: Option<Uuid>,
    pub reason: Option<String>,
    pub removed_at: Option<DateTimeUtc>,
    pub removed_by_id: Option<Uuid>,
    pub remove_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
