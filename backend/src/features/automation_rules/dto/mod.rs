mod definition;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use definition::*;

use crate::features::cases::dto::CenterRef;
use crate::features::cases::model::CaseStatus;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Where a rule stands.
    AutomationRuleState {
        Draft = "draft", "草稿", "Draft";
        Active = "active", "已启用", "Active";
        Paused = "paused", "已暂停", "Paused";
        Retired = "retired", "已停用", "Retired";
    }
}

words! {
    /// What came of a run.
    RunOutcome {
        Done = "done", "已执行", "Done";
        Refused = "refused", "被拒绝", "Refused";
        Skipped = "skipped", "已跳过", "Skipped";
    }
}

words! {
    /// Why a run did nothing although nothing refused it.
    SkipReason {
        NoChange = "no_change", "案件已是如此", "The case is like that already";
        NobodyToTell = "nobody_to_tell", "没有需要通知的人", "There is nobody to tell";
        ChainTooDeep = "chain_too_deep", "规则连锁过深", "Too many rules follow on each other";
        HourlyCap = "hourly_cap", "一小时内执行次数过多", "Too many runs in an hour";
        NotInForce = "not_in_force", "再次执行前规则已停用、改版或到期", "The rule was stopped, replaced or had ended before it could be tried again";
    }
}

/// A rule to be drafted.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAutomationRuleRequest {
    /// The centre on whose cases it acts.
    pub center_id: Uuid,
    /// Its name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "群体性事项提级")]
    pub name: String,
    /// What it says.
    #[validate(nested)]
    pub definition: RuleDefinition,
}

/// A new version; what is absent stays. An active rule goes on under the version that was
/// activated until the new one is.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAutomationRuleRequest {
    /// Its name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// What it says, whole.
    #[validate(nested)]
    pub definition: Option<RuleDefinition>,
    /// Why it is changed.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "按新办法调整人数")]
    pub reason: Option<String>,
}

/// Why a rule is activated, paused or retired.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AutomationRuleReasonRequest {
    /// Why.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "经主任会议研究同意")]
    pub reason: String,
}

/// A draft whose effect is asked for.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewAutomationRuleRequest {
    /// The centre on whose cases it would act.
    pub center_id: Uuid,
    /// What it says.
    #[validate(nested)]
    pub definition: RuleDefinition,
    /// Tries it on this case alone, by its number.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub case_no: Option<String>,
    /// Rows of each list, 20 unless given.
    #[validate(range(min = 1, max = 50))]
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u64>,
    /// `now.next_cursor` of the page before.
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000)]
    pub now_cursor: Option<String>,
    /// `last_month.next_cursor` of the page before.
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000)]
    pub month_cursor: Option<String>,
}

/// Which rules to list.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AutomationRuleFilter {
    /// In one of these states.
    #[serde(default)]
    pub state: Vec<AutomationRuleState>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
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

/// Which runs to list.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AutomationRunFilter {
    /// With one of these outcomes.
    #[serde(default)]
    pub outcome: Vec<RunOutcome>,
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

/// Which versions to list.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RuleVersionFilter {
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

/// Why a rule stands still.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulePause {
    /// `hourly_cap`, or `person` where somebody paused it.
    #[schema(example = "hourly_cap")]
    pub code: String,
    /// In words.
    pub reason: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Another rule that undoes what this one does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleConflict {
    /// The other rule.
    pub rule_id: Uuid,
    /// Its name.
    pub name: String,
    /// When they were last stopped.
    pub at: DateTime<Utc>,
}

/// How often a rule ran in the last 24 hours.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct RunFigures {
    /// Carried out.
    #[schema(example = 3)]
    pub done: u64,
    /// Refused by the state machine, a guard or the organisation.
    #[schema(example = 1)]
    pub refused: u64,
    /// Nothing to do, or stopped.
    #[schema(example = 0)]
    pub skipped: u64,
}

