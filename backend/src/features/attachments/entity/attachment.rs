use sea_orm::entity::prelude::*;

/// What is known of a file of a case; its content is kept elsewhere, under `storage_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub state: String,
    pub file_name: String,
    pub size_bytes: i64,
    pub media_type: Option<String>,
    pub sha256: Option<String>,
    pub scan: String,
    pub is_identity: bool,
    pub document_code: Option<String>,
    pub has_thumbnail: bool,
    /// Taken as soon as an upload begins, so that what it leaves behind can be found.
    pub storage_key: Option<Uuid>,
    pub added_by_id: Uuid,
    /// Until when an upload may begin.
    pub expires_at: DateTimeUtc,
    pub kept_at: Option<DateTimeUtc>,
    pub removed_at: Option<DateTimeUtc>,
    pub removed_by_id: Option<Uuid>,
    pub remove_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
