use sea_orm::entity::prelude::*;

/// 回避: the mediator takes no part in the case any more.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mediation_recusals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub mediator_id: Uuid,
    pub mediation_id: Uuid,
    pub party_no: Option<i32>,
    pub ground_code: String,
    pub reason: String,
    pub declared_by_id: Uuid,
    pub declared_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
