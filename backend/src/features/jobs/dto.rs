//! Jobs on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::state::{JobKind, JobState};
use crate::platform::http::Count;

/// Something that takes long.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobView {
    /// Its id.
    pub id: Uuid,
    /// What it does.
    pub kind: JobKind,
    /// The same in words.
    #[schema(example = "案件导入")]
    pub kind_name: &'static str,
    /// Where it stands.
    pub state: JobState,
    /// The same in words.
    #[schema(example = "进行中")]
    pub state_name: &'static str,
    /// How much of its work is done, percent.
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub progress: i32,
    /// How many rows are done; null where it does not work on rows.
    #[schema(example = 400)]
    pub done: Option<i64>,
    /// How many rows there are; null while nobody has counted them.
    #[schema(example = 1000)]
    pub total: Option<i64>,
    /// Where what comes of it is.
    #[schema(example = "/api/v1/imports/018f0000-0000-7000-8000-000000000001")]
    pub result: String,
    /// The plan a roster is made for; null for other jobs.
    pub plan_id: Option<Uuid>,
    /// What the best roster so far costs.
    pub objective: Option<i64>,
    /// No roster costs less.
    pub bound: Option<i64>,
    /// Millionths the best roster may be above the best possible one.
    pub gap_ppm: Option<i64>,
    /// The same as a ratio.
    #[schema(minimum = 0, example = 0.0125)]
    pub gap: Option<f64>,
    /// The code of the problem for which it failed.
    #[schema(example = "import.mapping")]
    pub refusal: Option<String>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it and its result are forgotten; null where they are kept.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes of its state; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `cancel`.
    #[schema(example = json!(["cancel"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "cancel": "job.wrong_state" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Which jobs to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct JobFilter {
    /// In one of these states.
    #[param(inline)]
    pub state: Vec<JobState>,
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
