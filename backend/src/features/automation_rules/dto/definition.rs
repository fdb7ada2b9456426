//! What a rule says, as it is sent and stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::automation_rules::field::{ConditionField, ConditionOp};
use crate::features::automation_rules::trigger::{
    TriggerEvent, TriggerKind, TriggerSide, TriggerUnit,
};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::model::{CaseStatus, Level};
use crate::platform::error::not_blank;
use crate::platform::words::words;
use crate::policy::Role;

words! {
    /// A node of a condition.
    ConditionKind {
        All = "all", "全部满足", "All of";
        Any = "any", "任一满足", "Any of";
        Not = "not", "不满足", "Not";
        Test = "test", "比较", "Comparison";
    }
}

words! {
    /// What a rule does.
    RuleActionKind {
        SetLevel = "set_level", "定级", "Set the level";
        Dispatch = "dispatch", "转办", "Dispatch";
        AddAssist = "add_assist", "增加协办", "Add an assistant";
        Note = "note", "提示", "Take note";
        Notify = "notify", "通知", "Notify";
        IssueOrder = "issue_order", "发出督办件", "Issue a supervision order";
    }
}

words! {
    /// Whom a rule notifies: those in charge of the case when it runs, and nobody else.
    RuleRecipient {
        Lead = "lead", "主办单位", "the lead department";
        Assists = "assists", "协办单位", "the assisting departments";
        Dispatcher = "dispatcher", "分流岗", "the dispatchers";
        Supervisor = "supervisor", "督办岗", "the supervisors";
        CenterDirector = "center_director", "中心主任", "the director of the centre";
    }
}

/// When a rule looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleTrigger {
    /// After an event, around a limit, or standing in a status.
    pub kind: TriggerKind,
    /// `event`: after one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 60))]
    #[schema(max_items = 60, example = json!(["classified"]))]
    pub events: Vec<TriggerEvent>,
    /// `limit`: which limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockKind>,
    /// `limit`: before or after it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<TriggerSide>,
    /// `standing`: in which status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CaseStatus>,
    /// `limit` and `standing`: how far, how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 999))]
    #[schema(maximum = 999)]
    pub amount: Option<u16>,
    /// `limit` and `standing`: of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<TriggerUnit>,
    /// `limit` and `standing`: whether it waits for 08:30 to 17:30 of a working day.
    #[serde(default)]
    pub in_working_hours: bool,
}

/// A condition: a group of others, or one comparison. Groups nest four deep, with forty parts in
/// all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "all", "of": [
    { "kind": "test", "field": "people_count", "op": "ge", "number": 10 },
    { "kind": "test", "field": "level", "op": "not_in", "values": ["difficult"] },
] }))]
pub struct ConditionNode {
    /// A group, its opposite, or a comparison.
    pub kind: ConditionKind,
    /// `all` and `any`: the parts; `not`: the one it turns round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion, max_items = 40)]
    pub of: Vec<ConditionNode>,
    /// `test`: which field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<ConditionField>,
    /// `test`: how it is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<ConditionOp>,
    /// `test` of words, codes and departments: with which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub values: Vec<String>,
    /// `test` of numbers: with which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// `test` of yes and no: with which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<bool>,
}

/// What a rule does, one of its actions. `notify` and `issue_order` need the author's own right: to
/// read cases, to issue supervision orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "issue_order",
    "ground_code": "no_progress",
    "reply_working_days": 3,
}))]
pub struct RuleAction {
    /// Which action.
    pub kind: RuleActionKind,
    /// `set_level`: to which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// `dispatch`: the lead; `add_assist`: the assistant; `note`: who is to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<Uuid>,
    /// `dispatch`: who assists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub assist_department_ids: Vec<Uuid>,
    /// `note`: the post that is to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// `add_assist`: what is asked; `note`: what is to be seen; `dispatch`: to the departments. It
    /// names no citizen: the same words go to every case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub text: Option<String>,
    /// `add_assist`: by when, in calendar days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 365))]
    #[schema(minimum = 1, maximum = 365)]
    pub due_in_days: Option<u16>,
    /// `notify`: who of those in charge of the case. The text is fixed: the rule's name and the
    /// number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RuleRecipient>,
    /// `issue_order`: 督办事由, code set `supervision_ground`. The order goes to the department that
    /// leads; while an open one asks the same department, or for the same ground, it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "no_progress")]
    pub ground_code: Option<String>,
    /// `issue_order`: by when the reply is due, in working days from the day of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 30))]
    #[schema(minimum = 1, maximum = 30, example = 3)]
    pub reply_working_days: Option<u16>,
}

/// All that a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "source": "县矛盾纠纷分级办法第八条",
    "trigger": { "kind": "event", "events": ["classified"] },
    "condition": { "kind": "all", "of": [
        { "kind": "test", "field": "people_count", "op": "ge", "number": 10 },
    ] },
    "actions": [
        { "kind": "set_level", "level": "difficult" },
        { "kind": "note", "role": "supervisor", "text": "涉及人数多，请关注" },
    ],
    "valid_from": "2026-03-01",
}))]
pub struct RuleDefinition {
    /// The article or document it rests on; may be left open in a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: Option<String>,
    /// When it looks.
    #[validate(nested)]
    pub trigger: RuleTrigger,
    /// At which cases.
    pub condition: ConditionNode,
    /// What it does, in this order: all of it or, when one action is refused, none.
    #[validate(length(max = 5), nested)]
    #[schema(max_items = 5)]
    pub actions: Vec<RuleAction>,
    /// The first day on which it acts; may be left open in a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "in_calendar"))]
    pub valid_from: Option<NaiveDate>,
    /// The last such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "in_calendar"))]
    pub valid_to: Option<NaiveDate>,
}
