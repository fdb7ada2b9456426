use sea_orm::entity::prelude::*;

/// What became of an item, and how that is known. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_performances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agreement_id: Uuid,
    pub item_no: i32,
    pub state: String,
    pub amount_fen: Option<i64>,
    pub happened_on: Date,
    pub evidence: String,
    pub recorded_by_id: Uuid,
    pub recorded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
