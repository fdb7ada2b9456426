//! Imports on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::pipeline::mapping::{Encoding, FIELDS, HISTORY, Mapping, REQUIRED};
use super::pipeline::rows::ImportFormat;
use crate::features::attachments::dto::{is_file_name, is_hash};
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Where an import stands.
    ImportState {
        Awaiting = "awaiting", "待上传", "Awaiting its file";
        Queued = "queued", "排队中", "Queued";
        Running = "running", "进行中", "Running";
        Done = "done", "已完成", "Done";
        Cancelled = "cancelled", "已取消", "Cancelled";
        Failed = "failed", "失败", "Failed";
    }
}

/// Which column becomes which field of a registration.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// How text is written: UTF-8 or GB18030, found out unless given.
    #[serde(default)]
    pub encoding: Encoding,
    /// Between the cells of a CSV file, one ASCII character; a comma unless given.
    #[validate(length(min = 1, max = 1))]
    #[schema(min_length = 1, max_length = 1, example = ",")]
    pub delimiter: Option<String>,
    /// The sheet of a workbook; the first unless given.
    #[validate(length(min = 1, max = 31))]
    #[schema(min_length = 1, max_length = 31)]
    pub sheet: Option<String>,
    /// Offset of times that carry none; `+08:00` unless given.
    #[validate(length(min = 6, max = 6))]
    #[schema(pattern = "^[+-][0-9]{2}:[0-9]{2}$", example = "+08:00")]
    pub utc_offset: Option<String>,
    /// strftime patterns, tried in order; RFC 3339 is always understood.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20, example = json!(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d"]))]
    pub date_formats: Vec<String>,
    /// Field = column. Fields are those of `POST /cases` with dots, such as `source.number` and
    /// `place.address`; `applicant.name` and the like for the parties; `region_code` and
    /// `registered_at`, without which a matter is registered now.
    #[serde(default)]
    #[schema(example = json!({ "title": "主题", "narrative": "详情", "source.number": "编号" }))]
    pub columns: BTreeMap<String, String>,
    /// Field = value, where there is no column or the cell is empty.
    #[serde(default)]
    #[schema(example = json!({ "channel": "hotline_12345", "source.system": "hotline" }))]
    pub fixed: BTreeMap<String, String>,
    /// Field = { value in the file = value of ours }.
    #[serde(default)]
    #[schema(example = json!({ "type_code": { "拖欠工资": "0701" } }))]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

impl ImportMapping {
    /// The mapping in terms of the pipeline; 422 with everything that is wrong with it.
    pub fn checked(&self) -> AppResult<Mapping> {
        let parts = [
            ("columns", self.columns.keys().collect::<Vec<_>>()),
            ("fixed", self.fixed.keys().collect()),
            ("values", self.values.keys().collect()),
        ];
        let mut wrong = Vec::new();
        for (part, fields) in &parts {
            for field in fields {
                let rule = if HISTORY.contains(&field.as_str()) {
                    "not_applicable"
                } else if FIELDS.iter().any(|(name, ..)| name == field) {
                    continue;
                } else {
                    "unknown_field"
                };
                let pointer = format!("/mapping/{part}/{}", escaped(field));
                wrong.push(FieldError::rule(pointer, rule, Map::new()));
            }
        }
        for field in REQUIRED {
            if !self.columns.contains_key(field) && !self.fixed.contains_key(field) {
                let pointer = format!("/mapping/columns/{field}");
                wrong.push(FieldError::rule(pointer, "missing_field", Map::new()));
            }
        }
        let mapping = self.plain();
        if mapping.offset().is_err() {
            wrong.push(FieldError::of("/mapping/utc_offset", ErrorCode::ImportMapping));
        }
        if mapping.delimiter().is_err() {
            wrong.push(FieldError::of("/mapping/delimiter", ErrorCode::ImportMapping));
        }
        if wrong.is_empty() { Ok(mapping) } else { Err(AppError::Validation(wrong)) }
    }

    fn plain(&self) -> Mapping {
        let text = |(field, value): (&String, &String)| {
            (field.clone(), toml::Value::String(value.clone()))
        };
        Mapping {
            encoding: self.encoding,
            delimiter: self.delimiter.clone(),
            sheet: self.sheet.clone(),
            utc_offset: self.utc_offset.clone(),
            date_formats: self.date_formats.clone(),
            columns: self.columns.clone(),
            fixed: self.fixed.iter().map(text).collect(),
            values: self.values.clone(),
            is_by_name: false,
        }
    }
}

