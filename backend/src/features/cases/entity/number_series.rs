use sea_orm::entity::prelude::*;

/// The last serial handed out for a prefix of case numbers.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_number_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prefix: String,
    pub last_serial: i32,
}

impl ActiveModelBehavior for ActiveModel {}
