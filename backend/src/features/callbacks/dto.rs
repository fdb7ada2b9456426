use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::integrity::{SignalKind, SignalSource, SignalState};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::dto::CaseSummary;
use crate::features::cases::model::Level;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Which callbacks to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallbackFilter {
    /// 等级.
    #[param(explode = true)]
    pub level: Vec<Level>,
    /// Whether somebody may be called today: not yet tried, or last tried on another day.
    pub is_due: Option<bool>,
    /// Whether it has to be called by the quota in force today.
    pub is_sampled: Option<bool>,
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

/// One attempt to reach the citizen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallbackAttempt {
    /// When.
    pub at: DateTime<Utc>,
    /// The day in China.
    pub on: NaiveDate,
    /// Whether the citizen was reached.
    pub reached: bool,
}

/// What the citizen answered on the public page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallbackRating {
    /// Whether it is solved.
    pub solved: bool,
    /// Whether the citizen feels fairly treated.
    pub fairly_treated: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A case that waits for its callback.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallbackView {
    /// Id of the case.
    pub id: Uuid,
    /// The case.
    pub case: CaseSummary,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// Whether it has to be called by quota, even where the citizen has rated it.
    pub is_sampled: bool,
    /// The quota in percent.
    #[schema(minimum = 0, maximum = 100, example = 20)]
    pub percent: i32,
    /// Attempts since the result was accepted, oldest first.
    pub attempts: Vec<CallbackAttempt>,
    /// Days on which nobody was reached; two close the case without an answer.
    #[schema(minimum = 0, example = 1)]
    pub failed_days: i32,
    /// The next day on which to try; today unless one failed today.
    pub next_attempt_on: NaiveDate,
    /// What the citizen answered on the public page.
    pub rating: Option<CallbackRating>,
    /// Questions about answers of this case that wait to be looked into.
    #[schema(minimum = 0, example = 0)]
    pub open_signals: u32,
    /// When the case was registered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Version of the case, for `If-Match`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `record_callback` of the case.
    #[schema(example = json!(["record_callback"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Which questions to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SignalFilter {
    /// Open, or answered.
    #[param(explode = true)]
    pub state: Vec<SignalState>,
    /// What is odd.
    #[param(explode = true)]
    pub kind: Vec<SignalKind>,
    /// About this case.
    pub case_id: Option<Uuid>,
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

/// The case a question is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignalCase {
    /// The case.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
}

/// A question about an answer (评价疑点).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignalView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case: SignalCase,
    /// What is odd.
    pub kind: SignalKind,
    /// In words.
    #[schema(example = "评语雷同")]
    pub kind_name: String,
    /// The question.
    #[schema(example = "群众评价的文字与其他 3 件相同，是否为本人所说？")]
    pub question: String,
    /// What it is about.
    pub source: SignalSource,
    /// What the citizen complained of, in their own words.
    pub complaint: Option<String>,
    /// Whether it was answered.
    pub state: SignalState,
    /// What was found out; of a complaint (`complained`) the citizen reads it.
    pub answer: Option<String>,
    /// By whom.
    pub answered_by: Option<PersonRef>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was raised.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["answer"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// What was found out.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSignalRequest {
    /// In words.
    #[validate(length(min = 2, max = 1_000), custom(function = "not_blank"))]
    #[schema(
        min_length = 2,
        max_length = 1_000,
        example = "已电话核实，三件均为本人反映的同一小区事项。"
    )]
    pub answer: String,
}

/// One version of a quota.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuotaView {
    /// Its id.
    pub id: Uuid,
    /// 等级.
    pub level: Level,
    /// The unit whose cases it is for; none: those of every unit without a quota of its own.
    pub department: Option<DepartmentRef>,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// How many of a hundred cases are called.
    #[schema(minimum = 0, maximum = 100, example = 20)]
    pub percent: i32,
    /// Where it comes from.
    #[schema(example = "建议值，待县里确认")]
    pub source: String,
    /// The same in English.
    pub source_en: Option<String>,
    /// First day on which it applies.
    pub valid_from: NaiveDate,
    /// Whether it is the one that applies today.
    pub is_in_force: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// A new version of a quota; those before stay in the list.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "level": "simple", "percent": 30, "valid_from": "2099-01-01", "source": "县综治办〔2099〕1 号" }))]
pub struct SetQuotaRequest {
    /// 等级.
    pub level: Level,
    /// For the cases of this unit alone.
    pub department_id: Option<Uuid>,
    /// How many of a hundred cases are called.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    pub percent: i32,
    /// First day on which it applies: today or later.
    #[validate(custom(function = "in_calendar"))]
    pub valid_from: NaiveDate,
    /// Where it comes from.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub source: String,
}
