use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::agenda::AgendaRule;
pub use super::kind::MeetingKind;
pub use super::workflow::MeetingState;
use crate::features::calendars::civil_day::{at_in_calendar, in_calendar};
use crate::features::case_tasks::dto::CaseTaskView;
use crate::features::cases::model::{CaseStatus, Level};
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum ReviewMeetingSort {
    /// The latest first (the default).
    #[default]
    #[serde(rename = "-starts_at")]
    StartsAtDesc,
    /// The earliest first.
    #[serde(rename = "starts_at")]
    StartsAt,
}

/// Which meetings to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReviewMeetingFilter {
    /// Of these kinds.
    #[param(explode = true)]
    pub kind: Vec<MeetingKind>,
    /// Where they stand.
    #[param(explode = true)]
    pub state: Vec<MeetingState>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// On this day (UTC+8) or later.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// On this day (UTC+8) or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
    /// Order.
    #[param(inline)]
    pub sort: ReviewMeetingSort,
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

/// A meeting of the caller's centre; its agenda is filled by rule.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallReviewMeetingRequest {
    /// How often such a meeting is held.
    pub kind: MeetingKind,
    /// When, from today on.
    #[validate(custom(function = "at_in_calendar"))]
    #[schema(example = "2026-04-17T06:30:00Z")]
    pub starts_at: DateTime<Utc>,
    /// Where.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "县综治中心会商室")]
    pub place: Option<String>,
    /// Who chairs it, a leader or the director of the centre; the caller unless given.
    pub chair_id: Option<Uuid>,
    /// The units that are asked to come.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub department_ids: Vec<Uuid>,
}

/// A change of a meeting that has not begun.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "place": "县综治中心二楼会商室" }))]
pub struct UpdateReviewMeetingRequest {
    /// When.
    #[validate(custom(function = "at_in_calendar"))]
    pub starts_at: Option<DateTime<Utc>>,
    /// Where.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub place: Option<String>,
    /// Who chairs it.
    pub chair_id: Option<Uuid>,
    /// The units that are asked to come, all of them.
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub department_ids: Option<Vec<Uuid>>,
}

/// A case put on the agenda by hand.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAgendaItemRequest {
    /// A case in the charge of the centre.
    pub case_id: Uuid,
    /// Why, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "涉及多部门，需会商")]
    pub reason: String,
}

/// An item taken off the agenda. It stays in the minutes, with the reason.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAgendaItemRequest {
    /// The item.
    pub item_id: Uuid,
    /// Why, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "已另行调度")]
    pub reason: String,
}

/// An item moved to another place.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAgendaItemRequest {
    /// The item.
    pub item_id: Uuid,
    /// Its place from now on, among the items not removed, starting at 1.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000, example = 1)]
    pub position: i32,
    /// Why, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "到会单位时间有限，先议")]
    pub reason: String,
}

/// Why a meeting is not held.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelReviewMeetingRequest {
    /// The reason, without personal data.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "与全县防汛会议冲突，改期")]
    pub reason: String,
}

/// What a meeting decided on a case: a task of a unit.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReviewMeetingRequest {
    /// The item of the agenda.
    pub item_id: Uuid,
    /// Who is to do it.
    pub department_id: Uuid,
    /// What, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "牵头约谈双方，提出解决方案")]
    pub text: String,
    /// The last day, from today on.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-06-30")]
    pub due_on: NaiveDate,
}

/// Which units are there. Units, never people.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "department_ids": [] }))]
pub struct AttendReviewMeetingRequest {
    /// The units that are there, whether they were asked to come or not; all others are not.
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub department_ids: Vec<Uuid>,
}

/// The end of a meeting.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseReviewMeetingRequest {
    /// What was said in all, without names, telephone or identity numbers.
    #[validate(
        length(min = 1, max = 4000),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "逐件研究了红灯案件，明确责任单位和期限。"
    )]
    pub summary: Option<String>,
}

/// Why a case stands on an agenda.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroundView {
    /// The rule.
    pub rule: AgendaRule,
    /// With its figures in words, in the language asked for.
    #[schema(example = "超期红灯：应于 2026-02-27 前，已超 3 天")]
    pub sentence: String,
    /// The last day of what is owed, or of the limit that is over.
    pub due_on: Option<NaiveDate>,
    /// Calendar days by which it is over.
    pub days_over: Option<i64>,
    /// 人数.
    pub people_count: Option<i32>,
    /// Other cases of the same applicant.
    pub same_parties: Option<u32>,
    /// Other cases of the same type and place whose titles are alike.
    pub alike: Option<u32>,
}

/// A case on the agenda, as it stands now; for who may read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgendaCase {
    /// The case.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// What it is about.
    #[schema(example = "楼上漏水致家具受损")]
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// 类型, code set `case_type`.
    pub type_code: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// Who leads.
    pub lead_department: Option<DepartmentRef>,
    /// 人数.
    pub people_count: Option<i32>,
    /// The end of its next limit.
    pub due_at: Option<DateTime<Utc>>,
}

