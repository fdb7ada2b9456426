use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::calendars::civil_day::{at_in_calendar, in_calendar};
use crate::features::case_tasks::dto::{CaseLine, PromiseState};
use crate::features::cases::dto::RegisterCaseRequest;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
pub use crate::features::receptions::rules::AppointmentState;
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A place booked at a reception. No name: who comes stands in the case.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookAppointmentRequest {
    /// The number wanted; the first that is free unless given.
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100)]
    pub slot_no: Option<i32>,
    /// What it is about, in a few words without names, telephone or identity numbers.
    #[validate(
        length(min = 1, max = 60),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 60, example = "反映小区物业问题")]
    pub subject: Option<String>,
    /// 人数.
    #[validate(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000, example = 2)]
    pub people_count: Option<i32>,
    /// The case it is about, where there is one the caller may see.
    pub case_id: Option<Uuid>,
}

/// Ending an appointment without a reception.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAppointmentRequest {
    /// Why, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200, example = "来访人改期")]
    pub reason: String,
}

/// An appointment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AppointmentView {
    /// Its id.
    pub id: Uuid,
    /// The day.
    pub day_id: Uuid,
    /// Its number on that day.
    #[schema(minimum = 1, example = 1)]
    pub slot_no: i32,
    /// What it is about.
    #[schema(example = "反映小区物业问题")]
    pub subject: Option<String>,
    /// 人数.
    pub people_count: Option<i32>,
    /// The case, where there is one.
    pub case: Option<CaseLine>,
    /// What became of it.
    pub state: AppointmentState,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Who booked it at the window.
    pub booked_by: PersonRef,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["cancel", "miss"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// What a leader promised.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// The case it is about; needed where several are linked, absent for the one that is
    /// registered.
    pub case_id: Option<Uuid>,
    /// Who is to do it.
    pub department_id: Uuid,
    /// What, without names, telephone or identity numbers.
    #[validate(
        length(min = 2, max = 500),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 500, example = "三日内完成现场勘验并答复")]
    pub text: String,
    /// The last day, from today on.
    #[validate(custom(function = "in_calendar"))]
    pub due_on: NaiveDate,
}

/// A reception as it is recorded: about cases that are there, or one that is registered with it.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case_ids": ["018f0000-0000-7000-8000-000000000001"],
    "people_count": 2
}))]
pub struct RecordReceptionRequest {
    /// The appointment it was, still booked.
    pub appointment_id: Option<Uuid>,
    /// When; now unless given, on the day.
    #[validate(custom(function = "at_in_calendar"))]
    pub received_at: Option<DateTime<Utc>>,
    /// 人数, 1 unless given.
    #[validate(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000)]
    pub people_count: Option<i32>,
    /// What was said, without names, telephone or identity numbers.
    #[validate(
        length(min = 1, max = 1000),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 1, max_length = 1000)]
    pub note: Option<String>,
    /// Cases the caller may see.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub case_ids: Vec<Uuid>,
    /// A matter that is not a case yet, registered in the same transaction by the ordinary intake.
    #[validate(nested)]
    pub new_case: Option<RegisterCaseRequest>,
    /// What the leader promised; each is a task on its case.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    pub promises: Vec<PromiseRequest>,
}

/// What the citizen is given when a case was registered with the reception; shown this once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceptionReceipt {
    /// The number of the case.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// The code that opens its public tracking; only its hash is stored.
    #[schema(example = "40381267")]
    pub tracking_code: String,
}

/// A promise of a leader; a task on its case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromiseView {
    /// The task.
    pub id: Uuid,
    /// The reception.
    pub reception_id: Uuid,
    /// Who promised.
    pub promised_by: PersonRef,
    /// When.
    pub promised_at: DateTime<Utc>,
    /// The case.
    pub case: CaseLine,
    /// Who is to do it.
    pub department: DepartmentRef,
    /// What.
    #[schema(example = "三日内完成现场勘验并答复")]
    pub text: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// What became of it.
    pub state: PromiseState,
    /// Whether it was kept, or is still not kept, after its day.
    pub is_late: bool,
    /// When it was kept.
    pub kept_at: Option<DateTime<Utc>>,
    /// What was done.
    pub kept_note: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Of the task; also its `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with the task.
    #[schema(example = json!(["complete"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "withdraw": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Which promises to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PromiseFilter {
    /// What became of them.
    #[param(explode = true)]
    pub state: Vec<PromiseState>,
    /// Of this unit.
    pub department_id: Option<Uuid>,
    /// On this case.
    pub case_id: Option<Uuid>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
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

/// Which receptions to list. Different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReceptionFilter {
    /// About this case.
    pub case_id: Option<Uuid>,
    /// On this reception day.
    pub day_id: Option<Uuid>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// Received by this leader.
    pub received_by_id: Option<Uuid>,
    /// Received on this day (UTC+8) or later.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// Received on this day (UTC+8) or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
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

/// A matter a leader received.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceptionView {
    /// Its id.
    pub id: Uuid,
    /// The reception day.
    pub day_id: Uuid,
    /// The centre.
    pub center: CenterRef,
    /// Who received: the leader of the day, or who stood in.
    pub received_by: PersonRef,
    /// When.
    pub received_at: DateTime<Utc>,
    /// 人数.
    #[schema(minimum = 1, example = 2)]
    pub people_count: i32,
    /// What was said.
    pub note: Option<String>,
    /// The appointment it was.
    pub appointment_id: Option<Uuid>,
    /// The cases.
    pub cases: Vec<CaseLine>,
    /// What was promised.
    pub promises: Vec<PromiseView>,
    /// Who wrote it down.
    pub recorded_by: PersonRef,
    /// For the citizen, when a case was registered with it; only in the answer to that.
    pub receipt: Option<ReceptionReceipt>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Always 1: a reception is not changed; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}
