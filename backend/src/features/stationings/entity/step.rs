use sea_orm::entity::prelude::*;

/// One step of entry or exit. Only ever added to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stationing_steps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub stationing_id: Uuid,
    pub seq: i32,
    pub kind: String,
    pub actor_id: Uuid,
    pub capacity_id: Option<Uuid>,
    pub note: Option<String>,
    pub effective_on: Option<Date>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
