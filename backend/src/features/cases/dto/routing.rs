use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{DepartmentRef, RegionRef};
use crate::features::cases::model::Procedure;

/// A precedent as it is cited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CitedPrecedent {
    /// Its id.
    pub id: Uuid,
    /// The type it was ruled on.
    #[schema(example = "0402")]
    pub type_code: String,
    /// The day of the ruling.
    pub ruled_on: NaiveDate,
    /// The number of its case, for those who may see the case.
    pub case_no: Option<String>,
    /// The case, for those who may see it.
    pub case_id: Option<Uuid>,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}

/// A duty list that decided, as of its version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingDuty {
    /// Whose.
    pub department: DepartmentRef,
    /// Its entry that holds the type.
    #[schema(example = "0402")]
    pub type_code: String,
    /// Version of the unit and its list.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A former return of the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingReturn {
    /// Who returned it.
    pub department: DepartmentRef,
    /// Code set `return_ground`.
    #[schema(example = "01")]
    pub ground_code: Option<String>,
    /// In words.
    pub ground: Option<String>,
    /// Whom it named instead.
    pub suggested_department: Option<DepartmentRef>,
}

/// All that was looked at, with versions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingInputs {
    /// 事件类型.
    #[schema(example = "0402")]
    pub type_code: Option<String>,
    /// In words.
    pub type_name: Option<String>,
    /// Where the matter lies.
    pub region: RegionRef,
    /// 是否愿意调解; null: not asked yet.
    pub willing_to_mediate: Option<bool>,
    /// The duty lists that hold the type.
    pub duty_lists: Vec<RoutingDuty>,
    /// The precedents on the type and its kin, newest first.
    pub precedents: Vec<CitedPrecedent>,
    /// Former returns, oldest first.
    pub returns: Vec<RoutingReturn>,
    /// 兜底单位 of the centre.
    pub fallback_department: Option<DepartmentRef>,
    /// Version of the case.
    #[schema(minimum = 1, example = 1)]
    pub case_version: i32,
}

/// One step of the way to the result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingStep {
    /// Its place, starting at 1.
    #[schema(minimum = 1, example = 1)]
    pub number: u32,
    /// Which step.
    #[schema(example = "by_duty")]
    pub code: String,
    /// In words.
    pub text: String,
}

/// Why a unit stands where it does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingReason {
    /// `precedent`, `duty`, `named_by` or `returned`.
    #[schema(example = "duty")]
    pub code: String,
    /// In words.
    pub text: String,
    /// The ruling, where it is one.
    pub precedent: Option<CitedPrecedent>,
}

/// A unit that may lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingCandidate {
    /// Its place, starting at 1.
    #[schema(minimum = 1, example = 1)]
    pub rank: u32,
    /// The unit.
    pub department: DepartmentRef,
    /// How firmly: `precedent`, `competent`, `named` or `returned`.
    #[schema(example = "competent")]
    pub standing: String,
    /// In words.
    pub standing_name: String,
    /// Why.
    pub reasons: Vec<RoutingReason>,
}

/// 法定途径: the door of the law for those who are not willing to mediate, or mediation itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LawfulDoor {
    /// The procedure.
    pub procedure: Procedure,
    /// In words.
    pub procedure_name: String,
    /// The row it comes from.
    pub route_id: Uuid,
    /// Its code.
    #[schema(example = "unwilling_labour")]
    pub route_code: String,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    pub route_version: i32,
    /// The article.
    pub source: String,
    /// Why this door.
    pub text: String,
}

/// Where the case may belong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingResult {
    /// In one sentence.
    pub sentence: String,
    /// The unit to send it to; null while the type is not known.
    pub suggested_department: Option<DepartmentRef>,
    /// Whether that is the fallback unit (兜底).
    pub is_fallback: bool,
    /// Every unit that comes into question, the first first.
    pub candidates: Vec<RoutingCandidate>,
    /// The lawful door.
    pub door: Option<LawfulDoor>,
}

/// Where a case may belong, and why: inputs with versions, steps, result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingView {
    /// The instant it is of.
    pub as_of: DateTime<Utc>,
    /// What was looked at.
    pub inputs: RoutingInputs,
    /// How it was weighed.
    pub steps: Vec<RoutingStep>,
    /// What came out.
    pub result: RoutingResult,
}
