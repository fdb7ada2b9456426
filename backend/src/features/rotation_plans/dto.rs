use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::state::{PlanState, RunState};
use crate::features::calendars::calendar::DayKind;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::{NomineeRole, StationingMode};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Limits and prices of a plan as data, in equivalent minutes where they are prices. What is left out
/// is the default (`rotation.md` 1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RotationRules {
    /// Least part of the open days of a block somebody has to be there, percent.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100, example = 50)]
    pub min_presence_pct: i32,
    /// Most days on duty in a row.
    #[validate(range(min = 1, max = 31))]
    #[schema(minimum = 1, maximum = 31, example = 6)]
    pub max_consecutive_days: i32,
    /// Days between two rest duties of a person.
    #[validate(range(min = 0, max = 60))]
    #[schema(minimum = 0, maximum = 60, example = 5)]
    pub rest_duty_gap_days: i32,
    /// One way between two centres, minutes.
    #[validate(range(min = 0, max = 600))]
    #[schema(minimum = 0, maximum = 600, example = 40)]
    pub travel_minutes: i32,
    /// A missing person, an open day.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 10_000)]
    pub shortage_day: i32,
    /// A missing skill, an open day.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 3000)]
    pub mix_shortage_day: i32,
    /// A new tour on a post of working days (相对固定).
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 240)]
    pub handover: i32,
    /// An open day away within a block served.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 240)]
    pub absent_day: i32,
    /// A day somebody asked to be spared.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 60)]
    pub avoid_day: i32,
    /// An open day that differs from the published roster.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 100)]
    pub change_day: i32,
    /// A day of an A.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 0)]
    pub role_a: i32,
    /// A day of a B.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 20)]
    pub role_b: i32,
    /// A day of a C.
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 60)]
    pub role_c: i32,
    /// A tenth of a day of duty beyond the first tolerance.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000, example = 3)]
    pub duty_slope: i32,
    /// The same beyond the second; not less.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000, example = 12)]
    pub duty_slope_steep: i32,
    /// A tenth of a day of rest-day duty beyond the first tolerance.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000, example = 12)]
    pub rest_slope: i32,
    /// The same beyond the second; not less.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000, example = 40)]
    pub rest_slope_steep: i32,
}

impl Default for RotationRules {
    fn default() -> Self {
        Self {
            min_presence_pct: 50,
            max_consecutive_days: 6,
            rest_duty_gap_days: 5,
            travel_minutes: 40,
            shortage_day: 10000,
            mix_shortage_day: 3000,
            handover: 240,
            absent_day: 240,
            avoid_day: 60,
            change_day: 100,
            role_a: 0,
            role_b: 20,
            role_c: 60,
            duty_slope: 3,
            duty_slope_steep: 12,
            rest_slope: 12,
            rest_slope_steep: 40,
        }
    }
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotationPeriod {
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-02")]
    pub from_on: NaiveDate,
    /// The last day, at most a year later.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-29")]
    pub until_on: NaiveDate,
}

/// A plan to be drawn up, for the caller's centre.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "三月轮驻方案", "period": { "from_on": "2026-03-02", "until_on": "2026-03-29" }
}))]
pub struct CreateRotationPlanRequest {
    /// What people call it.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "三月轮驻方案")]
    pub name: String,
    /// Its days.
    #[validate(nested)]
    pub period: RotationPeriod,
    /// The centres it is for: the caller's own, or centres below it; the own one unless given.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub center_ids: Vec<Uuid>,
    /// Limits and prices, the defaults unless given.
    #[serde(default)]
    #[validate(nested)]
    pub rules: RotationRules,
}

/// What to change of a draft; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRotationPlanRequest {
    /// What people call it.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "三月轮驻方案（修订）")]
    pub name: Option<String>,
    /// All limits and prices, in place of those before; they count from the next solving on.
    #[validate(nested)]
    pub rules: Option<RotationRules>,
}

/// Which plans to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RotationPlanFilter {
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// Standing so.
    #[param(explode = true)]
    pub state: Vec<PlanState>,
    /// With this day in its period.
    #[validate(custom(function = "in_calendar"))]
    pub on: Option<NaiveDate>,
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

