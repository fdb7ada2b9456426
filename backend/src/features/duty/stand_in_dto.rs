use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::StandInState;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// What keeps somebody from standing in on a day.
    StandInObstacle {
        NotAdmitted = "not_admitted", "未准入", "Not admitted";
        NotQualified = "not_qualified", "缺少所需资格", "Not qualified";
        OnLeave = "on_leave", "当日请假", "On leave";
        OnDuty = "on_duty", "当日另有值守", "On duty elsewhere or here";
    }
}

/// At which post, and on which day.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StandInCandidateFilter {
    /// What is owed at the post.
    #[param(example = "018f0000-0000-7000-8000-000000000001")]
    pub obligation_id: Uuid,
    /// The day.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-03")]
    pub on: NaiveDate,
}

/// Somebody named for a post, and whether they could stand in on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StandInCandidateView {
    /// Who.
    pub person: PersonRef,
    /// As A, B or C.
    pub role: NomineeRole,
    /// Admitted, qualified, not on leave and nowhere on duty that day.
    pub is_free: bool,
    /// What keeps them away.
    pub obstacles: Vec<StandInObstacle>,
    /// The same in words.
    #[schema(example = json!(["当日请假"]))]
    pub obstacle_names: Vec<&'static str>,
}

/// Whose places are empty at a post on a day, and who could take them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StandInCandidatesView {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// Who owes it.
    pub department: DepartmentRef,
    /// The day.
    #[schema(example = "2026-03-03")]
    pub on: NaiveDate,
    /// How many are missing.
    #[schema(minimum = 0, example = 1)]
    pub missing: i32,
    /// Who would be due and is away, with nobody in their place.
    pub away: Vec<PersonRef>,
    /// Everybody named for the post, in the order A, B, C.
    pub candidates: Vec<StandInCandidateView>,
}

/// Somebody who is to stand in for another at a post.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "obligation_id": "018f0000-0000-7000-8000-000000000001",
    "person_id": "018f0000-0000-7000-8000-000000000001",
    "stand_in_id": "018f0000-0000-7000-8000-000000000001",
    "from_on": "2026-03-03", "until_on": "2026-03-03", "reason": "参加县里会议"
}))]
pub struct CreateStandInRequest {
    /// What is owed at the post.
    pub obligation_id: Uuid,
    /// Whose place it is.
    pub person_id: Uuid,
    /// Who takes it: somebody of the same department who is admitted to the centre.
    pub stand_in_id: Uuid,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-03")]
    pub from_on: NaiveDate,
    /// The last day, at most two months later.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-03")]
    pub until_on: NaiveDate,
    /// Why.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "参加县里会议")]
    pub reason: String,
}

/// What is said with a step.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "note": "同意" }))]
pub struct DecideStandInRequest {
    /// The reason; needed to refuse.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "同意")]
    pub note: Option<String>,
}

/// Which stand-ins to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StandInFilter {
    /// At this centre.
    pub center_id: Option<Uuid>,
    /// At the post of this obligation.
    pub obligation_id: Option<Uuid>,
    /// With a day from here on.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// With a day up to here.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
    /// Standing so.
    #[param(explode = true)]
    pub state: Vec<StandInState>,
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

/// Somebody who stands in for another at a post (替班).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StandInView {
    /// Its id.
    pub id: Uuid,
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// The centre.
    pub center: CenterRef,
    /// Who owes it.
    pub department: DepartmentRef,
    /// Whose place it is.
    pub person: PersonRef,
    /// Who takes it.
    pub stand_in: PersonRef,
    /// The first day.
    #[schema(example = "2026-03-03")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-03-03")]
    pub until_on: NaiveDate,
    /// Why.
    #[schema(example = "参加县里会议")]
    pub reason: String,
    /// Where it stands.
    pub state: StandInState,
    /// The same in words.
    #[schema(example = "待审批")]
    pub state_name: &'static str,
    /// Who asked.
    pub requested_by: PersonRef,
    /// Who decided.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What was said.
    pub decision_note: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `approve`, `refuse`, `cancel`.
    #[schema(example = json!(["cancel"]))]
    pub allowed_actions: Vec<String>,
    /// What they may not, with the code of why.
    #[schema(example = json!({ "approve": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
