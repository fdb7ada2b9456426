use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::settled::AssessmentObject;
use super::source::{AssessmentSource, AssessmentSubject};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::case_tasks::dto::CaseLine;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Where an appeal stands.
    AssessmentAppealState {
        Open = "open", "待复核", "Open";
        Accepted = "accepted", "予以更正", "Accepted";
        Rejected = "rejected", "维持原结果", "Rejected";
    }
}

words! {
    /// What was decided about a fact.
    AssessmentRuling {
        Kept = "kept", "认定守约", "Counts as kept";
        SetAside = "set_aside", "不予计入", "Set aside";
        Stands = "stands", "维持", "Stands";
    }
}

/// Which periods to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssessmentPeriodFilter {
    /// Of this version of a scheme.
    pub scheme_id: Option<Uuid>,
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

/// A period to be closed by hand.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAssessmentPeriodRequest {
    /// The version of the scheme that was in force when it began.
    pub scheme_id: Uuid,
    /// Its first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-02-01")]
    pub from_on: NaiveDate,
}

/// A scheme, named.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSchemeRef {
    /// The version.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "入驻单位季度考核")]
    pub name: String,
    /// Its number.
    #[schema(example = 1)]
    pub edition: i32,
    /// Whom it assesses.
    pub subject: AssessmentSubject,
}

/// A closed period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentPeriodView {
    /// Its id.
    pub id: Uuid,
    /// The version of the scheme it was closed under.
    pub scheme: AssessmentSchemeRef,
    /// The centre that assesses.
    pub center: CenterRef,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// The last day for an appeal.
    pub appeal_until_on: NaiveDate,
    /// How many facts it rests on.
    #[schema(example = 42)]
    pub fact_count: i32,
    /// SHA-256 over the facts.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub facts_hash: String,
    /// SHA-256 over the first results.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub results_hash: String,
    /// Whether what is stored still gives both hashes, worked out anew; only where one period is read.
    pub is_intact: Option<bool>,
    /// Who closed it; none: it closed by itself.
    pub closed_by: Option<PersonRef>,
    /// When.
    pub closed_at: DateTime<Utc>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last: never since.
    pub updated_at: DateTime<Utc>,
    /// Always 1.
    #[schema(example = 1)]
    pub version: i32,
}

/// Which results to list. They are listed by department and name, and in no other order.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssessmentFilter {
    /// Of this period.
    pub period_id: Option<Uuid>,
    /// Of this department and its people.
    pub department_id: Option<Uuid>,
    /// Of this person.
    pub person_id: Option<Uuid>,
    /// Of departments, or of people.
    #[param(inline)]
    pub subject: Option<AssessmentSubject>,
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

/// An indicator of a result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessedIndicator {
    /// The facts it looks at; `/assessments/{id}/facts?source=` lists them.
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
    /// Facts that were kept.
    #[schema(example = 18)]
    pub kept: u32,
    /// Facts that failed.
    #[schema(example = 2)]
    pub failed: u32,
    /// What the formula gives, 0 to 100, as an exact fraction; none without facts.
    #[schema(example = "90")]
    pub score_exact: Option<String>,
    /// The same in hundredths, rounded.
    #[schema(example = 9000)]
    pub score_hundredths: Option<i64>,
}

/// The period of a result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentPeriodRef {
    /// Its id.
    pub id: Uuid,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// The last day for an appeal.
    pub appeal_until_on: NaiveDate,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
}

/// A result. It never changes; an accepted appeal puts a corrected one beside it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentView {
    /// Its id.
    pub id: Uuid,
    /// The period.
    pub period: AssessmentPeriodRef,
    /// The scheme.
    pub scheme: AssessmentSchemeRef,
    /// The centre that assesses.
    pub center: CenterRef,
    /// The department.
    pub unit: DepartmentRef,
    /// The person, where one is assessed.
    pub person: Option<PersonRef>,
    /// 1 for the first result, more for a corrected one.
    #[schema(minimum = 1, example = 1)]
    pub edition: i32,
    /// The result it corrects.
    pub corrects_id: Option<Uuid>,
    /// The result that corrects it.
    pub corrected_by_id: Option<Uuid>,
    /// Indicator by indicator, in the order of the scheme.
    pub indicators: Vec<AssessedIndicator>,
    /// 0 to 100 as an exact fraction; none where nothing could be assessed.
    #[schema(example = "90")]
    pub points_exact: Option<String>,
    /// The same in hundredths, rounded.
    #[schema(example = 9000)]
    pub points_hundredths: Option<i64>,
    /// SHA-256 over it.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub result_hash: String,
    /// The appeals against it.
    pub appeals: Vec<AssessmentAppealRef>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last: never since.
    pub updated_at: DateTime<Utc>,
    /// Always 1; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["appeal"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// An appeal, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentAppealRef {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: AssessmentAppealState,
    /// Why it was made.
    #[schema(example = "签收当日系统停机，有值班记录为证")]
    pub reason: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// What was decided, in words.
    pub decision: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Which facts of a result to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssessmentFactFilter {
    /// Of these kinds.
    #[param(explode = true)]
    pub source: Vec<AssessmentSource>,
    /// Failed, or kept.
    pub is_failed: Option<bool>,
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

/// A day on which a department owed a post, and where its shortfalls are told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentDutyDay {
    /// What is owed.
    pub obligation_id: Uuid,
    /// Who owes it.
    pub department_id: Uuid,
    /// The post.
    #[schema(example = "人社窗口")]
    pub post_name: String,
    /// The day on which the duty began.
    #[schema(example = "2026-03-03")]
    pub date: NaiveDate,
}

