//! Documents on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::content::{DocumentBlock, DocumentContent};
use super::fact::FactOrigin;
pub use super::kind::{AboutKind, DocumentKind, DocumentState};
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::error::{Invalid, not_blank};
use crate::platform::http::Count;

/// Most fields a request may fill.
const MOST_FIELDS: usize = 80;
/// Most characters of all of them together.
const MOST_CHARACTERS: usize = 60_000;

/// Which document is drafted.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DraftFilter {
    /// Which paper.
    #[param(inline, example = "receipt")]
    pub kind: DocumentKind,
    /// The referral, step or order it is about; the newest unless given.
    pub about_id: Option<Uuid>,
}

/// A document to be looked at or issued.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "receipt", "fields": { "notes": "请妥善保管查询码" } }))]
pub struct IssueDocumentRequest {
    /// Which paper.
    #[schema(example = "receipt")]
    pub kind: DocumentKind,
    /// The referral, step or order it is about; the newest unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about_id: Option<Uuid>,
    /// The valid document it replaces; its number stays, its edition is one more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces_id: Option<Uuid>,
    /// What the issuer writes: text by the name of the field. Only what the draft calls open.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[validate(custom(function = "fits"))]
    pub fields: BTreeMap<String, String>,
}

fn fits(fields: &BTreeMap<String, String>) -> Result<(), Invalid> {
    let characters: usize =
        fields.iter().map(|(name, text)| name.chars().count() + text.chars().count()).sum();
    if fields.len() > MOST_FIELDS || characters > MOST_CHARACTERS {
        return Err(Invalid::new("length"));
    }
    Ok(())
}

/// Why a document does not count any more.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidDocumentRequest {
    /// In words, without personal data: it stands in the ledger.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500, example = "当事人信息有误，另行出具")]
    pub reason: String,
}

/// A field of a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftField {
    /// Its name.
    #[schema(example = "case_no")]
    pub name: String,
    /// What it is called.
    #[schema(example = "案号")]
    pub label: String,
    /// What will stand in it, personal data masked; empty where there is nothing.
    pub text: String,
    /// Of a list: its rows, each by member, likewise.
    pub rows: Vec<BTreeMap<String, String>>,
    /// Where it comes from.
    pub origin: FactOrigin,
    /// Whether the document cannot be issued without it.
    pub required: bool,
    /// Whether the issuer writes it: the case says nothing, and it may be written.
    pub is_open: bool,
    /// Most characters that may be written.
    #[schema(minimum = 1, example = 500)]
    pub max_length: u32,
    /// JSON pointer into the request, where it is written.
    #[schema(example = "/fields/notes")]
    pub pointer: String,
}

/// A field without which a document cannot be issued.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MissingFieldView {
    /// Its name.
    #[schema(example = "outcome")]
    pub name: String,
    /// What it is called.
    #[schema(example = "办理结果")]
    pub label: String,
    /// Where it comes from, and so where it is to be entered.
    pub origin: FactOrigin,
    /// JSON pointer into the request that issues it.
    #[schema(example = "/fields/outcome")]
    pub pointer: String,
    /// Whether the issuer may write it here.
    pub is_open: bool,
    /// In words, what to do.
    #[schema(example = "“办理结果”尚无内容，须先办结申报")]
    pub detail: String,
}

/// What a document would say. Nothing is stored; personal data is masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentDraftView {
    /// Which paper.
    pub kind: DocumentKind,
    /// What it is called.
    #[schema(example = "受理回执")]
    pub name: String,
    /// The template.
    pub template_id: Uuid,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    pub template_version: i32,
    /// What it rests on.
    pub template_source: String,
    /// The referral, step or order it is about.
    pub about_id: Option<Uuid>,
    /// The department it goes to.
    pub addressee: Option<DepartmentRef>,
    /// Whether it names the parties.
    pub names_parties: bool,
    /// Its fields.
    pub fields: Vec<DraftField>,
    /// What is missing; empty: it may be issued.
    pub missing: Vec<MissingFieldView>,
    /// How it would look.
    pub blocks: Vec<DocumentBlock>,
    /// The valid document of this kind it would have to replace.
    pub current_id: Option<Uuid>,
    /// What the caller may do: `issue`.
    #[schema(example = json!(["issue"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Something a document may be about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentSubject {
    /// The referral, step or order.
    pub id: Uuid,
    /// In words.
    #[schema(example = "县住房和城乡建设局 2026年3月2日")]
    pub label: String,
}

