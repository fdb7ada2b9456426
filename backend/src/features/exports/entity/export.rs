use sea_orm::entity::prelude::*;

/// Cases as a file (导出).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub job_id: Uuid,
    pub format: String,
    pub has_bom: bool,
    pub filter: String,
    pub lang: String,
    pub as_of: DateTimeUtc,
    pub row_count: i64,
    pub rows_sha256: Option<String>,
    pub storage_key: Option<Uuid>,
    pub size_bytes: Option<i64>,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
