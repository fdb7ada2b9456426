use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::calendars::civil_day::in_calendar;
use crate::features::duty::roster::DutyBasis;
use crate::features::personnel::dto::PersonRef;

/// Which days to show.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyCalendarFilter {
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-01")]
    pub from: NaiveDate,
    /// The last day, at most a year later.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-31")]
    pub to: NaiveDate,
}

/// A day on which the caller is on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyDutyDay {
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// When duty begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends; past midnight on the next day.
    pub ends_at: DateTime<Utc>,
    /// What is served.
    pub obligation_id: Uuid,
    /// The name of the post.
    #[schema(example = "人社窗口")]
    pub post_name: String,
    /// The name of the centre.
    #[schema(example = "测试县综治中心")]
    pub center_name: String,
    /// Why the caller is due: a published roster, as a resident, or in somebody's place.
    pub basis: DutyBasis,
    /// In whose place the caller stands.
    pub stands_in_for: Option<PersonRef>,
    /// The published plan; none for what no plan gave the caller.
    pub plan_id: Option<Uuid>,
    /// Which edition of it.
    #[schema(minimum = 1, example = 1)]
    pub edition: Option<i32>,
    /// The turn it belongs to.
    pub assignment_id: Option<Uuid>,
    /// The first day of the turn; the day itself where there is none.
    #[schema(example = "2026-03-02")]
    pub turn_from_on: NaiveDate,
    /// The last day of the turn; the day itself where there is none.
    #[schema(example = "2026-03-08")]
    pub turn_until_on: NaiveDate,
    /// Whether the turn may still be swapped: there is one, and it has not begun.
    pub may_swap: bool,
    /// Whether the caller is on leave or replaced, and somebody else or nobody stands there.
    pub is_away: bool,
    /// Who stands there in the caller's place.
    pub stand_in: Option<PersonRef>,
}

/// A feed for calendar programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyFeedView {
    /// Its id.
    pub id: Uuid,
    /// Where a calendar program reads it; told once, when it is made.
    #[schema(example = "/api/v1/public/duty-feeds/0f/duty.ics")]
    pub path: Option<String>,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}

/// The caller's own duty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MyDuty {
    /// Whose.
    pub person_id: Uuid,
    /// The days, in order.
    pub days: Vec<MyDutyDay>,
    /// The feed in use, without its address.
    pub feed: Option<DutyFeedView>,
}
