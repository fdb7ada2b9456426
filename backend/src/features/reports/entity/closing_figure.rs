use sea_orm::entity::prelude::*;

/// A figure of a closed month for one place, as it was then.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_closing_figures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub closing_id: Uuid,
    pub region_code: String,
    pub center_id: Uuid,
    pub report: String,
    pub cell: String,
    /// The channel or type it is broken down by; empty: all of them.
    pub item: String,
    pub amount: i64,
}

impl ActiveModelBehavior for ActiveModel {}