/// A fact behind a result, as it stood when the period was closed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentFactView {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub source: AssessmentSource,
    /// In words.
    #[schema(example = "签收及时")]
    pub source_name: String,
    /// When it was settled: met, or over.
    pub settled_at: DateTime<Utc>,
    /// Failed, or kept.
    pub is_failed: bool,
    /// Whose it is.
    pub person: Option<PersonRef>,
    /// What kind of row it is.
    pub object_kind: AssessmentObject,
    /// Which.
    pub object_id: Uuid,
    /// The case it is about; none where it is restricted and the reader may not know of it.
    pub case: Option<CaseLine>,
    /// The day and post it is about, where it is one.
    pub duty_day: Option<AssessmentDutyDay>,
    /// What an appeal decided about it.
    pub ruling: Option<AssessmentRuling>,
}

/// Facts that are said not to be so.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealAssessmentRequest {
    /// The failed facts it is about.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20)]
    pub fact_ids: Vec<Uuid>,
    /// Why, and what shows it; without telephone or identity numbers.
    #[validate(
        length(min = 2, max = 1_000),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 1_000, example = "签收当日系统停机，有值班记录为证")]
    pub reason: String,
}

/// Which appeals to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssessmentAppealFilter {
    /// Where they stand.
    #[param(explode = true)]
    pub state: Vec<AssessmentAppealState>,
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

/// An appeal as who decides on it sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentAppealView {
    /// Its id.
    pub id: Uuid,
    /// The result it is against.
    pub assessment: AssessmentView,
    /// The facts it is about.
    pub facts: Vec<AssessmentFactView>,
    /// Why it was made.
    #[schema(example = "签收当日系统停机，有值班记录为证")]
    pub reason: String,
    /// By whom.
    pub made_by: PersonRef,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Where it stands.
    pub state: AssessmentAppealState,
    /// The centre whose director decides; none: a leader of the region does.
    pub decided_at_center: Option<CenterRef>,
    /// What was decided, in words.
    pub decision: Option<String>,
    /// By whom.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The corrected result.
    pub corrected_id: Option<Uuid>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["accept", "reject"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// What is decided about a fact.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactRulingRequest {
    /// The fact.
    pub fact_id: Uuid,
    /// What is decided.
    pub ruling: AssessmentRuling,
}

/// An appeal that is right, in whole or in part.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptAppealRequest {
    /// Each fact of the appeal, once.
    #[validate(length(min = 1, max = 20), nested)]
    #[schema(min_items = 1, max_items = 20)]
    pub rulings: Vec<FactRulingRequest>,
    /// Why, without telephone or identity numbers.
    #[validate(
        length(min = 2, max = 1_000),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 1_000, example = "经核实值班记录，予以更正")]
    pub decision: String,
}

/// An appeal that is not right.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectAppealRequest {
    /// Why, without telephone or identity numbers.
    #[validate(
        length(min = 2, max = 1_000),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 1_000, example = "系统当日运行正常，维持原结果")]
    pub decision: String,
}

/// Who is to head a department from now on.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameHeadRequest {
    /// The department.
    #[schema(example = "018f0000-0000-7000-8000-000000000001")]
    pub department_id: Uuid,
    /// One of its handlers or mediators.
    #[schema(example = "018f0000-0000-7000-8000-000000000001")]
    pub person_id: Uuid,
    /// The letter it rests on.
    #[validate(length(min = 2, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 200, example = "入驻单位负责人备案表")]
    pub source: String,
}

/// Which heads to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DepartmentHeadFilter {
    /// Of this department.
    pub department_id: Option<Uuid>,
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

/// Who heads a department (单位负责人).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DepartmentHeadView {
    /// Its id.
    pub id: Uuid,
    /// The department.
    pub department: DepartmentRef,
    /// Who.
    pub person: PersonRef,
    /// The letter it rests on.
    #[schema(example = "入驻单位负责人备案表")]
    pub source: String,
    /// Since when.
    pub since_on: NaiveDate,
    /// Until when; none: still.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["end"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}
