use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{ErrorCode, Invalid, not_blank};
use crate::platform::words::words;

words! {
    /// Where an attachment stands.
    AttachmentState {
        Awaiting = "awaiting", "待上传", "Awaiting its content";
        Kept = "kept", "已保存", "Kept";
        Removed = "removed", "已删除", "Removed";
    }
}

words! {
    /// What the virus scanner said.
    ScanState {
        Unscanned = "unscanned", "未检查", "Not scanned";
        Clean = "clean", "已检查", "Clean";
    }
}

words! {
    /// What a browser does with a content.
    Disposition {
        Inline = "inline", "查看", "Show";
        Attachment = "attachment", "下载", "Save";
    }
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct FileContent(pub Vec<u8>);

/// A file that is about to be put.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAttachmentRequest {
    /// What it is called, with its ending: no path, no control characters.
    #[validate(length(min = 1, max = 200), custom(function = "is_file_name"))]
    #[schema(min_length = 1, max_length = 200, example = "调解记录.pdf")]
    pub file_name: String,
    /// Its size in bytes.
    #[validate(range(min = 1, max = 9_007_199_254_740_991_i64))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1024)]
    pub size_bytes: i64,
    /// SHA-256 of its content in hexadecimal, where it is to be compared.
    #[validate(custom(function = "is_hash"))]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: Option<String>,
    /// The place of the dossier it fills (`GET /cases/{case_id}/dossier`).
    #[validate(length(min = 1, max = 10))]
    #[schema(min_length = 1, max_length = 10, example = "07")]
    pub document_code: Option<String>,
    /// Whether it names a party: hidden from assisting departments and from whom may reveal nothing.
    /// Unless given, what has no place does where the caller may look at such papers. At the places
    /// whose papers name a party it always does.
    pub is_identity: Option<bool>,
}

/// Where an attachment belongs.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileAttachmentRequest {
    /// The place of the dossier it fills; none: no place.
    #[validate(length(min = 1, max = 10))]
    #[schema(min_length = 1, max_length = 10, example = "06")]
    pub document_code: Option<String>,
    /// Whether it names a party; as it is unless given.
    pub is_identity: Option<bool>,
}

/// Why an attachment is removed.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAttachmentRequest {
    /// The reason, without personal data: it stands in the ledger.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "传错文件")]
    pub reason: String,
}

/// What a ticket is for.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "disposition": "attachment" }))]
pub struct OpenAttachmentRequest {
    /// To be shown or to be saved; to be saved unless given.
    pub disposition: Option<Disposition>,
    /// Why it is opened; needed where it names a party, and then in the ledger.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub reason: Option<String>,
}

/// A link for a few minutes, for the person and the browser it was given to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TicketView {
    /// The address, from the root of the server.
    pub url: String,
    /// From when it opens nothing any more.
    pub expires_at: DateTime<Utc>,
}

/// The ticket in the query.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TicketParams {
    /// What `…/tickets` answered.
    #[validate(length(min = 1, max = 2000))]
    #[param(min_length = 1, max_length = 2000)]
    #[param(example = "eyJhIjoiMDE5Yi4uLiJ9.c2lnbmVk")]
    pub ticket: String,
}

/// How a content is opened.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ContentParams {
    /// What `…/tickets` answered. An application has none: its access token opens the content.
    #[validate(length(min = 1, max = 2000))]
    #[param(min_length = 1, max_length = 2000)]
    #[param(example = "eyJhIjoiMDE5Yi4uLiJ9.c2lnbmVk")]
    pub ticket: Option<String>,
}

/// Which attachments to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AttachmentFilter {
    /// Where they stand; those that are kept unless given.
    #[param(explode = true)]
    pub state: Vec<AttachmentState>,
}

/// Where a content is put, and until when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadTarget {
    /// The method.
    #[schema(example = "PUT")]
    pub method: String,
    /// The address, from the root of the server.
    pub url: String,
    /// Until when it may begin.
    pub expires_at: DateTime<Utc>,
}

/// A file of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttachmentView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Where it stands.
    pub state: AttachmentState,
    /// What it is called.
    pub file_name: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// What its content is; none before it arrived.
    pub media_type: Option<String>,
    /// SHA-256 of its content in hexadecimal.
    pub sha256: Option<String>,
    /// What the virus scanner said.
    pub scan: ScanState,
    /// Whether it names a party.
    pub is_identity: bool,
    /// The place of the dossier it fills.
    pub document_code: Option<String>,
    /// Whether `…/thumbnail` shows it small.
    pub has_thumbnail: bool,
    /// Whether a browser can show it.
    pub is_shown: bool,
    /// Who brought it.
    pub added_by: PersonRef,
    /// Where its content is put, while it is awaited.
    pub upload: Option<UploadTarget>,
    /// When its content was kept.
    pub kept_at: Option<DateTime<Utc>>,
    /// When it was removed.
    pub removed_at: Option<DateTime<Utc>>,
    /// Why.
    pub remove_reason: Option<String>,
    /// When it was announced.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["open", "file", "remove"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "remove": "attachment.case_closed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A name that is only a name: whatever else it were, nothing would follow it, but nobody means it.
/// Refuses what is no plain name with an ending; a custom check for `validator`.
pub fn is_file_name(name: &str) -> Result<(), Invalid> {
    let is_path = name.contains(['/', '\\', ':']) || name.starts_with('.') || name.contains("..");
    let has_ending = name.rsplit_once('.').is_some_and(|(_, ending)| !ending.trim().is_empty());
    // Marks that turn the direction of writing make `gpj.exe` out of `exe.jpg`.
    let is_odd =
        |c: char| c.is_control() || matches!(c, '\u{200E}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if is_path || !has_ending || name.chars().any(is_odd) || name.trim() != name {
        return Err(Invalid::new(ErrorCode::AttachmentBadName.as_str()));
    }
    Ok(())
}

/// Refuses what is no SHA-256 in hexadecimal; a custom check for `validator`.
pub fn is_hash(text: &str) -> Result<(), Invalid> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() == 64 && text.bytes().all(is_digit) {
        return Ok(());
    }
    Err(Invalid::new("pattern"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        for good in ["申请书.pdf", "a b.jpg", "一.二.docx"] {
            assert!(is_file_name(good).is_ok(), "{good}");
        }
        let bad = [
            "../a.pdf",
            "a/b.pdf",
            "a\\b.pdf",
            "C:a.pdf",
            ".pdf",
            "a..pdf",
            "a",
            "a.",
            "a\n.pdf",
            "\u{202E}fdp.exe.pdf",
            " a.pdf",
            "a.pdf ",
        ];
        for bad in bad {
            assert!(is_file_name(bad).is_err(), "{bad:?}");
        }
    }
}
