use sea_orm::entity::prelude::*;

/// A file that becomes cases (批量导入).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    /// The job that works on it; none before the file is there.
    pub job_id: Option<Uuid>,
    pub file_name: String,
    pub format: String,
    pub size_bytes: i64,
    pub sha256: Option<String>,
    pub mapping: Option<String>,
    pub is_dry_run: bool,
    pub storage_key: Option<Uuid>,
    pub kept_at: Option<DateTimeUtc>,
    /// Its rows as we read them, one a line.
    pub staged_key: Option<Uuid>,
    pub staged_bytes: i64,
    /// How often reading it was begun and did not come to an end.
    pub staging_attempts: Option<i32>,
    /// How many of those bytes are done.
    pub position: i64,
    pub row_count: i64,
    pub added_count: i64,
    pub known_count: i64,
    pub refused_count: i64,
    pub problem_count: i64,
    pub failure: Option<String>,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
