use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::cases::model::CaseStatus;
use crate::features::cases::workflow::CaseAction;
use crate::policy::Role;

/// Which right is asked about.
#[derive(Debug, Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RightsFilter {
    /// The verb.
    #[param(inline, example = "dispatch")]
    pub action: CaseAction,
}

/// What the answer rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsInputs {
    /// The role the caller acts in.
    pub role: Role,
    /// In words.
    pub role_name: String,
    /// The department of the capacity.
    pub department_id: Option<Uuid>,
    /// Its name.
    pub department_name: Option<String>,
    /// Where the case stands.
    pub status: CaseStatus,
    /// In words.
    pub status_name: String,
    /// Version of the case.
    #[schema(minimum = 1, example = 1)]
    pub case_version: i32,
    /// Version of the table of rights: that of the software, whose part it is.
    #[schema(example = "0.1.0")]
    pub rights_version: String,
}

/// A fact a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RightsFact {
    /// In words.
    pub text: String,
    /// Whether it is so.
    pub holds: bool,
}

/// One thing that must hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsStep {
    /// `status`, `right` or `guard`.
    #[schema(example = "right")]
    pub code: String,
    /// The rule in words.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The facts it looks at.
    pub facts: Vec<RightsFact>,
}

/// Who may do it instead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsHolder {
    /// The role.
    pub role: Role,
    /// In words.
    pub role_name: String,
    /// The units that have somebody in this role who may; never a person.
    #[schema(example = json!(["清和县社会治安综合治理中心"]))]
    pub units: Vec<String>,
}

/// What came out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsResult {
    /// Whether the caller may do it now.
    pub is_allowed: bool,
    /// The code of the problem it would be refused with.
    #[schema(example = "auth.not_allowed")]
    pub refusal: Option<String>,
    /// In one sentence.
    pub sentence: String,
    /// Who may.
    pub who: Vec<RightsHolder>,
}

/// Why the caller may, or may not, do something to a case: inputs, steps, result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RightsView {
    /// The instant it is of.
    pub as_of: DateTime<Utc>,
    /// The verb.
    pub action: CaseAction,
    /// In words.
    pub action_name: String,
    /// Who asks, about what.
    pub inputs: RightsInputs,
    /// What must hold.
    pub steps: Vec<RightsStep>,
    /// What came out.
    pub result: RightsResult,
}
