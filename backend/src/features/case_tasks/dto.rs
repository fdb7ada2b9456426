use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::state::{PromiseState, TaskOrigin, TaskState};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum CaseTaskSort {
    /// What is due first comes first (the default).
    #[default]
    #[serde(rename = "due_on")]
    DueOn,
    /// What is due last comes first.
    #[serde(rename = "-due_on")]
    DueOnDesc,
}

/// Which tasks to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CaseTaskFilter {
    /// Where they stand today.
    #[param(explode = true)]
    pub state: Vec<TaskState>,
    /// What left them.
    #[param(inline)]
    pub origin: Option<TaskOrigin>,
    /// On this case.
    pub case_id: Option<Uuid>,
    /// Of this unit.
    pub department_id: Option<Uuid>,
    /// Set by this centre.
    pub center_id: Option<Uuid>,
    /// Decided by this meeting.
    pub meeting_id: Option<Uuid>,
    /// Promised at this reception.
    pub reception_id: Option<Uuid>,
    /// Due on this day or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub due_to: Option<NaiveDate>,
    /// Order.
    #[param(inline)]
    pub sort: CaseTaskSort,
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

/// What was done.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteCaseTaskRequest {
    /// In a sentence, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "已组织双方现场勘验并约定修复日期")]
    pub note: String,
}

/// Why a task is withdrawn.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCaseTaskRequest {
    /// The reason, without personal data.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "双方已自行和解")]
    pub reason: String,
}

/// A case as its number; the rest is for those who may read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseLine {
    /// The case.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// What it is about; none for who may not read the case.
    #[schema(example = "楼上漏水致家具受损")]
    pub title: Option<String>,
    /// Whether the caller may open it.
    pub is_readable: bool,
}

/// A task on a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseTaskView {
    /// Its id.
    pub id: Uuid,
    /// What left it.
    pub origin: TaskOrigin,
    /// The case.
    pub case: CaseLine,
    /// The centre that set it.
    pub center: CenterRef,
    /// Who is to do it.
    pub department: DepartmentRef,
    /// What is to be done.
    #[schema(example = "组织双方现场勘验，确定修复方案")]
    pub text: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// Where it stands today.
    pub state: TaskState,
    /// Whether it was done, or is still not done, after its day.
    pub is_late: bool,
    /// Who set it down.
    pub set_by: PersonRef,
    /// When.
    pub set_at: DateTime<Utc>,
    /// The reception it was promised at.
    pub reception_id: Option<Uuid>,
    /// The meeting that decided it.
    pub meeting_id: Option<Uuid>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub done_by: Option<PersonRef>,
    /// What was done.
    pub done_note: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdraw_reason: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["complete"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "withdraw": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
