use sea_orm::entity::prelude::*;

/// The first block of the ledger that has not been counted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_cursors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub block_no: i64,
    pub moved_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