/// One step of a JSON pointer (RFC 6901).
fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// A file of cases that is about to be put.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreateImportRequest {
    /// What it is called; the ending says what it is: `.csv`, `.xlsx` or `.jsonl`.
    #[validate(length(min = 1, max = 200), custom(function = "is_file_name"))]
    #[schema(min_length = 1, max_length = 200, example = "hotline.csv")]
    pub file_name: String,
    /// Its size in bytes.
    #[validate(range(min = 1, max = 9_007_199_254_740_991_i64))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1024)]
    pub size_bytes: i64,
    /// SHA-256 of its content in hexadecimal, where it is to be compared.
    #[validate(custom(function = "is_hash"))]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: Option<String>,
    /// Which column becomes which field. Without one the columns are called as the fields, and a line
    /// of JSON is the body of a registration (`POST /cases`).
    #[validate(nested)]
    pub mapping: Option<ImportMapping>,
    /// Check everything, store nothing. The file is kept for the run that follows.
    #[serde(default)]
    #[schema(example = true)]
    pub dry_run: bool,
}

/// Whether a run stores anything.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RunImportRequest {
    /// Check everything, store nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// A file that becomes cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    /// Its id.
    pub id: Uuid,
    /// What the file is called.
    #[schema(example = "hotline.csv")]
    pub file_name: String,
    /// What it is.
    pub format: ImportFormat,
    /// Its size in bytes.
    #[schema(example = 1024)]
    pub size_bytes: i64,
    /// SHA-256 of its content; null until it is known.
    pub sha256: Option<String>,
    /// Which column becomes which field; null where they are called alike.
    pub mapping: Option<ImportMapping>,
    /// Where it stands.
    pub state: ImportState,
    /// The same in words.
    #[schema(example = "进行中")]
    pub state_name: &'static str,
    /// Where its content is put; null once it is there.
    pub upload_url: Option<String>,
    /// The job that works on it (`GET /jobs/{id}`).
    pub job_id: Option<Uuid>,
    /// Whether this run stores nothing.
    pub is_dry_run: bool,
    /// How much is done, percent.
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub progress: i32,
    /// How many rows the file has; null until it was read.
    #[schema(example = 1000)]
    pub total: Option<i64>,
    /// Rows looked at.
    #[schema(example = 400)]
    pub rows: i64,
    /// Those registered; in a dry run, those that would be.
    #[schema(example = 390)]
    pub added: i64,
    /// Those that were there already, by source system and number.
    #[schema(example = 8)]
    pub known: i64,
    /// Those with a problem, which were left out. `added`, `known` and `refused` sum to `rows`.
    #[schema(example = 2)]
    pub refused: i64,
    /// How many problems they have.
    #[schema(example = 3)]
    pub problem_count: i64,
    /// The code of the problem for which the whole failed.
    #[schema(example = "import.mapping")]
    pub refusal: Option<String>,
    /// The same more closely, such as the column that is missing.
    pub failure: Option<String>,
    /// When it is forgotten, with its file and its problems.
    pub expires_at: DateTime<Utc>,
    /// When it was announced.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes, but not its progress; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `upload`, `run`.
    #[schema(example = json!(["run"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "run": "import.not_ready" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Paging of one's imports.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ImportFilter {
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

/// What stands in the way of one row. Never its value: it may be personal data.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProblemView {
    /// Its id.
    pub id: Uuid,
    /// The line of the file the row begins on, the first line being 1.
    #[schema(example = 17)]
    pub line: i64,
    /// The number of the matter in the other system, where it could be read.
    #[schema(example = "M17")]
    pub source_number: String,
    /// The column it stands in.
    #[schema(example = "详情")]
    pub column: String,
    /// The field of ours.
    #[schema(example = "narrative")]
    pub field: String,
    /// What is wrong, for programs.
    #[schema(example = "missing_field")]
    pub code: String,
    /// What is wrong, for people.
    #[schema(example = "必填")]
    pub detail: String,
}

/// A table as text (RFC 4180).
#[derive(ToSchema)]
#[schema(value_type = String)]
pub struct ImportReport(pub String);