/// A rotation plan (轮驻方案).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RotationPlanView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub center: CenterRef,
    /// What people call it.
    #[schema(example = "三月轮驻方案")]
    pub name: String,
    /// Its days.
    pub period: RotationPeriod,
    /// The centres it is for.
    pub center_ids: Vec<Uuid>,
    /// Limits and prices.
    pub rules: RotationRules,
    /// Where it stands.
    pub state: PlanState,
    /// The same in words.
    #[schema(example = "草稿")]
    pub state_name: &'static str,
    /// Counts the plans of a centre for these days.
    #[schema(minimum = 1, example = 1)]
    pub edition: i32,
    /// The published plan it took the place of.
    pub replaces_id: Option<Uuid>,
    /// The published plan it repairs.
    pub repairs_id: Option<Uuid>,
    /// From when the repair may change something, and the last day of what happened.
    pub repair_period: Option<RotationPeriod>,
    /// What the roster costs, in equivalent minutes.
    pub objective: Option<i64>,
    /// No roster costs less, as far as was proven.
    pub bound: Option<i64>,
    /// Millionths the roster may be above the best possible one.
    pub gap_ppm: Option<u64>,
    /// The same as a ratio.
    #[schema(minimum = 0, example = 0.0125)]
    pub gap: Option<f64>,
    /// When the roster was made.
    pub solved_at: Option<DateTime<Utc>>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Who published it.
    pub published_by: Option<PersonRef>,
    /// When another took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// Who drew it up.
    pub drawn_up_by: PersonRef,
    /// The run that solves it now, or solved it last; told of one plan only.
    pub job_id: Option<Uuid>,
    /// When it was drawn up.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["update", "solve", "publish"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "repair": "rotation_plan.wrong_state" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A run of the solver.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RotationJobView {
    /// Its id.
    pub id: Uuid,
    /// The plan.
    pub plan_id: Uuid,
    /// Where it stands.
    pub state: RunState,
    /// The same in words.
    #[schema(example = "进行中")]
    pub state_name: &'static str,
    /// How much of its work is done, percent.
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub progress: i32,
    /// What the best roster so far costs.
    pub objective: Option<i64>,
    /// No roster costs less.
    pub bound: Option<i64>,
    /// Millionths the best roster may be above the best possible one.
    pub gap_ppm: Option<i64>,
    /// The same as a ratio.
    #[schema(minimum = 0, example = 0.0125)]
    pub gap: Option<f64>,
    /// The code of the problem for which it could not be solved.
    #[schema(example = "rotation_plan.nothing_owed")]
    pub refusal: Option<String>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `cancel`.
    #[schema(example = json!(["cancel"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "cancel": "rotation_plan.wrong_state" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Which assignments to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssignmentFilter {
    /// Of this person.
    pub person_id: Option<Uuid>,
    /// Of this obligation.
    pub obligation_id: Option<Uuid>,
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

