use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::matching::{MatchGround, ReconciliationState};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::questions::kind::QuestionState;
use crate::features::reports::dto::is_month;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A number of a source's list.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedNumber {
    /// The number, as the source writes it.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "XF-2026-0017")]
    pub number: String,
    /// The unit it is of, as the source names it; its name here finds the department.
    #[serde(default)]
    #[validate(length(max = 60))]
    #[schema(max_length = 60, example = "县住房和城乡建设局")]
    pub unit: Option<String>,
    /// The day the source received it.
    #[serde(default)]
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-02-03")]
    pub received_on: Option<NaiveDate>,
}

/// A source's list of a month.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunReconciliationRequest {
    /// The source, as cases name it in `source.system`.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "12345")]
    pub source_system: String,
    /// The month in which the source received them, in China's time zone.
    #[validate(custom(function = "is_month"))]
    #[schema(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-02")]
    pub month: String,
    /// The whole list of the month. A number that stands there twice counts once.
    #[validate(nested, length(min = 1, max = 20_000))]
    #[schema(min_items = 1, max_items = 20_000)]
    pub numbers: Vec<ListedNumber>,
}

/// Which reconciliations to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReconciliationFilter {
    /// Of this source.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    pub source_system: Option<String>,
    /// Of this month.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    pub month: Option<String>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// `exact` fills `total`.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Which numbers of a reconciliation to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReconciliationItemFilter {
    /// What came of them.
    #[param(explode = true, example = json!(["unmatched"]))]
    pub state: Vec<ReconciliationState>,
    /// Of this unit.
    pub department_id: Option<Uuid>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// `exact` fills `total`.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Whom to ask.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AskReconciliationRequest {
    /// A department within the centre's region; the one the list names unless given.
    pub department_id: Option<Uuid>,
}

/// How many numbers came to what.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ReconciliationFigures {
    /// Numbers of the list, each once.
    #[schema(minimum = 0, example = 1)]
    pub listed: i32,
    /// Registered, however they were typed.
    #[schema(minimum = 0, example = 0)]
    pub matched: i32,
    /// Perhaps registered under another number.
    #[schema(minimum = 0, example = 0)]
    pub perhaps: i32,
    /// Not registered.
    #[schema(minimum = 0, example = 1)]
    pub unmatched: i32,
}

/// The share of a list that is not registered (漏报率), in parts of ten thousand, with Wilson's score
/// interval at 95 % (JASA 22 (1927) 209-212).
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct MissedRate {
    /// The share.
    #[schema(minimum = 0, maximum = 10_000, example = 10_000)]
    pub permyriad: i32,
    /// The lower end of the interval.
    #[schema(minimum = 0, maximum = 10_000, example = 2065)]
    pub lower: i32,
    /// The upper end of the interval.
    #[schema(minimum = 0, maximum = 10_000, example = 10_000)]
    pub upper: i32,
}

/// What a reconciliation says of one unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationUnitView {
    /// The unit as the list names it; none: the list names none.
    #[schema(example = "县住房和城乡建设局")]
    pub unit: Option<String>,
    /// The department of that name, where there is one.
    pub department: Option<DepartmentRef>,
    /// How many numbers.
    pub figures: ReconciliationFigures,
    /// The share that is not registered.
    pub missed_rate: Option<MissedRate>,
}

/// A reconciliation in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationSummary {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// The source.
    #[schema(example = "12345")]
    pub source_system: String,
    /// The month.
    #[schema(example = "2026-02")]
    pub month: String,
    /// How many numbers.
    pub figures: ReconciliationFigures,
    /// Numbers that stood in the list more than once.
    #[schema(minimum = 0, example = 0)]
    pub repeated: i32,
    /// Cases of the source and month that the list lacks.
    #[schema(minimum = 0, example = 0)]
    pub beyond: i32,
    /// The share that is not registered.
    pub missed_rate: Option<MissedRate>,
    /// Who ran it.
    pub run_by: PersonRef,
    /// When it was run.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}

/// A source's list of a month held against the cases (渠道比对).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationView {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// The source.
    #[schema(example = "12345")]
    pub source_system: String,
    /// The month.
    #[schema(example = "2026-02")]
    pub month: String,
    /// How many numbers.
    pub figures: ReconciliationFigures,
    /// Numbers that stood in the list more than once.
    #[schema(minimum = 0, example = 0)]
    pub repeated: i32,
    /// Cases of the source and month that the list lacks.
    #[schema(minimum = 0, example = 0)]
    pub beyond: i32,
    /// The share that is not registered.
    pub missed_rate: Option<MissedRate>,
    /// Unit by unit, in the order of their names: no ranking.
    pub units: Vec<ReconciliationUnitView>,
    /// SHA-256 over the list as it was sent.
    #[schema(example = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c")]
    pub list_hash: String,
    /// Who ran it.
    pub run_by: PersonRef,
    /// When it was run; cases registered since are not in it.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}

/// A case a number is, or may be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationCase {
    /// The case.
    pub id: Uuid,
    /// Its number here.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// The source's number as it is registered.
    #[schema(example = "XF-2026-0017")]
    pub source_number: String,
}

/// What a unit was asked about a number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationQuestion {
    /// The question.
    pub id: Uuid,
    /// Whether it was answered.
    pub state: QuestionState,
}

/// A number of a list, or a case that is in none, with what came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReconciliationItemView {
    /// Its id.
    pub id: Uuid,
    /// The reconciliation.
    pub reconciliation_id: Uuid,
    /// The number as the source writes it.
    #[schema(example = "XF-2026-0017")]
    pub number: String,
    /// The unit as the list names it.
    #[schema(example = "县住房和城乡建设局")]
    pub unit: Option<String>,
    /// The department of that name, where there is one.
    pub department: Option<DepartmentRef>,
    /// The day it was received.
    #[schema(example = "2026-02-03")]
    pub received_on: Option<NaiveDate>,
    /// What came of it.
    pub state: ReconciliationState,
    /// Why it is, or may be, a case; none where it is none.
    pub ground: Option<MatchGround>,
    /// The case; none also for who may not read it.
    pub case: Option<ReconciliationCase>,
    /// What the unit was asked.
    pub question: Option<ReconciliationQuestion>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it: `ask` the unit of the list.
    #[schema(example = json!(["ask"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason. `reconciliation.unit_unknown`: the list
    /// names no department, and whoever asks gives its `department_id`.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}
