use sea_orm::entity::prelude::*;

/// By how many the open cases of a place grew in a month.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_stocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub center_id: Uuid,
    pub amount: i64,
}

impl ActiveModelBehavior for ActiveModel {}
