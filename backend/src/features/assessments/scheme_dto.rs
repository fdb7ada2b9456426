use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::definition::Indicator;
use super::period::AssessmentPeriodKind;
use super::source::{AssessmentSource, AssessmentSubject};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Where a version of a scheme stands.
    AssessmentSchemeState {
        Draft = "draft", "草稿", "Draft";
        Simulated = "simulated", "已试算", "Simulated";
        Published = "published", "已发布", "Published";
        Retired = "retired", "已停用", "Retired";
    }
}

/// Which schemes to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssessmentSchemeFilter {
    /// Where they stand.
    #[param(explode = true)]
    pub state: Vec<AssessmentSchemeState>,
    /// Whom they assess.
    #[param(inline)]
    pub subject: Option<AssessmentSubject>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// The versions of one scheme.
    pub line_id: Option<Uuid>,
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

/// An indicator of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentIndicatorRequest {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// In hundredths of the whole; the weights of a scheme sum to 100.
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100, example = 100)]
    pub weight: u32,
    /// Gives 0 to 100 from `share`, the share kept, and `failed`, how many failed.
    #[validate(length(min = 1, max = 300), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 300, example = "max(0, 100 - 5 * failed)")]
    pub formula: String,
}

impl AssessmentIndicatorRequest {
    /// As it is stored.
    pub fn indicator(&self) -> Indicator {
        let Self { source, weight, formula } = self.clone();
        Indicator { source, weight, formula }
    }
}

/// A scheme to be drawn up, or the next version of one.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAssessmentSchemeRequest {
    /// The version it is to follow; none: a new scheme.
    pub follows_id: Option<Uuid>,
    /// The centre that assesses; the caller's own when absent.
    pub center_id: Option<Uuid>,
    /// Its name.
    #[validate(length(min = 2, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 60, example = "入驻单位季度考核")]
    pub name: String,
    /// Whom it assesses.
    pub subject: AssessmentSubject,
    /// How long a period is.
    pub period_kind: AssessmentPeriodKind,
    /// What is looked at.
    #[validate(length(min = 1, max = 12), nested)]
    #[schema(min_items = 1, max_items = 12)]
    pub indicators: Vec<AssessmentIndicatorRequest>,
    /// Working days after closing in which an appeal may be made.
    #[validate(range(min = 1, max = 30))]
    #[schema(minimum = 1, maximum = 30, example = 5)]
    pub appeal_days: i32,
    /// Calendar days after its end at which a period is closed by itself.
    #[validate(range(min = 0, max = 60))]
    #[schema(minimum = 0, maximum = 60, example = 7)]
    pub close_after_days: i32,
}

/// What to change of a draft; what is absent stays. What was simulated is a draft again.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAssessmentSchemeRequest {
    /// Its name.
    #[validate(length(min = 2, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 60, example = "入驻单位季度考核")]
    pub name: Option<String>,
    /// What is looked at.
    #[validate(length(min = 1, max = 12), nested)]
    #[schema(min_items = 1, max_items = 12)]
    pub indicators: Option<Vec<AssessmentIndicatorRequest>>,
    /// Working days in which an appeal may be made.
    #[validate(range(min = 1, max = 30))]
    #[schema(minimum = 1, maximum = 30)]
    pub appeal_days: Option<i32>,
    /// Calendar days after its end at which a period is closed by itself.
    #[validate(range(min = 0, max = 60))]
    #[schema(minimum = 0, maximum = 60)]
    pub close_after_days: Option<i32>,
}

/// From when on a scheme applies, and on what ground.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishAssessmentSchemeRequest {
    /// The first day of a period, today or later. Periods that began before keep their version.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-04-01")]
    pub valid_from: NaiveDate,
    /// The last day of a period; none: until it is retired.
    #[validate(custom(function = "in_calendar"))]
    pub valid_to: Option<NaiveDate>,
    /// The letter it rests on.
    #[validate(length(min = 2, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 200, example = "县综治办〔2026〕5 号")]
    pub source: String,
}

/// When a scheme ends, and why.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireAssessmentSchemeRequest {
    /// The last day of a period, today or later.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-04-30")]
    pub valid_to: NaiveDate,
    /// Why.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500, example = "考核办法已修订")]
    pub reason: String,
}

