use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{StationingState, StationingStep};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Somebody whom a department asks a centre to admit.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person_id": "018f0000-0000-7000-8000-000000000001",
    "center_id": "018f0000-0000-7000-8000-000000000001",
    "letter": "人社函〔2026〕12号", "from_on": "2026-04-01"
}))]
pub struct RequestStationingRequest {
    /// Who.
    pub person_id: Uuid,
    /// For which department; the caller's own unless given.
    pub department_id: Option<Uuid>,
    /// To which centre.
    pub center_id: Uuid,
    /// The department's letter (派驻函).
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "人社函〔2026〕12号")]
    pub letter: String,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-04-01")]
    pub from_on: NaiveDate,
    /// The last day, where it is known.
    #[validate(custom(function = "in_calendar"))]
    pub until_on: Option<NaiveDate>,
}

/// What is said with a step.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "note": "同意" }))]
pub struct StationingStepRequest {
    /// The reason; needed to refuse, and to ask for exit.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "同意")]
    pub note: Option<String>,
    /// The last day at the centre; today unless given, and only where somebody leaves.
    #[validate(custom(function = "in_calendar"))]
    pub last_on: Option<NaiveDate>,
}

/// Which entries to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StationingFilter {
    /// Of this person.
    pub person_id: Option<Uuid>,
    /// At this centre.
    pub center_id: Option<Uuid>,
    /// Of this department.
    pub department_id: Option<Uuid>,
    /// Standing so.
    #[param(explode = true)]
    pub state: Vec<StationingState>,
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

/// Whom to find.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StationingCandidateFilter {
    /// Of which department; the caller's own unless given.
    pub department_id: Option<Uuid>,
    /// How the name begins.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
}

/// One step of an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StationingStepView {
    /// Its place, starting at 1.
    #[schema(minimum = 1, example = 1)]
    pub seq: i32,
    /// What happened.
    pub kind: StationingStep,
    /// The same in words.
    #[schema(example = "申请准入")]
    pub kind_name: &'static str,
    /// Who did it.
    pub actor: PersonRef,
    /// What was said.
    pub note: Option<String>,
    /// The last day that was named.
    pub effective_on: Option<NaiveDate>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody admitted to a centre, or asked to be (准入准出).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StationingView {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub person: PersonRef,
    /// For which department.
    pub department: DepartmentRef,
    /// At which centre.
    pub center: CenterRef,
    /// Where it stands.
    pub state: StationingState,
    /// The same in words.
    #[schema(example = "在驻")]
    pub state_name: &'static str,
    /// The department's letter.
    #[schema(example = "人社函〔2026〕12号")]
    pub letter: String,
    /// The first day.
    #[schema(example = "2026-04-01")]
    pub from_on: NaiveDate,
    /// The last day, where it is known.
    pub until_on: Option<NaiveDate>,
    /// Every step, oldest first; empty in a list.
    pub steps: Vec<StationingStepView>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["admit", "refuse"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "withdraw": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
