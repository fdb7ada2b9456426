use sea_orm::entity::prelude::*;

/// One step of a visit: noted, handed over, accepted, closed, registered. Only ever added to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub visit_id: Uuid,
    pub seq: i32,
    pub kind: String,
    pub actor_id: Uuid,
    pub capacity_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub note: Option<String>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
