use sea_orm::entity::prelude::*;

/// How far the ledger has been told.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_cursors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The block in hand.
    pub block_no: i64,
    /// How many of its events, by id, have been told.
    pub told: i32,
}

impl ActiveModelBehavior for ActiveModel {}