/// A rule as its readers see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationRuleView {
    /// Its id.
    pub id: Uuid,
    /// The centre on whose cases it acts.
    pub center: CenterRef,
    /// Its name.
    #[schema(example = "群体性事项提级")]
    pub name: String,
    /// Where it stands.
    pub state: AutomationRuleState,
    /// What its newest version says.
    pub definition: RuleDefinition,
    /// The same in a sentence.
    pub sentence: String,
    /// Number of the newest version.
    #[schema(minimum = 1, example = 1)]
    pub latest_version: i32,
    /// Number of the version that acts, or acted before it was paused.
    #[schema(minimum = 1, example = 1)]
    pub active_version: Option<i32>,
    /// Since when it acts.
    pub activated_at: Option<DateTime<Utc>>,
    /// Why it stands still.
    pub pause: Option<RulePause>,
    /// A rule that undoes what this one does.
    pub conflict: Option<RuleConflict>,
    /// Its runs in the last 24 hours.
    pub runs: RunFigures,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do now: `update`, `activate`, `pause`, `retire`.
    #[schema(example = json!(["update", "activate"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// A member of a rule that a version changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleChange {
    /// Which member: `name`, `source`, `trigger`, `condition`, `actions`, `valid_from`, `valid_to`.
    #[schema(example = "condition")]
    pub member: &'static str,
    /// What it said before, in words; null in the first version.
    pub before: Option<String>,
    /// What it says, in words.
    pub after: Option<String>,
}

/// Somebody activated, paused or retired a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleTurn {
    /// `activate`, `pause` or `retire`.
    #[schema(example = "activate")]
    pub turn: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: PersonRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// One version of a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleVersionView {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// The name under it.
    pub name: String,
    /// What it says.
    pub definition: RuleDefinition,
    /// What it changed.
    pub changes: Vec<RuleChange>,
    /// What was decided about it.
    pub turns: Vec<RuleTurn>,
    /// Who wrote it.
    pub changed_by: PersonRef,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A case in the lists of rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleCaseRef {
    /// Its id.
    pub id: Uuid,
    /// 一案一码.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
}

/// One run of a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationRunView {
    /// Its id.
    pub id: Uuid,
    /// The version that ran.
    #[schema(minimum = 1, example = 1)]
    pub rule_version: i32,
    /// The case.
    pub case: RuleCaseRef,
    /// What it ran for: the kind of an event, or `limit`, or `standing`.
    #[schema(example = "classified")]
    pub fact: String,
    /// In words.
    pub fact_name: String,
    /// When the event happened, or the limit ends.
    pub fact_at: DateTime<Utc>,
    /// How many rules stand between it and what a person or the time did, itself included.
    #[schema(example = 1)]
    pub depth: i32,
    /// What came of it.
    pub outcome: RunOutcome,
    /// Why, where it was refused or skipped.
    #[schema(example = "case.illegal_transition")]
    pub code: Option<String>,
    /// The same in words.
    pub code_name: Option<String>,
    /// Events it wrote into the ledger.
    #[schema(example = 1)]
    pub events: i32,
    /// Database statements that ran meanwhile.
    #[schema(example = 9)]
    pub statements: i32,
    /// Milliseconds it took.
    #[schema(example = 4)]
    pub duration_ms: i64,
    /// When it ran.
    pub ran_at: DateTime<Utc>,
}

/// A case a rule matches, and what would come of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleMatch {
    /// The case.
    pub case: RuleCaseRef,
    /// Where it stands, or stood.
    pub status: CaseStatus,
    /// The event, or `limit`, or `standing`; null where the trigger is an event still to come.
    pub fact: Option<String>,
    /// In words.
    pub fact_name: Option<String>,
    /// When the rule looks, or would have looked.
    pub at: DateTime<Utc>,
    /// What would come of it.
    pub outcome: RunOutcome,
    /// Why, where it would be refused or skipped.
    pub code: Option<String>,
    /// What would happen, in words.
    pub sentence: String,
}

/// What a rule matches in a stretch of time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleMatches {
    /// How many matches there are, at most 1000 counted.
    #[schema(example = 2)]
    pub count: u64,
    /// Whether there are, or may be, more.
    pub is_capped: bool,
    /// The newest of them.
    pub items: Vec<RuleMatch>,
    /// For the next page.
    pub next_cursor: Option<String>,
}

/// What looking cost.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct PreviewCost {
    /// Cases that were looked at.
    #[schema(example = 12)]
    pub cases: u64,
    /// Events that were told again.
    #[schema(example = 60)]
    pub events: u64,
    /// Database statements.
    #[schema(example = 9)]
    pub statements: u64,
}

/// The effect of a draft, within the caller's own scope. Nothing is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationPreviewView {
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// The rule in a sentence.
    pub sentence: String,
    /// What it matches now; for a rule that follows events, the cases its condition holds on.
    pub now: RuleMatches,
    /// What it would have matched in the last 30 days, by the ledger and the state as it was.
    pub last_month: RuleMatches,
    /// What looking cost.
    pub cost: PreviewCost,
}
