use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::records::{AppointmentView, ReceptionView};
use crate::features::calendars::civil_day::{at_in_calendar, in_calendar};
use crate::features::personnel::dto::{CenterRef, PersonRef};
pub use crate::features::receptions::rules::{DayState, SwapState};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Order of the list of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum ReceptionDaySort {
    /// The earliest first (the default).
    #[default]
    #[serde(rename = "held_on")]
    HeldOn,
    /// The latest first.
    #[serde(rename = "-held_on")]
    HeldOnDesc,
}

/// Which reception days to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReceptionDayFilter {
    /// On this day or later.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
    /// Where they stand; unless given, all that were not discarded.
    #[param(explode = true)]
    pub state: Vec<DayState>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// On which this leader receives, or stands in.
    pub leader_id: Option<Uuid>,
    /// Order.
    #[param(inline)]
    pub sort: ReceptionDaySort,
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

/// A reception day to be planned, for the caller's centre.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanReceptionDayRequest {
    /// Who receives: a leader of the centre.
    pub leader_id: Uuid,
    /// Their post, as it is published.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60, example = "县委常委、政法委书记")]
    pub leader_title: Option<String>,
    /// From when, on a day to come.
    #[validate(custom(function = "at_in_calendar"))]
    #[schema(example = "2026-04-16T01:00:00Z")]
    pub starts_at: DateTime<Utc>,
    /// Until when, on the same day.
    #[validate(custom(function = "at_in_calendar"))]
    #[schema(example = "2026-04-16T04:00:00Z")]
    pub ends_at: DateTime<Utc>,
    /// Where.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "县综治中心一楼接访室")]
    pub place: String,
    /// How many appointments it takes, 10 unless given.
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100, example = 10)]
    pub slots: Option<i32>,
}

/// A change of a reception day. Leader and times change only before it is published.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "place": "县综治中心二楼接访室" }))]
pub struct UpdateReceptionDayRequest {
    /// Who receives.
    pub leader_id: Option<Uuid>,
    /// Their post.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60)]
    pub leader_title: Option<String>,
    /// From when.
    #[validate(custom(function = "at_in_calendar"))]
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when.
    #[validate(custom(function = "at_in_calendar"))]
    pub ends_at: Option<DateTime<Utc>>,
    /// Where.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub place: Option<String>,
    /// How many appointments it takes.
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100)]
    pub slots: Option<i32>,
}

/// Which drafts of the caller's centre to publish.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishReceptionDaysRequest {
    /// On this day or later.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-04-01")]
    pub from: NaiveDate,
    /// On this day or earlier.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-04-30")]
    pub to: NaiveDate,
    /// Why some are published less than five days ahead; needed then, and shown.
    #[validate(length(min = 2, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 200)]
    pub late_reason: Option<String>,
}

/// The days that were published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedReceptionDays {
    /// The days, the earliest first.
    pub items: Vec<ReceptionDayView>,
}

/// That a leader cannot come, and who stands in.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcuseReceptionDayRequest {
    /// Why, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200, example = "赴省里参加会议")]
    pub reason: String,
    /// Another leader of the centre; without one the absence is shown to everybody.
    pub stand_in_id: Option<Uuid>,
}

/// Asking another leader to exchange days.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSwapRequest {
    /// The other leader's day.
    pub other_day_id: Uuid,
    /// Why, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200, example = "当日需下乡督导")]
    pub reason: String,
}

/// An answer to an exchange, or taking it back.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AnswerSwapRequest {
    /// What to say about it, without personal data.
    #[validate(
        length(min = 1, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 200)]
    pub note: Option<String>,
}

/// Which exchanges to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SwapFilter {
    /// Those the caller asked for or is asked about.
    pub is_mine: Option<bool>,
    /// Those nobody has answered, or those that have ended.
    pub is_open: Option<bool>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A day as an exchange names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SwapDay {
    /// The day.
    pub id: Uuid,
    /// When.
    pub held_on: NaiveDate,
}

/// An exchange of two days between two leaders.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SwapView {
    /// Its id.
    pub id: Uuid,
    /// The day of who asked.
    pub day: SwapDay,
    /// The day of who was asked.
    pub other_day: SwapDay,
    /// Who asked.
    pub asked_by: PersonRef,
    /// Who was asked.
    pub asked_of: PersonRef,
    /// Why.
    #[schema(example = "当日需下乡督导")]
    pub reason: String,
    /// Where it stands.
    pub state: SwapState,
    /// What the answer said.
    pub answer: Option<String>,
    /// When it was answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["agree", "refuse"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "withdraw": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A day on which a leader receives.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceptionDayView {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// The day.
    pub held_on: NaiveDate,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// Who receives by the roster.
    pub leader: PersonRef,
    /// Their post, as it is published.
    pub leader_title: Option<String>,
    /// Who receives instead.
    pub stand_in: Option<PersonRef>,
    /// Where.
    #[schema(example = "县综治中心一楼接访室")]
    pub place: String,
    /// How many appointments it takes.
    #[schema(minimum = 1, example = 10)]
    pub slots: i32,
    /// How many of them are booked or were received.
    #[schema(minimum = 0, example = 3)]
    pub booked_count: u64,
    /// How many matters were received.
    #[schema(minimum = 0, example = 2)]
    pub reception_count: u64,
    /// Where it stands.
    pub state: DayState,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Whether that was less than five days ahead.
    pub is_published_late: bool,
    /// Why.
    pub late_reason: Option<String>,
    /// When an absence was reported.
    pub absent_at: Option<DateTime<Utc>>,
    /// Why.
    pub absence_reason: Option<String>,
    /// Whether the day has passed and nothing is recorded of it.
    pub is_unrecorded: bool,
    /// An exchange that waits for its answer; empty in a list.
    pub swaps: Vec<SwapView>,
    /// The appointments by their numbers; empty in a list.
    pub appointments: Vec<AppointmentView>,
    /// What was received, the earliest first; empty in a list.
    pub receptions: Vec<ReceptionView>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["appoint", "record"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "discard": "reception.wrong_state" }))]
    pub refused_actions: BTreeMap<String, String>,
}
