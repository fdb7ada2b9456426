use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::evidence::PresenceFinding;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// What was found at a post.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "obligation_id": "018f0000-0000-7000-8000-000000000001",
    "person_id": "018f0000-0000-7000-8000-000000000001",
    "duty_on": "2026-03-02", "finding": "seen"
}))]
pub struct CreatePresenceRecordRequest {
    /// What is owed at the post.
    pub obligation_id: Uuid,
    /// Who is due there.
    pub person_id: Uuid,
    /// The day; a night belongs to the day it begins on.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-02")]
    pub duty_on: NaiveDate,
    /// What was found.
    pub finding: PresenceFinding,
    /// In words; needed where nobody was there.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "窗口无人，电话未接")]
    pub note: Option<String>,
}

/// Why a record is withdrawn.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPresenceRecordRequest {
    /// Why.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "看错了窗口")]
    pub reason: String,
}

/// Which records to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PresenceRecordFilter {
    /// At this centre.
    pub center_id: Option<Uuid>,
    /// At the post of this obligation.
    pub obligation_id: Option<Uuid>,
    /// Of this day or later.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// Of this day or earlier.
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

/// What the duty officer found at a post (值班巡查). It is never changed: one that is wrong is withdrawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresenceRecordView {
    /// Its id.
    pub id: Uuid,
    /// What is owed.
    pub obligation_id: Uuid,
    /// Who owes it.
    pub department: DepartmentRef,
    /// Whom it is about.
    pub person: PersonRef,
    /// The day.
    #[schema(example = "2026-03-02")]
    pub duty_on: NaiveDate,
    /// What was found.
    pub finding: PresenceFinding,
    /// The same in words.
    #[schema(example = "见到在岗")]
    pub finding_name: &'static str,
    /// In the duty officer's words.
    pub note: Option<String>,
    /// The duty officer.
    pub recorded_by: PersonRef,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Who withdrew it.
    pub withdrawn_by: Option<PersonRef>,
    /// Why.
    pub withdrawal_reason: Option<String>,
    /// When it was kept.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `withdraw`.
    #[schema(example = json!(["withdraw"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "withdraw": "presence_record.withdrawn" }))]
    pub refused_actions: BTreeMap<String, String>,
}
