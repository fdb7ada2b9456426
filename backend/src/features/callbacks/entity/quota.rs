use sea_orm::entity::prelude::*;

/// One version of a quota; never changed, only followed by the next.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "callback_quotas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub level: String,
    pub department_id: Option<Uuid>,
    pub version: i32,
    pub percent: i32,
    pub source: String,
    pub source_en: Option<String>,
    pub valid_from: Date,
    pub created_by_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
