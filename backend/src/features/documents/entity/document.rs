use sea_orm::entity::prelude::*;

/// One edition of an issued document, without its content.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub document_no: String,
    /// 1, and one more each time it is issued anew.
    pub edition: i32,
    pub state: String,
    pub template_id: Uuid,
    pub template_version: i32,
    /// The referral, step or order it is about.
    pub about_id: Option<Uuid>,
    /// The department it goes to.
    pub addressee_id: Option<Uuid>,
    pub names_parties: bool,
    pub content_hash: String,
    pub file_hash: String,
    pub verify_url: String,
    pub issued_at: DateTimeUtc,
    pub issued_by_id: Uuid,
    pub replaced_by_id: Option<Uuid>,
    pub voided_at: Option<DateTimeUtc>,
    pub voided_by_id: Option<Uuid>,
    pub void_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
