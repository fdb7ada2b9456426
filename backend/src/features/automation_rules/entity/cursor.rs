use sea_orm::entity::prelude::*;

/// The last block of the ledger that was looked at.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "automation_cursors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub block_no: i64,
    pub moved_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
