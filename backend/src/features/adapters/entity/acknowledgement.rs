use sea_orm::entity::prelude::*;

/// How far in the ledger a receiver has taken over what became of its cases.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adapter_acknowledgements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub adapter_code: String,
    pub capacity_id: Uuid,
    pub block_no: i64,
    pub event_id: Uuid,
    pub acknowledged_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
