use sea_orm::entity::prelude::*;

/// A day named by a notice; every other day follows the ordinary week.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_days")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub calendar_id: Uuid,
    pub date: Date,
    /// `off` or `work`.
    pub kind: String,
    pub name: String,
    /// A day off swapped for a worked rest day (调休).
    pub in_lieu: bool,
}

impl ActiveModelBehavior for ActiveModel {}
