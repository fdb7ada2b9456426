use sea_orm::entity::prelude::*;

/// A fact as it stood when its period was closed. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_facts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub source: String,
    pub unit_id: Uuid,
    pub person_id: Option<Uuid>,
    pub case_id: Option<Uuid>,
    pub object_kind: String,
    pub object_id: Uuid,
    pub settled_at: DateTimeUtc,
    pub is_failed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
