//! From what a caller sends to a rule that can act. What is wrong is named by its place.

use chrono::NaiveDate;
use serde_json::Map;
use uuid::Uuid;

use super::acting::Act;
use super::condition::{Condition, MAX_DEPTH, MAX_SIZE, MAX_VALUES, Operand, Test};
use super::dto::{
    ConditionKind, ConditionNode, RuleAction, RuleActionKind, RuleDefinition, RuleTrigger,
};
use super::field::{ConditionField, ConditionOp, FieldType};
use super::trigger::{Shift, Trigger, TriggerKind};
use crate::features::cases::by_rule::RuleAct;
use crate::features::cases::model::CaseStatus;
use crate::features::supervision::by_rule::RuleOrder;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::lang::Lang;

/// What a rule says, ready to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// When it looks.
    pub trigger: Trigger,
    /// At which cases.
    pub condition: Condition,
    /// What it does.
    pub acts: Vec<Act>,
    /// The first day on which it acts.
    pub valid_from: Option<NaiveDate>,
    /// The last such day.
    pub valid_to: Option<NaiveDate>,
}

impl Definition {
    /// Whether it acts on `on`.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from.is_some_and(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}

/// What is known outside a rule.
pub trait Known {
    /// The code set `set` has `code`.
    fn code(&self, set: &str, code: &str) -> bool;
    /// There is a region with `code`.
    fn region(&self, code: &str) -> bool;
    /// There is an active department, which covers the centre's region.
    fn department(&self, id: Uuid) -> Option<ErrorCode>;
}

/// For what was checked when it was stored.
pub struct Trusting;

impl Known for Trusting {
    fn code(&self, _: &str, _: &str) -> bool {
        true
    }
    fn region(&self, _: &str) -> bool {
        true
    }
    fn department(&self, _: Uuid) -> Option<ErrorCode> {
        None
    }
}

/// Checks `said`, which stands at `/definition` of a body.
pub fn read(said: &RuleDefinition, known: &dyn Known) -> AppResult<Definition> {
    let mut reader = Reader { known, wrong: Vec::new(), size: 0 };
    let trigger = reader.trigger(&said.trigger);
    let condition = reader.condition(&said.condition, "/definition/condition", 0);
    if said.actions.is_empty() {
        reader.refuse("/definition/actions", ErrorCode::AutomationActionRequired);
    }
    let mut acts = Vec::new();
    for (at, action) in said.actions.iter().enumerate() {
        let pointer = format!("/definition/actions/{at}");
        let Some(act) = reader.act(action, &pointer) else { continue };
        if acts.iter().any(|other| is_repeated(other, &act)) {
            reader.wrong.push(FieldError::rule(pointer, "duplicate", Map::new()));
        }
        acts.push(act);
    }
    if said.valid_from.zip(said.valid_to).is_some_and(|(from, to)| to < from) {
        reader.refuse("/definition/valid_to", ErrorCode::AutomationValidityReversed);
    }
    match (trigger, condition, reader.wrong.is_empty()) {
        (Some(trigger), Some(condition), true) => Ok(Definition {
            trigger,
            condition,
            acts,
            valid_from: said.valid_from,
            valid_to: said.valid_to,
        }),
        _ => Err(AppError::Validation(reader.wrong)),
    }
}

/// One run tells nobody twice, and puts a case under one order.
fn is_repeated(one: &Act, other: &Act) -> bool {
    match (one, other) {
        (Act::Notify(one), Act::Notify(other)) => one == other,
        (Act::IssueOrder(_), Act::IssueOrder(_)) => true,
        (Act::OnCase(_) | Act::Notify(_) | Act::IssueOrder(_), _) => false,
    }
}

struct Reader<'a> {
    known: &'a dyn Known,
    wrong: Vec<FieldError>,
    size: usize,
}

