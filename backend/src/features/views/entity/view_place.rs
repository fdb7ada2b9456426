use sea_orm::entity::prelude::*;

/// Where a person has put a view, which may be one of those shipped as data.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_places")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub view_id: Uuid,
    pub position: i32,
    pub is_hidden: bool,
}

impl ActiveModelBehavior for ActiveModel {}
