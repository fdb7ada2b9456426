use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::registry::{DataObject, FieldOrigin};

/// Which fields to list. A repeated name is OR, different names are AND.
#[derive(Debug, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DataFieldFilter {
    /// What they are of.
    #[param(explode = true)]
    pub object: Vec<DataObject>,
    /// Where they come from.
    #[param(inline)]
    pub origin: Option<FieldOrigin>,
    /// Whether they are about a person.
    pub is_personal: Option<bool>,
    /// Those a form asks for or may correct, by the name of its operation.
    #[validate(length(min = 1, max = 80))]
    #[param(min_length = 1, max_length = 80)]
    pub form: Option<String>,
}

/// A form that asks for a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AskingFormView {
    /// The operation whose body it is.
    #[schema(example = "cases_register")]
    pub form: String,
    /// Where in it.
    #[schema(example = "/title")]
    pub member: String,
    /// Why a stored field may be said again there.
    pub why: Option<String>,
}

/// A stored field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DataFieldView {
    /// What it is of.
    pub object: DataObject,
    /// Where it is stored; null: in the data of an event.
    #[schema(example = "cases")]
    pub table: Option<String>,
    /// Under which name.
    #[schema(example = "title")]
    pub column: String,
    /// Its name.
    #[schema(example = "事项标题")]
    pub name: String,
    /// Where it comes from.
    pub origin: FieldOrigin,
    /// Who answers for it.
    #[schema(example = "综合窗口")]
    pub owner: String,
    /// On what ground it is kept.
    pub basis: String,
    /// The code of that ground, by which a template names it.
    #[schema(example = "case_handling")]
    pub basis_code: String,
    /// How long.
    pub retention: String,
    /// The code of that term, likewise.
    #[schema(example = "dossier")]
    pub retention_code: String,
    /// Whether it is about a person.
    pub is_personal: bool,
    /// The form that asks for it, once.
    pub asked_by: Vec<AskingFormView>,
    /// Forms that may say it anew, and why.
    pub changed_by: Vec<AskingFormView>,
    /// Ledgers, reports and documents that re-use it.
    #[schema(example = json!(["矛盾纠纷排查化解台账"]))]
    pub reused_by: Vec<String>,
}
