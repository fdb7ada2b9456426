use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::tally::ShortfallReason;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef};
use crate::features::reports::dto::is_month;
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::platform::http::Count;

/// Whose shortfalls, and of which days.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ShortfallFilter {
    /// The centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// The first day; that of this month unless given.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-02")]
    pub from: Option<NaiveDate>,
    /// The last day, at most a month later; the last of the first day's month unless given.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-08")]
    pub to: Option<NaiveDate>,
    /// Of this department.
    pub department_id: Option<Uuid>,
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

/// What one post was owed on a day and not given, for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortfallItemView {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// How people are there.
    pub mode: StationingMode,
    /// Why.
    pub reason: ShortfallReason,
    /// The same in words.
    #[schema(example = "请假且无人替班")]
    pub reason_name: &'static str,
    /// Places that were empty.
    #[schema(minimum = 1, example = 1)]
    pub places: i32,
    /// Minutes of the post's opening hours, for all these places.
    #[schema(minimum = 0, example = 510)]
    pub short_minutes: i64,
}

/// What a department owed on a day and did not serve (缺岗).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortfallView {
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// Who owes it.
    pub department: DepartmentRef,
    /// Minutes of opening hours owed, a place each.
    #[schema(minimum = 0, example = 1020)]
    pub owed_minutes: i64,
    /// Minutes owed and not served.
    #[schema(minimum = 0, example = 510)]
    pub short_minutes: i64,
    /// Minutes of which evidence says different things: neither served nor short until somebody asked.
    #[schema(minimum = 0, example = 0)]
    pub disputed_minutes: i64,
    /// Post by post, with the reason.
    pub items: Vec<ShortfallItemView>,
}

/// Whose month.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoverageFilter {
    /// The department.
    #[param(example = "018f0000-0000-7000-8000-000000000001")]
    pub department_id: Uuid,
    /// The centre; the caller's own unless given.
    #[serde(default)]
    pub center_id: Option<Uuid>,
    /// The month; of one that goes on, what is over.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-02")]
    pub month: String,
}

/// What a department owed at one post in a month, and served.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoveragePostView {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// How people are there.
    pub mode: StationingMode,
    /// The same in words.
    #[schema(example = "轮驻")]
    pub mode_name: &'static str,
    /// Days on which people were owed.
    #[schema(minimum = 0, example = 20)]
    pub days: u32,
    /// Minutes of opening hours owed, a place each.
    #[schema(minimum = 0, example = 10200)]
    pub owed_minutes: i64,
    /// Minutes owed and not served.
    #[schema(minimum = 0, example = 510)]
    pub short_minutes: i64,
    /// Minutes of which evidence says different things.
    #[schema(minimum = 0, example = 0)]
    pub disputed_minutes: i64,
    /// The share that was served, in parts of ten thousand; none where nothing was owed.
    #[schema(minimum = 0, maximum = 10_000, example = 9500)]
    pub served_permyriad: Option<i64>,
}

/// What was short for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageReasonView {
    /// Why.
    pub reason: ShortfallReason,
    /// The same in words.
    #[schema(example = "请假且无人替班")]
    pub reason_name: &'static str,
    /// Minutes owed and not served.
    #[schema(minimum = 0, example = 510)]
    pub short_minutes: i64,
}

/// A department's month at a centre (到岗月报).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageReportView {
    /// The centre.
    pub center: CenterRef,
    /// The department.
    pub department: DepartmentRef,
    /// The month.
    #[schema(example = "2026-02")]
    pub month: String,
    /// As of when; of a month that goes on, the days that are over by then.
    pub as_of: DateTime<Utc>,
    /// Whether the month is over.
    pub is_whole: bool,
    /// Minutes of opening hours owed, a place each.
    #[schema(minimum = 0, example = 10200)]
    pub owed_minutes: i64,
    /// Minutes with evidence that they were served.
    #[schema(minimum = 0, example = 9690)]
    pub served_minutes: i64,
    /// Minutes owed and not served.
    #[schema(minimum = 0, example = 510)]
    pub short_minutes: i64,
    /// Minutes of which evidence says different things.
    #[schema(minimum = 0, example = 0)]
    pub disputed_minutes: i64,
    /// The share that was served, in parts of ten thousand; none where nothing was owed.
    #[schema(minimum = 0, maximum = 10_000, example = 9500)]
    pub served_permyriad: Option<i64>,
    /// Post by post.
    pub posts: Vec<CoveragePostView>,
    /// What was short, by reason.
    pub reasons: Vec<CoverageReasonView>,
    /// The days on which something was short or disputed.
    pub shortfalls: Vec<ShortfallView>,
}
