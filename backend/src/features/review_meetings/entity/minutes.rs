use sea_orm::entity::prelude::*;

/// The minutes of a meeting as they were issued: what they say as canonical JSON, and the DOCX file.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_meeting_minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub meeting_id: Uuid,
    pub document_no: String,
    pub template_id: Uuid,
    pub template_version: i32,
    pub content: String,
    pub content_hash: String,
    pub file: Vec<u8>,
    pub file_hash: String,
    pub verify_url: String,
    pub issued_at: DateTimeUtc,
    pub issued_by_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
