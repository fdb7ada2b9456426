use sea_orm::entity::prelude::*;

/// A block of the global chain: the events found unsealed, by id.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_blocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub block_no: i64,
    pub event_count: i32,
    pub events: String,
    pub prev_hash: String,
    pub hash: String,
    pub sealed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
