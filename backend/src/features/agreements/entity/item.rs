use sea_orm::entity::prelude::*;

/// What one party promised by a day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agreement_id: Uuid,
    pub item_no: i32,
    pub party_no: i32,
    pub to_party_no: Option<i32>,
    pub what: String,
    pub amount_fen: Option<i64>,
    pub due_on: Date,
    pub state: String,
    pub paid_fen: i64,
    pub settled_on: Option<Date>,
    pub reminded_at: Option<DateTimeUtc>,
    pub overdue_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
