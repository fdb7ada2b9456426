use sea_orm::entity::prelude::*;

/// What a citizen sent and has not confirmed yet. Its words are deleted when it becomes a case or
/// nobody confirms it in time.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "public_submissions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: String,
    pub code_hash: Option<String>,
    pub failures: i32,
    pub body: String,
    pub region_id: Uuid,
    pub device_hash: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub confirmed_at: Option<DateTimeUtc>,
    pub case_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
