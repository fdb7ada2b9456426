use sea_orm::entity::prelude::*;

/// A unit that was asked to come, and whether it did.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_meeting_units")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub meeting_id: Uuid,
    pub department_id: Uuid,
    pub is_present: bool,
}

impl ActiveModelBehavior for ActiveModel {}
