use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{LeaveKind, LeaveState, QualificationState};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::PersonRef;
use crate::features::stationing_obligations::dto::SkillRef;
use crate::platform::error::not_blank;
use crate::platform::http::{Count, present};

/// Days on which somebody is away, both included. Why exactly is nobody's business here: the kind is
/// enough for a roster.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLeaveRequest {
    /// Of which kind.
    pub kind: LeaveKind,
    /// The first day, at most 30 days ago.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-09")]
    pub from_on: NaiveDate,
    /// The last day, at most a year after the first.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-11")]
    pub until_on: NaiveDate,
}

/// What is said with a decision on a leave.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "note": "窗口人手不足" }))]
pub struct DecideLeaveRequest {
    /// The reason; needed to refuse.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "窗口人手不足")]
    pub note: Option<String>,
}

/// Which leaves of a person to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PersonLeaveFilter {
    /// With a day from this one on.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// With a day up to this one.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
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

/// Which leaves to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LeaveFilter {
    /// Of those whose home is this centre.
    pub center_id: Option<Uuid>,
    /// Standing so.
    #[param(explode = true)]
    pub state: Vec<LeaveState>,
    /// With a day from this one on.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// With a day up to this one.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
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

/// Days on which somebody is away, or asked not to be on duty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaveView {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub person: PersonRef,
    /// Of which kind.
    pub kind: LeaveKind,
    /// The same in words.
    #[schema(example = "年休假")]
    pub kind_name: &'static str,
    /// The first day.
    #[schema(example = "2026-03-09")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-03-11")]
    pub until_on: NaiveDate,
    /// Where it stands; a wish needs nobody's consent.
    pub state: LeaveState,
    /// The same in words.
    #[schema(example = "待审批")]
    pub state_name: &'static str,
    /// Who reported it.
    pub reported_by: PersonRef,
    /// Who decided.
    pub decided_by: Option<PersonRef>,
    /// When they decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// What they said.
    pub decision_note: Option<String>,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["approve", "refuse"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "cancel": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A qualification to be entered for a person.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateQualificationRequest {
    /// Code set `skill`; `mediation` is kept in the register of mediators.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "law")]
    pub skill_code: String,
    /// The number of the certificate.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "FZ-2026-0007")]
    pub certificate_no: Option<String>,
    /// Who issued it.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "省司法厅")]
    pub issued_by: Option<String>,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-01-01")]
    pub valid_from: NaiveDate,
    /// The last day, where it expires.
    #[validate(custom(function = "in_calendar"))]
    pub valid_until: Option<NaiveDate>,
}

/// What to change of a qualification; what is absent stays, null empties.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateQualificationRequest {
    /// The number of the certificate.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "FZ-2026-0008")]
    pub certificate_no: Option<Option<String>>,
    /// Who issued it.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub issued_by: Option<Option<String>>,
    /// The last day.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = "in_calendar"))]
    pub valid_until: Option<Option<NaiveDate>>,
    /// True when it counts no more, whatever its dates.
    pub is_revoked: Option<bool>,
}

/// A qualification of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QualificationView {
    /// Its id; of the entry in the register of mediators where it stands there.
    pub id: Uuid,
    /// Whose.
    pub person: PersonRef,
    /// What for.
    pub skill: SkillRef,
    /// The number of the certificate.
    pub certificate_no: Option<String>,
    /// Who issued it.
    pub issued_by: Option<String>,
    /// The first day.
    #[schema(example = "2026-01-01")]
    pub valid_from: NaiveDate,
    /// The last day, where it expires.
    pub valid_until: Option<NaiveDate>,
    /// Where it stands today.
    pub state: QualificationState,
    /// The same in words.
    #[schema(example = "有效")]
    pub state_name: &'static str,
    /// Whether it is kept in the register of mediators, and changed there.
    pub is_of_register: bool,
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
    #[schema(required = false, example = json!({ "update": "qualification.of_register" }))]
    pub refused_actions: BTreeMap<String, String>,
}
