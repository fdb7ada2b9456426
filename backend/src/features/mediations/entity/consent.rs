use sea_orm::entity::prelude::*;

/// What a side said to being mediated. Only ever inserted: the last word counts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mediation_consents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mediation_id: Uuid,
    /// 1 for the first word said in the session.
    pub seq: i32,
    pub side: String,
    pub party_no: Option<i32>,
    pub agrees: bool,
    pub manner: String,
    pub given_at: DateTimeUtc,
    pub recorded_by_id: Uuid,
    pub recorded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