/// A formula to be looked at.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckFormulaRequest {
    /// The formula.
    #[validate(length(min = 1, max = 300), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 300, example = "max(0, 100 - 5 * failed)")]
    pub formula: String,
}

/// What a formula gives for so many facts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormulaSample {
    /// Facts that were kept.
    #[schema(example = 18)]
    pub kept: u32,
    /// Facts that failed.
    #[schema(example = 2)]
    pub failed: u32,
    /// What it gives, 0 to 100, in hundredths.
    #[schema(example = 9000)]
    pub score_hundredths: i64,
}

/// A formula as it was read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormulaCheckView {
    /// As it will be stored.
    #[schema(example = "max(0, 100 - 5 * failed)")]
    pub formula: String,
    /// What it gives.
    pub samples: Vec<FormulaSample>,
}

/// A kind of facts an indicator may look at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSourceView {
    /// The kind.
    pub source: AssessmentSource,
    /// In words.
    #[schema(example = "签收及时")]
    pub name: String,
    /// What a fact is, when it is kept, and whose it is.
    #[schema(example = "每件转办的签收时限；期限内签收为守约")]
    pub definition: String,
    /// Whom it may assess.
    pub subjects: Vec<AssessmentSubject>,
}

/// An indicator as a scheme has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentIndicatorView {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// In words.
    #[schema(example = "签收及时")]
    pub source_name: String,
    /// What a fact is, when it is kept, and whose it is.
    #[schema(example = "每件转办的签收时限；期限内签收为守约")]
    pub definition: String,
    /// In hundredths of the whole.
    #[schema(example = 100)]
    pub weight: u32,
    /// Its formula.
    #[schema(example = "max(0, 100 - 5 * failed)")]
    pub formula: String,
}

/// A version of a scheme.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSchemeView {
    /// Its id.
    pub id: Uuid,
    /// The scheme it is a version of.
    pub line_id: Uuid,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub edition: i32,
    /// The centre that assesses.
    pub center: CenterRef,
    /// Its name.
    #[schema(example = "入驻单位季度考核")]
    pub name: String,
    /// Whom it assesses.
    pub subject: AssessmentSubject,
    /// How long a period is.
    pub period_kind: AssessmentPeriodKind,
    /// Where it stands.
    pub state: AssessmentSchemeState,
    /// What is looked at.
    pub indicators: Vec<AssessmentIndicatorView>,
    /// Working days in which an appeal may be made.
    #[schema(example = 5)]
    pub appeal_days: i32,
    /// Calendar days after its end at which a period is closed by itself.
    #[schema(example = 7)]
    pub close_after_days: i32,
    /// The letter it rests on.
    pub source: Option<String>,
    /// From when on it applies.
    pub valid_from: Option<NaiveDate>,
    /// Until when.
    pub valid_to: Option<NaiveDate>,
    /// When it was tried out as it is.
    pub simulated_at: Option<DateTime<Utc>>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Why it was retired.
    pub retire_reason: Option<String>,
    /// Who drew it up.
    pub created_by: PersonRef,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["simulate"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "publish": "assessment_scheme.not_simulated" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A result as it would have been.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimulatedAssessment {
    /// The department.
    pub unit: DepartmentRef,
    /// The person, where one is assessed.
    pub person: Option<PersonRef>,
    /// Indicator by indicator.
    pub indicators: Vec<SimulatedIndicator>,
    /// 0 to 100 in hundredths; none where nothing could be assessed.
    pub points_hundredths: Option<i64>,
}

/// An indicator as it would have come out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimulatedIndicator {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// Facts that were kept.
    pub kept: u32,
    /// Facts that failed.
    pub failed: u32,
    /// 0 to 100 in hundredths; none without facts.
    pub score_hundredths: Option<i64>,
}

/// A scheme tried out over the last period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSimulationView {
    /// The scheme as it is now.
    pub scheme: AssessmentSchemeView,
    /// The first day of the period.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// When it was tried out.
    pub as_of: DateTime<Utc>,
    /// How many facts it rests on.
    pub fact_count: u32,
    /// What it would have given, by department and name.
    pub results: Vec<SimulatedAssessment>,
}
