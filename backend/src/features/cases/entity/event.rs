use sea_orm::entity::prelude::*;

/// One event of the ledger. Never updated but for the block that seals it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub seq: i32,
    pub kind: String,
    pub actor_id: Option<Uuid>,
    pub capacity_id: Option<Uuid>,
    pub capacity: String,
    pub at: DateTimeUtc,
    pub recorded_at: DateTimeUtc,
    pub data: String,
    pub prev_hash: String,
    pub hash: String,
    pub block_no: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
