use sea_orm::entity::prelude::*;

/// Somebody signed in at a computer of a window: once a duty day, and without the hour.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_sign_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub post_id: Uuid,
    pub person_id: Uuid,
    pub duty_on: Date,
}

impl ActiveModelBehavior for ActiveModel {}
