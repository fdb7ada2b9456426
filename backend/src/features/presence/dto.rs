use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::evidence::{
    ContradictionKind, EvidenceSource, EvidenceStrength, ExcuseKind, PresenceFinding,
    PresenceStatus,
};
use super::findings::DutyFindingKind;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::platform::http::Count;

/// Which person-days to show. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PresenceFilter {
    /// The centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// The first day; today unless given.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-02")]
    pub from: Option<NaiveDate>,
    /// The last day, at most a month later; the first unless given.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-08")]
    pub to: Option<NaiveDate>,
    /// Of this department.
    pub department_id: Option<Uuid>,
    /// At this post.
    pub post_id: Option<Uuid>,
    /// Standing so.
    #[param(explode = true)]
    pub status: Vec<PresenceStatus>,
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

/// What shows that somebody was there: from where, and how strongly. Not when, and not for how long.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceView {
    /// Where it comes from.
    pub source: EvidenceSource,
    /// The same in words.
    #[schema(example = "在岗办理业务")]
    pub source_name: &'static str,
    /// How strong it is.
    pub strength: EvidenceStrength,
    /// The same in words.
    #[schema(example = "强")]
    pub strength_name: &'static str,
}

/// What does not fit together, for somebody to ask about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContradictionView {
    /// What.
    pub kind: ContradictionKind,
    /// The same in words.
    #[schema(example = "值班记录未见在岗，但有登录或办理业务的依据")]
    pub text: &'static str,
}

/// One person at one post on one day (在岗依据).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresenceView {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The day.
    #[schema(example = "2026-03-02")]
    pub date: NaiveDate,
    /// Who.
    pub person: PersonRef,
    /// At which post.
    pub post: PostRef,
    /// For which department.
    pub department: DepartmentRef,
    /// How they are there.
    pub mode: StationingMode,
    /// Where the day stands.
    pub status: PresenceStatus,
    /// The same in words.
    #[schema(example = "在岗")]
    pub status_name: &'static str,
    /// Why they are excused, where they are.
    pub excuse: Option<ExcuseKind>,
    /// The same in words.
    pub excuse_name: Option<&'static str>,
    /// What shows that they were there, the strongest first.
    pub evidence: Vec<EvidenceView>,
    /// What duty officers recorded.
    pub findings: Vec<PresenceFinding>,
    /// What does not fit together.
    pub contradictions: Vec<ContradictionView>,
    /// Whether the caller may keep a record of this day.
    pub may_record: bool,
}

/// Which questions to ask.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyFindingFilter {
    /// The centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-02-02")]
    pub from: NaiveDate,
    /// The last day, at most a month later.
    #[validate(custom(function = "in_calendar"))]
    #[param(example = "2026-03-01")]
    pub to: NaiveDate,
}

/// A fact beneath a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyFactView {
    /// What was counted.
    #[schema(example = "应有人值守的天数")]
    pub name: &'static str,
    /// How many.
    #[schema(minimum = 0, example = 10)]
    pub count: i64,
}

/// Something to ask about a post (疑问), never about a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyFindingView {
    /// What it is about.
    pub kind: DutyFindingKind,
    /// The same in words.
    #[schema(example = "挂牌不驻人")]
    pub kind_name: &'static str,
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post: PostRef,
    /// Who owes it.
    pub department: DepartmentRef,
    /// The question.
    #[schema(example = "该岗位在 10 个值守日中有 8 日没有任何在岗依据，是否安排了人员？")]
    pub question: String,
    /// The facts beneath it.
    pub facts: Vec<DutyFactView>,
    /// The days it is about.
    pub dates: Vec<NaiveDate>,
}
