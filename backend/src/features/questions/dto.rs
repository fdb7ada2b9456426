use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::facts::QuestionFacts;
pub use super::kind::{AnswerGround, QuestionKind, QuestionState};
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Which questions to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct QuestionFilter {
    /// Whether they were answered.
    #[param(explode = true)]
    pub state: Vec<QuestionState>,
    /// What they are about.
    #[param(explode = true)]
    pub kind: Vec<QuestionKind>,
    /// To this department.
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

/// The village a question is put to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionRegion {
    /// The region.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "柳树村")]
    pub name: String,
}

/// The filter of the list of cases a question is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionCases {
    /// Registered by people of this unit.
    pub registering_unit_id: Uuid,
    /// From this day.
    #[schema(example = "2026-02-02")]
    pub registered_from: NaiveDate,
    /// To this day.
    #[schema(example = "2026-02-15")]
    pub registered_to: NaiveDate,
}

/// The number of a source's list a question is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionNumber {
    /// The reconciliation.
    pub reconciliation_id: Uuid,
    /// The number in it.
    pub item_id: Uuid,
    /// The source.
    #[schema(example = "12345")]
    pub source_system: String,
    /// The number as the source writes it.
    #[schema(example = "XF-2026-0017")]
    pub number: String,
}

/// A question to a unit (核实事项).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionView {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub kind: QuestionKind,
    /// In words.
    #[schema(example = "登记量明显减少")]
    pub kind_name: String,
    /// The question.
    #[schema(
        example = "2026-02-02 至 2026-02-15，柳树村登记 0 件；参照本单位以往登记（如有）和同类单位同期情况约为 8.4 件。是否有未登记的矛盾纠纷，或者确实减少？"
    )]
    pub question: String,
    /// The centre that asks.
    pub center: CenterRef,
    /// The unit, where it is a department.
    pub department: Option<DepartmentRef>,
    /// The unit, where it is a village.
    pub region: Option<QuestionRegion>,
    /// First day it is about.
    #[schema(example = "2026-02-02")]
    pub window_from: NaiveDate,
    /// Last day.
    #[schema(example = "2026-02-15")]
    pub window_to: NaiveDate,
    /// What it rests on.
    pub facts: QuestionFacts,
    /// The cases among which those it counts are; none where it is about a number.
    pub cases: Option<QuestionCases>,
    /// The number it is about; none where it is about entries.
    pub number: Option<QuestionNumber>,
    /// Whether it was answered.
    pub state: QuestionState,
    /// What the answer comes to.
    pub ground: Option<AnswerGround>,
    /// The answer.
    pub answer: Option<String>,
    /// By whom.
    pub answered_by: Option<PersonRef>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was asked.
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

/// What the unit says.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestionRequest {
    /// What it comes to; other words than `explained` fit a question about a number only.
    pub ground: AnswerGround,
    /// In words, without names of citizens.
    #[validate(length(min = 2, max = 1_000), custom(function = "not_blank"))]
    #[schema(
        min_length = 2,
        max_length = 1_000,
        example = "已核对，系节后集中受理，均为当日来访。"
    )]
    pub answer: String,
}
