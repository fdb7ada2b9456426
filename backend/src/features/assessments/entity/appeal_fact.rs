use sea_orm::entity::prelude::*;

/// A fact that is appealed against, and what was decided about it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_appeal_facts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub appeal_id: Uuid,
    pub fact_id: Uuid,
    pub ruling: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
