use sea_orm::entity::prelude::*;

/// A reply to an order, and what was decided about it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supervision_order_replies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub order_id: Uuid,
    pub round: i32,
    pub due_on: Date,
    pub text: String,
    pub replied_at: DateTimeUtc,
    pub replied_by_id: Uuid,
    pub is_late: bool,
    pub verdict: Option<String>,
    pub verdict_reason: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
