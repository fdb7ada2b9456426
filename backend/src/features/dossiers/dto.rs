use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::documents::kind::DocumentKind;
use crate::features::personnel::dto::PersonRef;
use crate::platform::words::words;

words! {
    /// What fills a place of a dossier.
    FillerKind {
        Attachment = "attachment", "附件", "Attachment";
        Document = "document", "文书", "Document";
    }
}

/// Sealing cannot be undone: the number of the case says that it is meant.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealDossierRequest {
    /// The number of the case.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "990101-20260302-000001")]
    pub case_no: String,
}

/// The rule a dossier follows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VolumeView {
    /// The same in every version.
    #[schema(example = "people_mediation")]
    pub code: String,
    /// Number of the version.
    #[schema(example = 1)]
    pub version: i32,
    /// What it is called.
    #[schema(example = "人民调解卷宗")]
    pub name: String,
    /// Where it comes from.
    pub source: String,
}

/// A paper in a dossier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierItem {
    /// What it is.
    pub kind: FillerKind,
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub file_name: String,
    /// What its content is.
    pub media_type: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// SHA-256 of its content in hexadecimal.
    pub sha256: String,
    /// Whether it names a party.
    pub is_identity: bool,
    /// Of an issued document: which paper.
    pub document_kind: Option<DocumentKind>,
    /// Of an issued document: its number.
    #[schema(example = "DOC990101-20260302-000001")]
    pub document_no: Option<String>,
}

/// A place of a dossier and what fills it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierDocument {
    /// Its place.
    #[schema(example = "07")]
    pub code: String,
    /// What belongs there.
    #[schema(example = "人民调解记录")]
    pub name: String,
    /// 必须, or 按需.
    pub is_required: bool,
    /// Whether what fills it names a party by its nature.
    pub is_identity: bool,
    /// Whether anything fills it.
    pub is_filled: bool,
    /// The papers the caller may know of.
    pub items: Vec<DossierItem>,
    /// How many more there are, which name a party.
    #[schema(minimum = 0, example = 0)]
    pub hidden: usize,
}

/// A place that must be filled and is not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MissingDocument {
    /// The place.
    #[schema(example = "08")]
    pub code: String,
    /// What belongs there.
    #[schema(example = "人民调解协议书")]
    pub name: String,
}

/// How long a dossier is kept: from the year after that of closing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RetentionView {
    /// The same in every version.
    #[schema(example = "people_mediation")]
    pub code: String,
    /// Number of the version.
    #[schema(example = 1)]
    pub version: i32,
    /// 保管期限.
    #[schema(example = "长期（三十年）")]
    pub name: String,
    /// The last day; none: it is kept for ever.
    pub until_on: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
}

/// A seal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SealView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonRef,
    /// SHA-256 over the canonical manifest, `manifest.json` of the export.
    pub manifest_hash: String,
}

/// The dossier of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierView {
    /// That of its case.
    pub id: Uuid,
    /// The number of the case.
    pub case_no: String,
    /// The title of the case.
    pub title: String,
    /// The rule it follows: that of the day of closing, today's before.
    pub volume: VolumeView,
    /// 封面 and 卷内目录, as they were issued.
    pub front: Vec<DossierItem>,
    /// 卷内目录, in its order.
    pub documents: Vec<DossierDocument>,
    /// Papers that fill no place.
    pub unfiled: Vec<DossierItem>,
    /// What is missing.
    pub missing: Vec<MissingDocument>,
    /// Whether nothing is.
    pub is_complete: bool,
    /// Whether it is sealed before the case is archived.
    pub is_seal_required: bool,
    /// The seal, while there is one.
    pub seal: Option<SealView>,
    /// How long it is kept; none before the case is closed.
    pub retention: Option<RetentionView>,
    /// When the case was registered.
    pub created_at: DateTime<Utc>,
    /// When the case was changed last.
    pub updated_at: DateTime<Utc>,
    /// Length of the ledger: every paper that comes or goes is in it. Also the `ETag`.
    #[schema(minimum = 1, example = 9)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["attach", "seal", "export"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "seal": "dossier.incomplete" }))]
    pub refused_actions: BTreeMap<String, String>,
}