/// A kind of document of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentKindView {
    /// Which paper.
    pub kind: DocumentKind,
    /// What it is called.
    #[schema(example = "受理回执")]
    pub name: String,
    /// The template in force today; none: the county has none.
    pub template_version: Option<i32>,
    /// Whether it names the parties.
    pub names_parties: bool,
    /// What it is about beside the case.
    pub about: AboutKind,
    /// Those there are, newest first; empty where it is about the case alone.
    pub subjects: Vec<DocumentSubject>,
    /// What the caller may do: `issue`.
    #[schema(example = json!(["issue"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// An edition of a document, without what it says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Which paper.
    pub kind: DocumentKind,
    /// What it is called.
    #[schema(example = "受理回执")]
    pub name: String,
    /// 文书编号, the same for every edition.
    #[schema(example = "DOC990101-20260302-000001")]
    pub document_no: String,
    /// 版次: 1, and one more each time it is issued anew.
    #[schema(minimum = 1, example = 1)]
    pub edition: i32,
    /// Whether it counts.
    pub state: DocumentState,
    /// The template.
    pub template_id: Uuid,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    pub template_version: i32,
    /// The referral, step or order it is about.
    pub about_id: Option<Uuid>,
    /// The department it goes to.
    pub addressee: Option<DepartmentRef>,
    /// Whether it names the parties.
    pub names_parties: bool,
    /// SHA-256 over what it says, in canonical JSON (RFC 8785).
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub content_hash: String,
    /// SHA-256 of the DOCX file.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub file_hash: String,
    /// 校验码: the first digits of the hash, as printed.
    #[schema(example = "0000000000000000")]
    pub check_code: String,
    /// What its QR code says: the page that verifies it.
    #[schema(example = "https://county.example.cn/verify?no=DOC990101-20260302-000001")]
    pub verify_url: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// By whom.
    pub issued_by: PersonRef,
    /// The edition that replaced it.
    pub replaced_by_id: Option<Uuid>,
    /// When it was voided.
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    pub void_reason: Option<String>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do now: `read`, `replace`, `void`.
    #[schema(example = json!(["read"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({ "void": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// What an issued document says, as it was frozen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentContentView {
    /// The document.
    pub document: DocumentView,
    /// In whose name.
    #[schema(example = "测试县综治中心")]
    pub center_name: String,
    /// What stands in it, and how.
    pub content: DocumentContent,
    /// Its QR code by rows of modules: `1` is dark.
    #[schema(example = json!(["101", "010", "101"]))]
    pub qr_rows: Vec<String>,
}

/// Which documents of a case to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DocumentFilter {
    /// Which papers.
    #[param(explode = true)]
    pub kind: Vec<DocumentKind>,
    /// Where they stand.
    #[param(explode = true)]
    pub state: Vec<DocumentState>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// What anybody may know of a document: that it was issued, and whether it still counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentVerificationView {
    /// 文书编号.
    #[schema(example = "DOC990101-20260302-000001")]
    pub document_no: String,
    /// 版次.
    #[schema(minimum = 1, example = 1)]
    pub edition: i32,
    /// The day it was issued (UTC+8).
    pub issued_on: NaiveDate,
    /// SHA-256 over what it says.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub content_hash: String,
    /// SHA-256 of its file.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub file_hash: String,
    /// Whether it still counts.
    pub state: DocumentState,
}
