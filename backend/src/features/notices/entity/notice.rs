use sea_orm::entity::prelude::*;

/// 通知: one fact for one person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    /// In which capacity it concerns them.
    pub capacity_id: Option<Uuid>,
    pub kind: String,
    /// What makes the fact one: the id of its event.
    pub fact_key: String,
    pub about_kind: Option<String>,
    pub about_id: Option<Uuid>,
    pub params: String,
    pub created_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
