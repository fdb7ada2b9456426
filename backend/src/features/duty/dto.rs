use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::roster::DutyBasis;
use crate::features::calendars::calendar::DayKind;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::{NomineeRole, PostKind, StationingMode};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;

/// Whose duty, and on which day.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DutyFilter {
    /// The centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// The day. Left out it is today, with what began yesterday and still goes on.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-02")]
    pub on: Option<NaiveDate>,
    /// Whether to tell telephone numbers, masked, to who may reach people on duty. What hangs on a wall
    /// does not ask for them.
    pub with_phones: bool,
}

/// Asking for the telephone number of somebody on duty in clear.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "窗口有急事，请其到场" }))]
pub struct RevealPhoneRequest {
    /// The centre; the caller's own unless given.
    #[serde(default)]
    pub center_id: Option<Uuid>,
    /// The day they are on duty; left out it is today, with what began yesterday and still goes on.
    #[serde(default)]
    #[validate(custom(function = "in_calendar"))]
    pub on: Option<NaiveDate>,
    /// What for, without telephone or identity numbers; it goes into the security log.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200)]
    pub reason: String,
}

/// A telephone number in clear.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevealedPhone {
    /// The telephone at work.
    #[schema(example = "12000010001")]
    pub value: String,
}

/// Somebody due at a post: a name and why; a masked number for who asks and may.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyPersonView {
    /// Who.
    pub person: PersonRef,
    /// As A, B or C, where they are named for it.
    pub role: Option<NomineeRole>,
    /// Why they are due.
    pub basis: DutyBasis,
    /// The same in words.
    #[schema(example = "轮驻方案")]
    pub basis_name: &'static str,
    /// In whose place.
    pub stands_in_for: Option<PersonRef>,
    /// The telephone at work, masked; none unless it was asked for by who may reach people on duty.
    #[schema(example = "120****0001")]
    pub phone_masked: Option<String>,
}

/// Somebody who would be due and is not. Why is told to those who decide on leaves, not here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyAbsenceView {
    /// Who.
    pub person: PersonRef,
    /// Who takes their place.
    pub stand_in: Option<PersonRef>,
}

/// A post on a day on which people are owed there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyPostView {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// The number over the window.
    #[schema(example = "A05")]
    pub window_no: Option<String>,
    /// What kind of place it is.
    pub kind: PostKind,
    /// Who owes it.
    pub department: DepartmentRef,
    /// How they are there.
    pub mode: StationingMode,
    /// The same in words.
    #[schema(example = "轮驻")]
    pub mode_name: &'static str,
    /// The day it begins on.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; past midnight it is the next day.
    pub ends_at: DateTime<Utc>,
    /// Whether it is going on now.
    pub is_open_now: bool,
    /// People owed.
    #[schema(minimum = 1, example = 1)]
    pub headcount: i32,
    /// Who is due.
    pub people: Vec<DutyPersonView>,
    /// Who would be, and is away.
    pub away: Vec<DutyAbsenceView>,
    /// How many are missing.
    #[schema(minimum = 0, example = 0)]
    pub missing: i32,
}

/// Who is on duty at a centre (在岗一览).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyView {
    /// The centre.
    pub center: CenterRef,
    /// The day.
    #[schema(example = "2026-03-02")]
    pub on: NaiveDate,
    /// What the calendar says of it.
    pub day_kind: DayKind,
    /// The holiday it belongs to, where a notice names it.
    pub day_name: Option<String>,
    /// False where no notice is known: the plain week speaks, and may be changed by one.
    pub is_announced: bool,
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// Whether it is today.
    pub is_today: bool,
    /// Who is there, by post.
    pub posts: Vec<DutyPostView>,
    /// Who comes when called (随驻).
    pub on_call: Vec<DutyPostView>,
}
