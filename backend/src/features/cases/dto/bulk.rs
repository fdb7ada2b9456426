//! One action for many cases.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::cases::counting::CountingUnit;
use crate::features::cases::model::CaseStatus;
use crate::platform::error::RowProblem;

/// The same action for many cases (批量办理).
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "verb": "classify",
    "body": { "type_code": "0203", "level": "ordinary" },
    "items": [{ "id": "018f0000-0000-7000-8000-000000000001", "version": 1 }],
}))]
pub struct BulkActionRequest {
    /// A verb that `GET /case-workflow` marks with `is_bulk`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50)]
    pub verb: String,
    /// What the verb takes for one case, said of all of them.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub body: Map<String, Value>,
    /// The cases, each once, with the version seen.
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<BulkItem>,
}

/// A case as it was seen.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BulkItem {
    /// Its id.
    pub id: Uuid,
    /// The version seen.
    #[validate(range(min = 1))]
    #[schema(minimum = 1)]
    pub version: i32,
}

/// What becomes of one case of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    /// The action was carried out; in a preview: it would be.
    Done,
    /// It was refused; in a preview: it would be.
    Refused,
}

/// One case of many.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct BulkRow {
    /// Its id.
    pub id: Uuid,
    /// 一案一码; null where the case is not there for the caller.
    pub case_no: Option<String>,
    /// 事项标题; null where the case is not there for the caller.
    pub title: Option<String>,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Where it stands then.
    pub status: Option<CaseStatus>,
    /// Its next limit then.
    pub due_at: Option<DateTime<Utc>>,
    /// Its version then, for the next `If-Match`.
    pub version: Option<i32>,
    /// Why it was refused; pointers are into `body`.
    pub problem: Option<RowProblem>,
}

/// What became of many cases, in the order they were named.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct BulkReport {
    /// The verb.
    pub verb: String,
    /// How many were done, or would be.
    pub done: usize,
    /// How many were refused, or would be.
    pub refused: usize,
    /// What `done` and `refused` count.
    pub unit: CountingUnit,
    /// The verb that takes it back, where there is one.
    pub undo: Option<String>,
    /// Each case.
    pub rows: Vec<BulkRow>,
}