/// Who serves one block of days at a post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignmentView {
    /// Its id.
    pub id: Uuid,
    /// The plan.
    pub plan_id: Uuid,
    /// What is served.
    pub obligation_id: Uuid,
    /// Who.
    pub person: PersonRef,
    /// As A, B or C.
    pub role: NomineeRole,
    /// Which block of the obligation, from 0.
    #[schema(minimum = 0, example = 0)]
    pub block: i32,
    /// Its first day.
    #[schema(example = "2026-03-02")]
    pub from_on: NaiveDate,
    /// Its last day.
    #[schema(example = "2026-03-08")]
    pub until_on: NaiveDate,
    /// Whether the solver leaves it as it is.
    pub is_locked: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`, `remove`.
    #[schema(example = json!(["update", "remove"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// Locks or moves an assignment of a draft.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_locked": true }))]
pub struct ChangeAssignmentRequest {
    /// Whether the solver leaves it as it is.
    pub is_locked: Option<bool>,
    /// Somebody else who is named for the obligation.
    pub person_id: Option<Uuid>,
    /// Another block of the same obligation.
    #[validate(range(min = 0, max = 400))]
    #[schema(minimum = 0, maximum = 400)]
    pub block: Option<i32>,
    /// True only to be told what it would break and cost: nothing is changed.
    #[serde(default)]
    pub is_trial: bool,
}

/// A rule that would be broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotationBreak {
    /// Which.
    #[schema(example = "rest")]
    pub code: String,
    /// In words, with names and days.
    #[schema(example = "冯办：两次之间应间隔 7 天")]
    pub text: String,
}

/// What a change comes to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangedAssignment {
    /// The assignment as it is, or with `is_trial` as it would be.
    pub assignment: AssignmentView,
    /// What the roster cost before.
    pub cost_before: i64,
    /// What it costs then.
    pub cost_after: i64,
    /// Rules that would be broken; told only of a trial, as nothing that breaks one is kept.
    pub breaks: Vec<RotationBreak>,
}

/// One term of the cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CostTerm {
    /// Which.
    #[schema(example = "travel")]
    pub code: &'static str,
    /// In words.
    #[schema(example = "路程")]
    pub name: &'static str,
    /// Equivalent minutes.
    #[schema(example = 480)]
    pub minutes: i64,
}

/// What keeps somebody away from a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotationReason {
    /// Who.
    pub person_id: Option<Uuid>,
    /// Why, in words.
    #[schema(example = "冯办：请假，5 天只能到 0 天")]
    pub text: String,
}

/// A place that stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotationShortage {
    /// What is not served.
    pub obligation_id: Option<Uuid>,
    /// The name of the post.
    #[schema(example = "人社窗口")]
    pub post_name: String,
    /// The first day.
    #[schema(example = "2026-04-06")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-04-12")]
    pub until_on: NaiveDate,
    /// Days on which it is owed among them.
    #[schema(minimum = 1, example = 5)]
    pub open_days: i32,
    /// How many people are missing.
    #[schema(minimum = 1, example = 1)]
    pub missing: i32,
    /// The skill they need, where only some must have one.
    pub skill_code: Option<String>,
    /// Everybody named who is not there, with the first rule that keeps them away.
    pub nominees: Vec<RotationReason>,
    /// A smallest set of reasons that is enough: with any one of them gone it could be served.
    pub enough: Vec<RotationReason>,
}

/// What a roster is worth.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RotationExplanation {
    /// The plan.
    pub plan_id: Uuid,
    /// The sum of its terms.
    pub total: i64,
    /// The terms that are not zero, the largest first.
    pub terms: Vec<CostTerm>,
    /// Rules that are broken; none in a roster the solver made.
    pub breaks: Vec<RotationBreak>,
    /// Places that stay empty, each with why.
    pub shortages: Vec<RotationShortage>,
}

/// Which days of a plan to show.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BoardFilter {
    /// The first day; the plan's first unless later.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-01")]
    pub from: NaiveDate,
    /// The last day, at most 62 days later.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-31")]
    pub to: NaiveDate,
}

/// A day of the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardDay {
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// What the calendar says.
    pub kind: DayKind,
    /// The holiday it belongs to.
    pub name: Option<String>,
    /// False where no notice is known.
    pub is_announced: bool,
}

/// A post on a day it is owed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardPostDay {
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// Who is there: assigned and not away.
    pub person_ids: Vec<Uuid>,
    /// How many are missing.
    #[schema(minimum = 0, example = 0)]
    pub missing: i32,
}

/// A row of the board by post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardPost {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// The centre.
    pub center: CenterRef,
    /// Who owes it.
    pub department: DepartmentRef,
    /// How they are there.
    pub mode: StationingMode,
    /// People owed at once.
    #[schema(minimum = 0, example = 1)]
    pub headcount: i32,
    /// The days on which it is owed.
    pub days: Vec<BoardPostDay>,
}

/// A row of the board by person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardPerson {
    /// Who.
    pub person: PersonRef,
    /// Their assignments that touch these days.
    pub assignments: Vec<AssignmentView>,
    /// The days on which they are away; why is not told here.
    pub away_on: Vec<NaiveDate>,
}

/// Some days of a plan, by post and by person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RotationBoard {
    /// The plan.
    pub plan_id: Uuid,
    /// The days.
    pub days: Vec<BoardDay>,
    /// The posts, in the order of their obligations.
    pub posts: Vec<BoardPost>,
    /// The people with something to do, by name; for who may change the draft everybody named.
    pub people: Vec<BoardPerson>,
}
