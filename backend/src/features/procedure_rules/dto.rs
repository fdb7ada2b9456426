use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::rules::ProcedureRule;
use super::values::{ProcedureRuleCode, ProcedureRuleUnit};
use crate::platform::error::{ErrorCode, not_blank, refused};
use crate::platform::lang::Lang;

/// Which rules to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProcedureRuleFilter {
    /// Which; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub code: Vec<ProcedureRuleCode>,
    /// In force on this day; all versions unless given.
    #[param(example = "2026-11-23")]
    pub valid_on: Option<NaiveDate>,
}

/// One version of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureRuleView {
    /// Its id.
    pub id: Uuid,
    /// Which rule; the same in every version.
    pub code: ProcedureRuleCode,
    /// The rule in words.
    #[schema(example = "结案后可以重新办理的期限")]
    pub name: String,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// Its value.
    #[schema(minimum = 0, maximum = 3660, example = 30)]
    pub value: u32,
    /// What the value counts.
    pub unit: ProcedureRuleUnit,
    /// The same in words.
    #[schema(example = "天")]
    pub unit_name: String,
    /// Least value it may be set to.
    #[schema(minimum = 0, example = 0)]
    pub least: i32,
    /// Largest value it may be set to.
    #[schema(minimum = 0, example = 3660)]
    pub most: i32,
    /// What it rests on.
    #[schema(example = "县级默认，待县级确认")]
    pub source: String,
    /// First day on which something may begin under it.
    #[schema(example = "2000-01-01")]
    pub valid_from: NaiveDate,
    /// Last such day; null: until another version begins. Before the first where another took its place.
    pub valid_to: Option<NaiveDate>,
    /// Why it was made; null: it came with the program, or nobody said.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// What the caller may do: `publish` the next version.
    #[schema(example = json!(["publish"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "publish": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

impl ProcedureRuleView {
    pub(super) fn of(rule: &ProcedureRule, lang: Lang, may_publish: bool) -> Self {
        let (unit, least, most) = rule.code.unit_and_bounds();
        Self {
            id: rule.id,
            code: rule.code,
            name: rule.code.name(lang).to_owned(),
            version: rule.version,
            value: rule.value,
            unit,
            unit_name: unit.name(lang).to_owned(),
            least,
            most,
            source: rule.source.clone(),
            valid_from: rule.valid_from,
            valid_to: rule.valid_to,
            reason: rule.reason.clone(),
            created_at: rule.created_at,
            allowed_actions: if may_publish { vec!["publish"] } else { Vec::new() },
            refused_actions: refused(
                &["publish"],
                (!may_publish).then_some(ErrorCode::AuthNotAllowed),
            ),
        }
    }
}

/// The next version of a rule.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "code": "reopening", "value": 60, "source": "县综治办〔2026〕5 号", "valid_from": "2030-01-01" }))]
pub struct PublishProcedureRuleRequest {
    /// Which rule.
    pub code: ProcedureRuleCode,
    /// Its value, within the bounds of the rule.
    #[validate(range(min = 0, max = 3660))]
    #[schema(minimum = 0, maximum = 3660)]
    pub value: i32,
    /// Article or document it rests on.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// First day on which something may begin under it: tomorrow or later, until 2100. What began before
    /// keeps the version it began under.
    #[schema(pattern = "^(20[0-9]{2}|2100)-")]
    pub valid_from: NaiveDate,
    /// Why.
    #[serde(default)]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}
