use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::model::Channel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{ErrorCode, Invalid, not_blank};
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// What became of a visit.
    VisitState {
        Open = "open", "未登记", "Open";
        Registered = "registered", "已登记", "Registered";
        Closed = "closed", "已了结", "Closed";
    }
}

words! {
    /// A step of a visit.
    VisitStep {
        Noted = "noted", "首问记录", "Noted";
        HandedOver = "handed_over", "移交", "Handed over";
        Accepted = "accepted", "接收", "Accepted";
        Registered = "registered", "登记为案件", "Registered";
        Closed = "closed", "了结", "Closed";
    }
}

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum VisitSort {
    /// The last to come first (the default).
    #[default]
    #[serde(rename = "-came_at")]
    CameAtDesc,
    /// The first to come first.
    #[serde(rename = "came_at")]
    CameAt,
}

/// A visit or call as it is noted at the window.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteVisitRequest {
    /// 来源渠道.
    pub channel: Channel,
    /// When they came or called; now unless given, never more than 30 days ago.
    pub came_at: Option<DateTime<Utc>>,
    /// Who was asked first; the caller unless given.
    pub asked_person_id: Option<Uuid>,
    /// What it is about, in a few words without names, telephone or identity numbers.
    #[validate(
        length(min = 1, max = 60),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 60, example = "咨询拖欠工资如何投诉")]
    pub subject: Option<String>,
    /// 人数.
    #[validate(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    pub people_count: Option<i32>,
}

/// To whom a visit is handed over: a person or a department.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "department_id": "018f0000-0000-7000-8000-000000000001",
    "note": "需劳动监察窗口答复"
}))]
pub struct HandOverVisitRequest {
    /// The person.
    pub person_id: Option<Uuid>,
    /// The department, where anybody of it may accept.
    pub department_id: Option<Uuid>,
    /// What to know, without personal data.
    #[validate(
        length(min = 1, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 200, example = "需劳动监察窗口答复")]
    pub note: Option<String>,
}

/// Whom to find for a hand-over.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReceiverFilter {
    /// How the name begins.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
}

/// Taking over what was handed over.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AcceptVisitRequest {
    /// What to say about it, without personal data.
    #[validate(
        length(min = 1, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 200)]
    pub note: Option<String>,
}

/// Why a visit leads to no case.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason_code": "consulted" }))]
pub struct CloseVisitRequest {
    /// Code set `visit_close_reason`.
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub reason_code: String,
    /// The unit they were guided to; needed with `guided`.
    pub guided_department_id: Option<Uuid>,
    /// What to know, without personal data.
    #[validate(
        length(min = 1, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 200)]
    pub note: Option<String>,
}

/// The case a visit belongs to.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkVisitRequest {
    /// A case the caller may see.
    pub case_id: Uuid,
}

/// Seven digits in a row are a telephone or an identity number.
pub fn no_numbers(text: &str) -> Result<(), Invalid> {
    let mut run = 0;
    for one in text.chars() {
        run = match one {
            '0'..='9' | '０'..='９' => run + 1,
            '-' | ' ' => run,
            _ => 0,
        };
        if run >= 7 {
            return Err(Invalid::new(ErrorCode::VisitPersonalData.as_str()));
        }
    }
    Ok(())
}

/// Which visits to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct VisitFilter {
    /// What became of it.
    #[param(explode = true)]
    pub state: Vec<VisitState>,
    /// Past its limit, or not; only what is open can be.
    pub is_overdue: Option<bool>,
    /// 来源渠道.
    #[param(explode = true)]
    pub channel: Vec<Channel>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// In this person's hands.
    pub owner_person_id: Option<Uuid>,
    /// Being handed over to the caller or the caller's department.
    pub is_offered_to_me: Option<bool>,
    /// Joined to this case.
    pub case_id: Option<Uuid>,
    /// Came on this day (UTC+8) or later.
    #[validate(custom(function = "in_calendar"))]
    pub came_from: Option<NaiveDate>,
    /// Came on this day (UTC+8) or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub came_to: Option<NaiveDate>,
    /// Order.
    #[param(inline)]
    pub sort: VisitSort,
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

/// Who has a visit in hand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitOwner {
    /// The person.
    pub person: PersonRef,
    /// The department they act for.
    pub department: Option<DepartmentRef>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A hand-over that nobody has accepted yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitOffer {
    /// To this person.
    pub person: Option<PersonRef>,
    /// To this department.
    pub department: Option<DepartmentRef>,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// The case a visit led to, for those who may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitCase {
    /// The case.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
}

/// One step of the chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitStepView {
    /// Its place, starting at 1.
    #[schema(minimum = 1, example = 1)]
    pub seq: i32,
    /// What happened.
    pub kind: VisitStep,
    /// In words.
    pub kind_name: String,
    /// Who did it.
    pub actor: PersonRef,
    /// To whom, where to a person.
    pub person: Option<PersonRef>,
    /// To which department.
    pub department: Option<DepartmentRef>,
    /// What was said.
    pub note: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A visit or call before there is a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitView {
    /// Its id.
    pub id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// 来源渠道.
    pub channel: Channel,
    /// What it is about.
    #[schema(example = "咨询拖欠工资如何投诉")]
    pub subject: Option<String>,
    /// 人数.
    pub people_count: Option<i32>,
    /// When they came or called.
    pub came_at: DateTime<Utc>,
    /// Until when it has to be registered or closed.
    pub due_at: DateTime<Utc>,
    /// Whether it is still open after that.
    pub is_overdue: bool,
    /// What became of it.
    pub state: VisitState,
    /// 首问责任人: who was asked first.
    pub asked_person: PersonRef,
    /// Who noted it.
    pub noted_by: PersonRef,
    /// Who has it in hand; at any instant exactly one.
    pub owner: VisitOwner,
    /// A hand-over that waits to be accepted.
    pub offer: Option<VisitOffer>,
    /// Why it led to no case, code set `visit_close_reason`.
    pub close_reason_code: Option<String>,
    /// Where they were guided to.
    pub guided_department: Option<DepartmentRef>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The case.
    pub case: Option<VisitCase>,
    /// From hand to hand, oldest first; empty in a list.
    pub chain: Vec<VisitStepView>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["hand_over", "close", "link"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "accept": "visit.nothing_offered" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Visits in figures, within the caller's scope.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct VisitFigures {
    /// Not registered and not closed.
    #[schema(minimum = 0, example = 3)]
    pub open: u64,
    /// Of these, past their limit.
    #[schema(minimum = 0, example = 1)]
    pub overdue: u64,
    /// Of the open ones, in the caller's own hands.
    #[schema(minimum = 0, example = 1)]
    pub mine: u64,
    /// Waiting for the caller, or the caller's department, to accept.
    #[schema(minimum = 0, example = 0)]
    pub offered_to_me: u64,
    /// The instant the figures are of.
    pub as_of: DateTime<Utc>,
}
