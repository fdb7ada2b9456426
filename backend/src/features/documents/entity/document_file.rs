use sea_orm::entity::prelude::*;

/// What an issued document says, frozen: its content as canonical JSON, and the DOCX file.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: Uuid,
    pub content: String,
    pub file: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
