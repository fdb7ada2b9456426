use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::opening::{DutyDayReason, time_of_day};
use super::rules::{BlockUnit, NomineeRole, ObligationGap, PostKind, StationingMode};
use crate::features::calendars::calendar::DayKind;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{Invalid, not_blank};
use crate::platform::http::{Count, present};

/// A post to be set up.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePostRequest {
    /// Its name, once a centre.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "人社窗口")]
    pub name: String,
    /// What kind of place it is.
    pub kind: PostKind,
    /// The number over the window.
    #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20, example = "A05")]
    pub window_no: Option<String>,
    /// The centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// The types of matters it is for (code set `case_type`), with what lies below them.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50, example = json!(["07"]))]
    pub case_type_codes: Vec<String>,
}

/// What to change of a post; what is absent stays, null empties.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePostRequest {
    /// Its name.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    pub name: Option<String>,
    /// What kind of place it is.
    pub kind: Option<PostKind>,
    /// The number over the window.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20, example = "A06")]
    pub window_no: Option<Option<String>>,
    /// All the types of matters it is for, in place of those before.
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    pub case_type_codes: Option<Vec<String>>,
    /// False when it is no longer served; not while something is owed there.
    pub is_active: Option<bool>,
}

/// Which posts to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PostFilter {
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// Only those in use, or only those that are not.
    pub is_active: Option<bool>,
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

/// A post (岗位/窗口) of a centre.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub center: CenterRef,
    /// Its name.
    #[schema(example = "人社窗口")]
    pub name: String,
    /// What kind of place it is.
    pub kind: PostKind,
    /// The same in words.
    #[schema(example = "服务窗口")]
    pub kind_name: &'static str,
    /// The number over the window.
    pub window_no: Option<String>,
    /// The types of matters it is for.
    #[schema(example = json!(["07"]))]
    pub case_type_codes: Vec<String>,
    /// Whether it is served.
    pub is_active: bool,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// How many of those at a post must have a skill.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillShare {
    /// Code set `skill`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "mediation")]
    pub skill_code: String,
    /// At least so many.
    #[validate(range(min = 1, max = 50))]
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub count: i32,
}

/// Somebody to be named for an obligation.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NomineeRequest {
    /// Somebody of the department.
    pub person_id: Uuid,
    /// As A, B or C.
    pub role: NomineeRole,
}

/// What a department owes at a post.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "post_id": "018f0000-0000-7000-8000-000000000001",
    "department_id": "018f0000-0000-7000-8000-000000000001",
    "mode": "rotating", "headcount": 1, "weekdays": [1, 2, 3, 4, 5],
    "opens": "09:00", "closes": "17:30", "block_unit": "week", "max_blocks": 2, "rest_days": 14,
    "skill_codes": ["law"], "valid_from": "2026-01-01", "source_letter": "综治办函〔2026〕3号"
}))]
pub struct CreateObligationRequest {
    /// The post.
    pub post_id: Uuid,
    /// Who owes it.
    pub department_id: Uuid,
    /// How they are there.
    pub mode: StationingMode,
    /// People owed at once; 0 while it rests.
    #[validate(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50, example = 1)]
    pub headcount: i32,
    /// ISO weekdays, 1 for Monday: Monday to Friday, or for rest-day duty Saturday and Sunday.
    #[validate(length(min = 1, max = 7), custom(function = "are_weekdays"))]
    #[schema(schema_with = weekdays)]
    pub weekdays: Vec<u8>,
    /// Whether days worked in place of others (调休上班) count; they do unless said otherwise.
    pub is_open_on_make_up_days: Option<bool>,
    /// Whether rest-day duty is owed on holidays as well; it is unless said otherwise.
    pub is_open_on_holidays: Option<bool>,
    /// From when, official Chinese time.
    #[validate(custom(function = "is_time"))]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    pub opens: String,
    /// Until when; not later than `opens` is on the next day.
    #[validate(custom(function = "is_time"))]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "17:30")]
    pub closes: String,
    /// For how long one person takes a turn at once.
    pub block_unit: BlockUnit,
    /// Blocks of the shortest tour, 1 unless given.
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    pub min_blocks: Option<i32>,
    /// Blocks of the longest tour.
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60, example = 2)]
    pub max_blocks: i32,
    /// Days between two tours of one person, 0 unless given.
    #[validate(range(min = 0, max = 365))]
    #[schema(minimum = 0, maximum = 365)]
    pub rest_days: Option<i32>,
    /// Load of a day, 10 for a full one; 2 for on-call posts and 10 otherwise, unless given.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    pub load: Option<i32>,
    /// Skills everybody there must have, code set `skill`.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub skill_codes: Vec<String>,
    /// Skills some of those there must have.
    #[serde(default)]
    #[validate(length(max = 10), nested)]
    #[schema(max_items = 10)]
    pub mix: Vec<SkillShare>,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-01-01")]
    pub valid_from: NaiveDate,
    /// The last day.
    #[validate(custom(function = "in_calendar"))]
    pub valid_to: Option<NaiveDate>,
    /// The letter it rests on.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "综治办函〔2026〕3号")]
    pub source_letter: String,
    /// Who is named.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub nominees: Vec<NomineeRequest>,
}