/// That an item was taken off the agenda.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RemovedView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonRef,
    /// Why.
    #[schema(example = "已另行调度")]
    pub reason: String,
}

/// An item of the agenda.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgendaItemView {
    /// Its id.
    pub id: Uuid,
    /// Its place, starting at 1; of a removed item the one it had.
    #[schema(minimum = 1, example = 1)]
    pub position: i32,
    /// The case; none for who may not read it.
    pub case: Option<AgendaCase>,
    /// Why it is there, the most pressing rule first.
    pub grounds: Vec<GroundView>,
    /// The instant the figures are of.
    pub as_of: DateTime<Utc>,
    /// Whether somebody put it there.
    pub is_by_hand: bool,
    /// Who did.
    pub added_by: Option<PersonRef>,
    /// Why it was put there or moved.
    pub reason: Option<String>,
    /// That it was taken off again.
    pub removed: Option<RemovedView>,
    /// What was owed when the agenda was made: open decisions and broken promises, as they stand
    /// today.
    pub owed: Vec<CaseTaskView>,
    /// What this meeting decided on it.
    pub decisions: Vec<CaseTaskView>,
}

/// Which page of the reviews of a case.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CaseReviewsFilter {
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

/// A meeting, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewMeetingRef {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// How often such a meeting is held.
    pub kind: MeetingKind,
    /// Where it stands.
    pub state: MeetingState,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// The number its minutes were issued under.
    #[schema(example = "DOC990101-20260302-000007")]
    pub minutes_no: Option<String>,
}

/// A case on the agenda of one meeting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseReviewView {
    /// The meeting.
    pub meeting: ReviewMeetingRef,
    /// The item, with what was decided on it.
    pub item: AgendaItemView,
}

/// A unit that was asked to come, or came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeetingUnitView {
    /// The unit.
    pub department: DepartmentRef,
    /// Whether it was there.
    pub is_present: bool,
}

/// A review meeting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewMeetingView {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// How often such a meeting is held.
    pub kind: MeetingKind,
    /// Where it stands.
    pub state: MeetingState,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// Where.
    pub place: Option<String>,
    /// Who chairs it.
    pub chair: PersonRef,
    /// Who called it.
    pub called_by: PersonRef,
    /// The instant the agenda is of; it is frozen from the start on.
    pub agenda_as_of: DateTime<Utc>,
    /// Items on the agenda.
    #[schema(minimum = 0, example = 12)]
    pub item_count: u64,
    /// Cases the rules found beyond the 200 the agenda takes.
    #[schema(minimum = 0, example = 0)]
    pub left_out_count: i32,
    /// Decisions taken.
    #[schema(minimum = 0, example = 5)]
    pub decision_count: u64,
    /// Of these, neither done nor withdrawn today.
    #[schema(minimum = 0, example = 2)]
    pub open_decision_count: u64,
    /// The agenda, with what was taken off it at the end; empty in a list.
    pub items: Vec<AgendaItemView>,
    /// The units; empty in a list.
    pub units: Vec<MeetingUnitView>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// What was said in all.
    pub summary: Option<String>,
    /// Why it was not held.
    pub cancel_reason: Option<String>,
    /// The number its minutes were issued under.
    #[schema(example = "DOC990101-20260302-000007")]
    pub minutes_no: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["start"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "close": "review_meeting.wrong_state" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// The minutes as they were issued on paper, without what they say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeetingPaperView {
    /// 文书编号.
    #[schema(example = "DOC990101-20260302-000007")]
    pub document_no: String,
    /// The first digits of the hash of what they say (校验码).
    #[schema(example = "0123456789abcdef")]
    pub check_code: String,
    /// SHA-256 over what they say.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub content_hash: String,
    /// SHA-256 of the file.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub file_hash: String,
    /// What the QR code says.
    #[schema(
        example = "http://127.0.0.1:8080/verify?no=DOC990101-20260302-000007&code=0123456789abcdef"
    )]
    pub verify_url: String,
    /// When they were issued.
    pub issued_at: DateTime<Utc>,
    /// By whom.
    pub issued_by: PersonRef,
}

/// The minutes (会议纪要): everything a printed page or a document needs, in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeetingMinutesView {
    /// The meeting, with its agenda, units and decisions.
    pub meeting: ReviewMeetingView,
    /// Its kind in words.
    #[schema(example = "每周研判会")]
    pub kind_name: String,
    /// The types of the cases by code, in words.
    #[schema(example = json!({ "0202": "相邻关系纠纷" }))]
    pub type_names: BTreeMap<String, String>,
    /// Whether the meeting has ended; before that, the minutes are a draft.
    pub is_final: bool,
    /// The paper; none until it is issued.
    pub paper: Option<MeetingPaperView>,
    /// The instant the figures and the states of tasks are of.
    pub as_of: DateTime<Utc>,
}
