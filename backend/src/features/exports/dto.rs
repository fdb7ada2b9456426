//! Exports on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::jobs::state::JobState;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// What the rows of an export are written in.
    ExportFormat {
        /// Comma-separated values (RFC 4180).
        Csv = "csv";
        /// A workbook (Office Open XML).
        Xlsx = "xlsx";
        /// One JSON object a line, as `GET /cases` shows it.
        JsonLines = "jsonl";
    }
}

/// Which cases are exported, and as what.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreateExportRequest {
    /// What `GET /cases` takes as parameters, but for paging; where a name may repeat, a list.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({ "status": ["in_progress"] }))]
    pub filters: Map<String, Value>,
    /// What the rows are written in.
    pub format: ExportFormat,
    /// Whether a CSV file begins with the mark by which Excel on Chinese Windows knows UTF-8.
    #[serde(default)]
    #[schema(example = true)]
    pub bom: bool,
}

/// Cases as a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportView {
    /// Its id.
    pub id: Uuid,
    /// What the rows are written in.
    pub format: ExportFormat,
    /// Whether a CSV file begins with the mark of UTF-8.
    pub bom: bool,
    /// Which cases.
    #[schema(value_type = Object)]
    pub filters: Value,
    /// Where it stands.
    pub state: JobState,
    /// The same in words.
    #[schema(example = "已完成")]
    pub state_name: &'static str,
    /// The job that makes it (`GET /jobs/{id}`).
    pub job_id: Uuid,
    /// How much is done, percent.
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub progress: i32,
    /// How many cases are in it so far.
    #[schema(example = 400)]
    pub rows: i64,
    /// How many it will be; null while nobody has counted them.
    #[schema(example = 1000)]
    pub total: Option<i64>,
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// SHA-256 over the rows, as the manifest says it; null until it is done.
    pub rows_sha256: Option<String>,
    /// Size of the archive; null until it is done.
    #[schema(example = 20480)]
    pub size_bytes: Option<i64>,
    /// The code of the problem for which it failed.
    #[schema(example = "export.too_many")]
    pub refusal: Option<String>,
    /// When it is forgotten, with its file.
    pub expires_at: DateTime<Utc>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `open`.
    #[schema(example = json!(["open"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "open": "export.not_ready" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Paging of one's exports.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ExportFilter {
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