/// What to change of an obligation; what is absent stays, null empties. Post, department and mode
/// are another obligation's.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateObligationRequest {
    /// People owed at once.
    #[validate(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50, example = 1)]
    pub headcount: Option<i32>,
    /// ISO weekdays, 1 for Monday.
    #[validate(length(min = 1, max = 7), custom(function = "are_weekdays"))]
    #[schema(schema_with = weekdays)]
    pub weekdays: Option<Vec<u8>>,
    /// Whether days worked in place of others count.
    pub is_open_on_make_up_days: Option<bool>,
    /// Whether rest-day duty is owed on holidays as well.
    pub is_open_on_holidays: Option<bool>,
    /// From when.
    #[validate(custom(function = "is_time"))]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub opens: Option<String>,
    /// Until when.
    #[validate(custom(function = "is_time"))]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub closes: Option<String>,
    /// For how long one person takes a turn at once.
    pub block_unit: Option<BlockUnit>,
    /// Blocks of the shortest tour.
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    pub min_blocks: Option<i32>,
    /// Blocks of the longest tour.
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    pub max_blocks: Option<i32>,
    /// Days between two tours of one person.
    #[validate(range(min = 0, max = 365))]
    #[schema(minimum = 0, maximum = 365)]
    pub rest_days: Option<i32>,
    /// Load of a day.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    pub load: Option<i32>,
    /// All skills everybody there must have.
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub skill_codes: Option<Vec<String>>,
    /// All skills some of those there must have.
    #[validate(length(max = 10), nested)]
    #[schema(max_items = 10)]
    pub mix: Option<Vec<SkillShare>>,
    /// The last day.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = "in_calendar"))]
    pub valid_to: Option<Option<NaiveDate>>,
    /// The letter it rests on.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub source_letter: Option<String>,
    /// Everybody who is named, in place of those before.
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub nominees: Option<Vec<NomineeRequest>>,
}

/// Which obligations to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ObligationFilter {
    /// At this centre.
    pub center_id: Option<Uuid>,
    /// At this post.
    pub post_id: Option<Uuid>,
    /// Of this department.
    pub department_id: Option<Uuid>,
    /// In these modes.
    #[param(explode = true)]
    pub mode: Vec<StationingMode>,
    /// In force on this day.
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

/// Which days to tell.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyDayFilter {
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-01")]
    pub from: NaiveDate,
    /// The last day, at most a year later.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-31")]
    pub to: NaiveDate,
}

/// A skill with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkillRef {
    /// Code set `skill`.
    #[schema(example = "law")]
    pub code: String,
    /// In the language asked for.
    #[schema(example = "法律")]
    pub name: String,
}

/// How many of those at a post must have a skill.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SkillShareView {
    /// The skill.
    pub skill: SkillRef,
    /// At least so many.
    #[schema(minimum = 1, example = 1)]
    pub count: i32,
}