impl Reader<'_> {
    fn refuse(&mut self, pointer: impl Into<String>, code: ErrorCode) {
        self.wrong.push(FieldError::of(pointer, code));
    }

    fn missing(&mut self, pointer: String) {
        self.wrong.push(FieldError::rule(pointer, "missing_field", Map::new()));
    }

    /// What must be there; its absence is noted.
    fn need<T: Clone>(&mut self, value: Option<&T>, pointer: String) -> Option<T> {
        if value.is_none() {
            self.missing(pointer);
        }
        value.cloned()
    }

    /// What must not be there.
    fn none(&mut self, is_there: bool, pointer: String) {
        if is_there {
            self.refuse(pointer, ErrorCode::AutomationPartUnexpected);
        }
    }

    fn trigger(&mut self, said: &RuleTrigger) -> Option<Trigger> {
        let at = |member: &str| format!("/definition/trigger/{member}");
        let is_event = said.kind == TriggerKind::Event;
        self.none(!is_event && !said.events.is_empty(), at("events"));
        self.none(said.kind != TriggerKind::Limit && said.clock.is_some(), at("clock"));
        self.none(said.kind != TriggerKind::Limit && said.side.is_some(), at("side"));
        self.none(said.kind != TriggerKind::Standing && said.status.is_some(), at("status"));
        self.none(is_event && said.amount.is_some(), at("amount"));
        self.none(is_event && said.unit.is_some(), at("unit"));
        if is_event {
            if said.events.is_empty() {
                self.missing(at("events"));
            }
            let mut events = said.events.clone();
            events.sort_unstable();
            events.dedup();
            return Some(Trigger::Event(events));
        }
        let amount = self.need(said.amount.as_ref(), at("amount"));
        let unit = self.need(said.unit.as_ref(), at("unit"));
        let shift = Shift { amount: amount?, unit: unit? };
        let in_working_hours = said.in_working_hours;
        if said.kind == TriggerKind::Limit {
            let clock = self.need(said.clock.as_ref(), at("clock"));
            let side = self.need(said.side.as_ref(), at("side"));
            return Some(Trigger::Limit { clock: clock?, side: side?, shift, in_working_hours });
        }
        let status = self.need(said.status.as_ref(), at("status"))?;
        // Nothing more can happen to a case that has ended.
        if !status.is_open() && status != CaseStatus::Closed {
            self.refuse(at("status"), ErrorCode::AutomationValueUnknown);
        }
        Some(Trigger::Standing { status, shift, in_working_hours })
    }

    fn condition(&mut self, said: &ConditionNode, at: &str, depth: usize) -> Option<Condition> {
        self.size += 1;
        if self.size > MAX_SIZE {
            if self.size == MAX_SIZE + 1 {
                self.refuse("/definition/condition", ErrorCode::AutomationConditionTooLarge);
            }
            return None;
        }
        if said.kind == ConditionKind::Test {
            self.none(!said.of.is_empty(), format!("{at}/of"));
            return self.test(said, at).map(Condition::Test);
        }
        if depth >= MAX_DEPTH {
            self.refuse(at, ErrorCode::AutomationConditionTooDeep);
            return None;
        }
        for (is_there, member) in [
            (said.field.is_some(), "field"),
            (said.op.is_some(), "op"),
            (!said.values.is_empty(), "values"),
            (said.number.is_some(), "number"),
            (said.flag.is_some(), "flag"),
        ] {
            self.none(is_there, format!("{at}/{member}"));
        }
        let is_everything = said.kind == ConditionKind::All && depth == 0;
        if said.of.is_empty() && !is_everything {
            self.refuse(at, ErrorCode::AutomationConditionEmpty);
            return None;
        }
        let mut parts = Vec::with_capacity(said.of.len());
        for (index, part) in said.of.iter().enumerate() {
            parts.extend(self.condition(part, &format!("{at}/of/{index}"), depth + 1));
        }
        Some(match said.kind {
            ConditionKind::All | ConditionKind::Test => Condition::All(parts),
            ConditionKind::Any => Condition::Any(parts),
            ConditionKind::Not => {
                if said.of.len() > 1 {
                    self.refuse(format!("{at}/of/1"), ErrorCode::AutomationPartUnexpected);
                }
                Condition::Not(Box::new(parts.pop()?))
            }
        })
    }

    fn test(&mut self, said: &ConditionNode, at: &str) -> Option<Test> {
        let field = self.need(said.field.as_ref(), format!("{at}/field"));
        let op = self.need(said.op.as_ref(), format!("{at}/op"));
        let (field, op) = (field?, op?);
        if !field.ops().contains(&op) {
            self.refuse(format!("{at}/op"), ErrorCode::AutomationOperatorMismatch);
            return None;
        }
        let is_bare = matches!(op, ConditionOp::IsSet | ConditionOp::NotSet);
        let kind = (!is_bare).then(|| field.field_type());
        let takes_values =
            matches!(kind, Some(FieldType::Word | FieldType::Code | FieldType::Department));
        self.none(!takes_values && !said.values.is_empty(), format!("{at}/values"));
        let takes_number = matches!(kind, Some(FieldType::Number(_)));
        self.none(!takes_number && said.number.is_some(), format!("{at}/number"));
        let takes_flag = kind == Some(FieldType::Flag);
        self.none(!takes_flag && said.flag.is_some(), format!("{at}/flag"));
        let with = match kind {
            None => Operand::Nothing,
            Some(FieldType::Number(most)) => {
                let number = self.value(said.number.as_ref(), format!("{at}/number"))?;
                if !(0..=most).contains(&number) {
                    let params = Map::from_iter([
                        ("min".to_owned(), 0.into()),
                        ("max".to_owned(), most.into()),
                    ]);
                    self.wrong.push(FieldError::rule(format!("{at}/number"), "range", params));
                }
                Operand::Number(number)
            }
            Some(FieldType::Flag) => {
                Operand::Flag(self.value(said.flag.as_ref(), format!("{at}/flag"))?)
            }
            Some(of_values) => self.values(field, of_values, &said.values, at)?,
        };
        Some(Test { field, op, with })
    }

    fn value<T: Copy>(&mut self, value: Option<&T>, pointer: String) -> Option<T> {
        if value.is_none() {
            self.refuse(pointer, ErrorCode::AutomationValueRequired);
        }
        value.copied()
    }

    fn values(
        &mut self,
        field: ConditionField,
        kind: FieldType,
        values: &[String],
        at: &str,
    ) -> Option<Operand> {
        if values.is_empty() {
            self.refuse(format!("{at}/values"), ErrorCode::AutomationValueRequired);
            return None;
        }
        if values.len() > MAX_VALUES {
            let params = Map::from_iter([("max".to_owned(), MAX_VALUES.into())]);
            self.wrong.push(FieldError::rule(format!("{at}/values"), "length", params));
            return None;
        }
        if kind == FieldType::Department {
            let mut ids = Vec::with_capacity(values.len());
            for (index, value) in values.iter().enumerate() {
                let pointer = format!("{at}/values/{index}");
                match Uuid::try_parse(value) {
                    Ok(id) => {
                        self.department(id, pointer);
                        ids.push(id);
                    }
                    Err(_not_an_id) => self.refuse(pointer, ErrorCode::DepartmentUnknown),
                }
            }
            return Some(Operand::Ids(ids));
        }
        for (index, value) in values.iter().enumerate() {
            let is_type = field == ConditionField::TypeCode;
            let (is_known, code) = if field == ConditionField::RegionCode {
                (self.known.region(value), ErrorCode::RegionUnknown)
            } else if kind == FieldType::Code {
                let set = if is_type { "case_type" } else { "case_scale" };
                (self.known.code(set, value), ErrorCode::CodeUnknown)
            } else {
                (field.word(value, Lang::En).is_some(), ErrorCode::AutomationValueUnknown)
            };
            if !is_known {
                self.refuse(format!("{at}/values/{index}"), code);
            }
        }
        Some(Operand::Texts(values.to_vec()))
    }

    fn department(&mut self, id: Uuid, pointer: String) {
        if let Some(code) = self.known.department(id) {
            self.refuse(pointer, code);
        }
    }

    fn act(&mut self, said: &RuleAction, at: &str) -> Option<Act> {
        self.unexpected(said, at);
        let member = |name: &str| format!("{at}/{name}");
        if let Some(id) = said.department_id {
            self.department(id, member("department_id"));
        }
        for (index, id) in said.assist_department_ids.iter().enumerate() {
            self.department(*id, format!("{at}/assist_department_ids/{index}"));
        }
        let text = said.text.as_deref().map(|text| text.trim().to_owned());
        Some(Act::OnCase(match said.kind {
            RuleActionKind::SetLevel => {
                RuleAct::SetLevel(self.need(said.level.as_ref(), member("level"))?)
            }
            RuleActionKind::Dispatch => RuleAct::Dispatch {
                lead: self.need(said.department_id.as_ref(), member("department_id"))?,
                assists: said.assist_department_ids.clone(),
                note: text,
            },
            RuleActionKind::AddAssist => {
                let id = self.need(said.department_id.as_ref(), member("department_id"));
                let task = self.need(text.as_ref(), member("text"));
                RuleAct::AddAssist {
                    department_id: id?,
                    task: task?,
                    due_in_days: said.due_in_days,
                }
            }
            RuleActionKind::Note => {
                if said.department_id.is_none() && said.role.is_none() {
                    self.missing(member("role"));
                }
                RuleAct::Note {
                    note: self.need(text.as_ref(), member("text"))?,
                    department_id: said.department_id,
                    role: said.role,
                }
            }
            RuleActionKind::Notify => {
                let recipient = self.need(said.recipient.as_ref(), member("recipient"));
                return recipient.map(Act::Notify);
            }
            RuleActionKind::IssueOrder => return self.order(said, at).map(Act::IssueOrder),
        }))
    }

    /// Notes the members that belong to other kinds of action.
    fn unexpected(&mut self, said: &RuleAction, at: &str) {
        use RuleActionKind::{AddAssist, Dispatch, IssueOrder, Note, Notify, SetLevel};
        let assists = !said.assist_department_ids.is_empty();
        let members: [(&str, bool, &[RuleActionKind]); 9] = [
            ("level", said.level.is_some(), &[SetLevel]),
            ("department_id", said.department_id.is_some(), &[Dispatch, AddAssist, Note]),
            ("assist_department_ids", assists, &[Dispatch]),
            ("role", said.role.is_some(), &[Note]),
            ("text", said.text.is_some(), &[Dispatch, AddAssist, Note]),
            ("due_in_days", said.due_in_days.is_some(), &[AddAssist]),
            ("recipient", said.recipient.is_some(), &[Notify]),
            ("ground_code", said.ground_code.is_some(), &[IssueOrder]),
            ("reply_working_days", said.reply_working_days.is_some(), &[IssueOrder]),
        ];
        for (name, is_there, kinds) in members {
            self.none(is_there && !kinds.contains(&said.kind), format!("{at}/{name}"));
        }
    }

    fn order(&mut self, said: &RuleAction, at: &str) -> Option<RuleOrder> {
        let pointer = format!("{at}/ground_code");
        let ground_code = self.need(said.ground_code.as_ref(), pointer.clone());
        if ground_code.as_ref().is_some_and(|code| !self.known.code("supervision_ground", code)) {
            self.refuse(pointer, ErrorCode::CodeUnknown);
        }
        let days = self.need(said.reply_working_days.as_ref(), format!("{at}/reply_working_days"));
        Some(RuleOrder { ground_code: ground_code?, reply_working_days: days? })
    }
}
