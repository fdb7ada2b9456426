use sea_orm::entity::prelude::*;

/// A case a reception was about.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reception_cases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reception_id: Uuid,
    pub case_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