/// Somebody named for an obligation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NomineeView {
    /// Who.
    pub person: PersonRef,
    /// As A, B or C.
    pub role: NomineeRole,
    /// Whether they are admitted to the centre today (准入).
    pub is_admitted: bool,
    /// The skills they lack today.
    pub lacks: Vec<SkillRef>,
}

/// What a department owes at a post (派驻义务).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObligationView {
    /// Its id.
    pub id: Uuid,
    /// The post.
    pub post: PostRef,
    /// The centre.
    pub center: CenterRef,
    /// Who owes it.
    pub department: DepartmentRef,
    /// How they are there.
    pub mode: StationingMode,
    /// The same in words.
    #[schema(example = "轮驻")]
    pub mode_name: &'static str,
    /// People owed at once.
    #[schema(minimum = 0, example = 1)]
    pub headcount: i32,
    /// ISO weekdays, 1 for Monday.
    #[schema(example = json!([1, 2, 3, 4, 5]))]
    pub weekdays: Vec<u8>,
    /// Whether days worked in place of others count.
    pub is_open_on_make_up_days: bool,
    /// Whether rest-day duty is owed on holidays as well.
    pub is_open_on_holidays: bool,
    /// From when.
    #[schema(example = "09:00")]
    pub opens: String,
    /// Until when; not later than `opens` is on the next day.
    #[schema(example = "17:30")]
    pub closes: String,
    /// For how long one person takes a turn at once.
    pub block_unit: BlockUnit,
    /// Blocks of the shortest tour.
    #[schema(minimum = 1, example = 1)]
    pub min_blocks: i32,
    /// Blocks of the longest tour.
    #[schema(minimum = 1, example = 2)]
    pub max_blocks: i32,
    /// Days between two tours of one person.
    #[schema(minimum = 0, example = 14)]
    pub rest_days: i32,
    /// Load of a day, 10 for a full one.
    #[schema(minimum = 0, example = 10)]
    pub load: i32,
    /// Skills everybody there must have.
    pub skills: Vec<SkillRef>,
    /// Skills some of those there must have.
    pub mix: Vec<SkillShareView>,
    /// The first day.
    #[schema(example = "2026-01-01")]
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// The letter it rests on.
    #[schema(example = "综治办函〔2026〕3号")]
    pub source_letter: String,
    /// Who is named, in the order A, B, C.
    pub nominees: Vec<NomineeView>,
    /// What it lacks before a roster can be made of it.
    #[schema(example = json!(["no_alternate"]))]
    pub gaps: Vec<ObligationGap>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A post, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PostRef {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "人社窗口")]
    pub name: String,
}

/// A day as an obligation has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyDayView {
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// What the calendar says.
    pub kind: DayKind,
    /// False where no notice is known: the plain week speaks, and may be changed by one.
    pub is_announced: bool,
    /// Whether people are owed.
    pub is_open: bool,
    /// Why, or why not.
    pub reason: DutyDayReason,
    /// The same in words.
    #[schema(example = "工作日")]
    pub reason_name: &'static str,
    /// From when, where people are owed.
    pub opens_at: Option<DateTime<Utc>>,
    /// Until when.
    pub closes_at: Option<DateTime<Utc>>,
}

fn is_time(text: &str) -> Result<(), Invalid> {
    if time_of_day(text).is_some() { Ok(()) } else { Err(Invalid::new("pattern")) }
}

/// What [`are_weekdays`] takes, told to callers; the derive knows no bounds of elements.
fn weekdays() -> Array {
    let day = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(7));
    ArrayBuilder::new()
        .items(day)
        .min_items(Some(1))
        .max_items(Some(7))
        .unique_items(true)
        .description(Some("ISO weekdays, 1 for Monday, each once."))
        .examples([serde_json::json!([1, 2, 3, 4, 5])])
        .build()
}

/// Days of a week, each once.
fn are_weekdays(days: &[u8]) -> Result<(), Invalid> {
    let mut known = [false; 8];
    for day in days {
        match known.get_mut(usize::from(*day)) {
            Some(seen) if (1..=7).contains(day) && !*seen => *seen = true,
            Some(_) | None => return Err(Invalid::new("range")),
        }
    }
    Ok(())
}
