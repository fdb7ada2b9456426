use sea_orm::entity::prelude::*;

/// A line of the journal the reports sum up. Only ever inserted: a fact that is known better later is taken back by a line with the opposite sign.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The block of the ledger by which it was known.
    pub block_no: i64,
    /// The month it counts in, such as 202603, in China's time zone.
    pub month: i32,
    pub kind: String,
    pub region_code: String,
    pub center_id: Uuid,
    pub channel: String,
    /// Empty while the case is unclassified.
    pub type_code: String,
    pub times: i32,
    pub people: i64,
    pub amount_fen: i64,
}

impl ActiveModelBehavior for ActiveModel {}
