use sea_orm::entity::prelude::*;

/// One attempt to deliver. Never what was answered: it may hold anything.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub delivery_id: Uuid,
    pub number: i32,
    pub attempted_at: DateTimeUtc,
    pub duration_ms: i64,
    pub status: Option<i32>,
    pub error: Option<String>,
    pub response_bytes: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
