//! Rules, and what they would do, in words.

use uuid::Uuid;

use super::acting::{self, Act, Came};
use super::condition::Condition;
use super::definition::Definition;
use super::dto::{RunOutcome, SkipReason};
use super::field::{ConditionField, FieldType};
use super::trigger::{Shift, Trigger, TriggerEvent, TriggerUnit};
use crate::features::cases::by_rule::RuleAct;
use crate::features::cases::model::Level;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::error::ErrorCode;
use crate::platform::lang::Lang;
use crate::policy::{Action, Role, rules};

/// What things are called.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) directory: &'a Directory,
    pub(super) codes: &'a Codes,
    pub(super) lang: Lang,
}

impl Names<'_> {
    fn pick(&self, zh: String, en: String) -> String {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// What a code of a set is called.
    fn coded(&self, set: &str, code: &str) -> String {
        match (self.lang, self.codes.item(set, code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (Lang::Zh, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    /// What a value of a field is called.
    fn value(&self, field: ConditionField, value: &str) -> String {
        if field == ConditionField::RegionCode {
            let regions = &self.directory.regions;
            let region = self.directory.region_by_code.get(value).and_then(|id| regions.get(id));
            return region.map_or_else(|| value.to_owned(), |region| region.name.clone());
        }
        match (field.field_type(), Uuid::try_parse(value)) {
            (FieldType::Department, Ok(id)) => self.directory.department_name(id),
            (FieldType::Code, _) if field == ConditionField::TypeCode => {
                self.coded("case_type", value)
            }
            (FieldType::Code, _) => self.coded("case_scale", value),
            _ => field.word(value, self.lang).unwrap_or(value).to_owned(),
        }
    }

    fn shift(&self, shift: Shift) -> String {
        let unit = match (self.lang, shift.unit) {
            (Lang::Zh, TriggerUnit::Hours) => "小时",
            (Lang::Zh, unit) => unit.name(Lang::Zh),
            (Lang::En, unit) => unit.name(Lang::En),
        };
        format!("{} {unit}", shift.amount)
    }

    /// A trigger.
    pub(super) fn trigger(&self, trigger: &Trigger) -> String {
        let lang = self.lang;
        let waits = |waits: bool| match (waits, lang) {
            (false, _) => "",
            (true, Lang::Zh) => "（工作时间内）",
            (true, Lang::En) => " (in working hours)",
        };
        match trigger {
            Trigger::Event(kinds) => {
                let names: Vec<_> = kinds.iter().map(|kind| kind.name(lang)).collect();
                let names = names.join(lang.pick("、", ", "));
                self.pick(format!("{names}后"), format!("After: {names}"))
            }
            Trigger::Limit { clock, side, shift, in_working_hours } => {
                let (clock, side) = (clock.name(lang), side.name(lang));
                let (shift, waits) = (self.shift(*shift), waits(*in_working_hours));
                self.pick(
                    format!("{clock}时限届满{side} {shift}{waits}"),
                    format!("{shift} {side} the limit “{clock}” ends{waits}"),
                )
            }
            Trigger::Standing { status, shift, in_working_hours } => {
                let (status, shift) = (status.name(lang), self.shift(*shift));
                let waits = waits(*in_working_hours);
                self.pick(
                    format!("停留在“{status}”满 {shift}{waits}"),
                    format!("After {shift} in “{status}”{waits}"),
                )
            }
        }
    }

    /// A condition.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        condition.sentence(self.lang, &|field, value| self.value(field, value))
    }

    /// What an action is to do.
    fn act(&self, act: &Act) -> String {
        match act {
            Act::OnCase(act) => self.on_case(act),
            Act::Notify(recipient) => {
                let who = recipient.name(self.lang);
                self.pick(format!("通知{who}"), format!("notify {who}"))
            }
            Act::IssueOrder(order) => {
                let ground = self.coded("supervision_ground", &order.ground_code);
                let days = order.reply_working_days;
                self.pick(
                    format!("向主办单位发出督办件（{ground}，{days} 个工作日内回复）"),
                    format!(
                        "order the lead department to reply within {days} working days ({ground})"
                    ),
                )
            }
        }
    }

    fn on_case(&self, act: &RuleAct) -> String {
        let department = |id: &Uuid| self.directory.department_name(*id);
        match act {
            RuleAct::SetLevel(level) => {
                let level = level.name(self.lang);
                self.pick(format!("定为{level}"), format!("set level {level}"))
            }
            RuleAct::Dispatch { lead, assists, .. } => {
                let lead = department(lead);
                let names: Vec<_> = assists.iter().map(department).collect();
                let with = match names.as_slice() {
                    [] => String::new(),
                    names => self.pick(
                        format!("，{}协办", names.join("、")),
                        format!(" with {}", names.join(", ")),
                    ),
                };
                self.pick(format!("转办{lead}主办{with}"), format!("dispatch to {lead}{with}"))
            }
            RuleAct::AddAssist { department_id, task, .. } => {
                let name = department(department_id);
                self.pick(format!("增加{name}协办：{task}"), format!("add {name}: {task}"))
            }
            RuleAct::Note { note, department_id, role } => {
                let who = department_id.as_ref().map(department);
                let who = who.into_iter().chain(role.map(|role| role.name(self.lang).to_owned()));
                let who = who.collect::<Vec<_>>().join(self.lang.pick("、", ", "));
                self.pick(format!("提示{who}：{note}"), format!("ask {who} to look: {note}"))
            }
        }
    }

    /// All actions.
    pub(super) fn acts(&self, acts: &[Act]) -> String {
        let acts: Vec<_> = acts.iter().map(|act| self.act(act)).collect();
        acts.join(self.lang.pick("；", "; "))
    }

    /// A rule whole.
    pub(super) fn rule(&self, definition: &Definition) -> String {
        let trigger = self.trigger(&definition.trigger);
        let condition = self.condition(&definition.condition);
        let acts = self.acts(&definition.acts);
        let whole = self.pick(
            format!("{trigger}，如果{condition}，则{acts}。"),
            format!("{trigger}; if {condition}: {acts}."),
        );
        let decides = |act: &Act| act.right() == Some(Action::AutomationDecide);
        if definition.acts.iter().any(decides) { whole + &self.who_decides() } else { whole }
    }

    /// Who answers for a rule that decides on cases.
    fn who_decides(&self) -> String {
        let roles = Role::ALL
            .iter()
            .filter(|role| rules::of(**role, Action::AutomationDecide).next().is_some());
        let roles: Vec<_> = roles.map(|role| role.name(self.lang)).collect();
        let roles = roles.join(self.lang.pick("、", ", "));
        self.pick(
            format!("本规则直接处理案件，只能由{roles}在其辖区内启用。"),
            format!(" It decides on cases itself: only {roles} may let it act, in their region."),
        )
    }

    /// What would come of a rule's actions on a case whose level was `level`.
    pub(super) fn effect(&self, acts: &[Act], came: &[Came], level: Option<Level>) -> Effect {
        if let Some(code) = acting::refusal(came) {
            let why = self.code(code);
            let sentence = self.pick(format!("会被拒绝：{why}"), format!("refused: {why}"));
            let outcome = RunOutcome::Refused;
            return Effect { outcome, code: Some(code.to_owned()), sentence };
        }
        if let Some(reason) = acting::skip(came) {
            let code = Some(reason.as_str().to_owned());
            let sentence = reason.name(self.lang).to_owned();
            return Effect { outcome: RunOutcome::Skipped, code, sentence };
        }
        let done: Vec<_> = acts
            .iter()
            .zip(came)
            .filter(|(_, came)| **came == Came::Does)
            .map(|(act, _)| self.would(act, level))
            .collect();
        let done = done.join(self.lang.pick("；", "; "));
        let sentence = self.pick(format!("会{done}"), format!("would {done}"));
        Effect { outcome: RunOutcome::Done, code: None, sentence }
    }

    fn would(&self, act: &Act, level: Option<Level>) -> String {
        match (act, level) {
            (Act::OnCase(RuleAct::SetLevel(to)), Some(from)) => {
                let (from, to) = (from.name(self.lang), to.name(self.lang));
                self.pick(format!("定级 {from} → {to}"), format!("set level {from} → {to}"))
            }
            (act, _) => self.act(act),
        }
    }

    /// The text for a code of a refusal or a skip.
    pub(super) fn code(&self, code: &str) -> String {
        let skipped = SkipReason::parse(code).map(|reason| reason.name(self.lang));
        let refused = || ErrorCode::ALL.iter().find(|known| known.as_str() == code);
        skipped.or_else(|| refused().map(|known| known.title(self.lang))).unwrap_or(code).to_owned()
    }

    /// The name of what a rule ran for.
    pub(super) fn fact(&self, kind: &str) -> String {
        let name = match kind {
            "limit" => Some(self.lang.pick("时限", "Limit")),
            "standing" => Some(self.lang.pick("停留", "Standing")),
            kind => TriggerEvent::parse(kind).map(|event| event.name(self.lang)),
        };
        name.unwrap_or(kind).to_owned()
    }
}

/// What would come of a rule on a case.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    pub(super) outcome: RunOutcome,
    pub(super) code: Option<String>,
    pub(super) sentence: String,
}
