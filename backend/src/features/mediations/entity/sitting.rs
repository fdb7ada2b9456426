use sea_orm::entity::prelude::*;

/// A mediator in a session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mediation_mediators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mediation_id: Uuid,
    pub mediator_id: Uuid,
    pub person_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
