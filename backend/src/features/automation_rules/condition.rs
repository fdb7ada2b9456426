//! A condition on a case as data, with two of its interpreters: yes or no for one case, and words
//! for people. The third, the SQL predicate, is beside it in [`super::predicate`].
//!
//! What is not known satisfies nothing but "is none of", "does not lie in" and "is not known", each
//! of which is the exact opposite of its positive form; so is `Not`.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::field::{ConditionField, ConditionOp};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::case;
use crate::platform::lang::Lang;

/// How deep groups may lie in each other.
pub const MAX_DEPTH: usize = 4;
/// How many groups and comparisons there may be.
pub const MAX_SIZE: usize = 40;
/// How many values one comparison may name.
pub const MAX_VALUES: usize = 50;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of them; none at all: every case.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// One comparison.
    Test(Test),
}

/// One comparison of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The field.
    pub field: ConditionField,
    /// How it is compared.
    pub op: ConditionOp,
    /// With what.
    pub with: Operand,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// Words or codes.
    Texts(Vec<String>),
    /// Departments.
    Ids(Vec<Uuid>),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Nothing: it is known, or not.
    Nothing,
}

/// What conditions look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The row of the case, now or as it was.
    pub row: &'a case::Model,
    /// The departments that assist.
    pub assists: &'a [Uuid],
    /// Whether it was ever reopened.
    pub is_reopened: bool,
    /// When one looks.
    pub at: DateTime<Utc>,
}

/// What a case has in a field.
enum Fact<'a> {
    Text(Option<&'a str>),
    Ids(Vec<Uuid>),
    Number(Option<i64>),
    Flag(Option<bool>),
}

impl Condition {
    /// Yes or no for one case.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|one| one.holds(facts)),
            Self::Any(conditions) => conditions.iter().any(|one| one.holds(facts)),
            Self::Not(condition) => !condition.holds(facts),
            Self::Test(test) => test.holds(facts),
        }
    }

    /// Whether it looks at `field` anywhere.
    pub fn names(&self, field: ConditionField) -> bool {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().any(|one| one.names(field))
            }
            Self::Not(condition) => condition.names(field),
            Self::Test(test) => test.field == field,
        }
    }

    /// The condition in words; `name` tells what a value of a field is called.
    pub fn sentence(&self, lang: Lang, name: &dyn Fn(ConditionField, &str) -> String) -> String {
        let joined = |conditions: &[Self], word: &str| {
            let parts: Vec<_> = conditions
                .iter()
                .map(|one| match one {
                    Self::All(_) | Self::Any(_) => {
                        let inner = one.sentence(lang, name);
                        lang.pick("（{}）", "({})").replace("{}", &inner)
                    }
                    Self::Not(_) | Self::Test(_) => one.sentence(lang, name),
                })
                .collect();
            parts.join(word)
        };
        match self {
            Self::All(conditions) if conditions.is_empty() => {
                lang.pick("全部案件", "every case").to_owned()
            }
            Self::All(conditions) => joined(conditions, lang.pick("，且", " and ")),
            Self::Any(conditions) => joined(conditions, lang.pick("，或", " or ")),
            Self::Not(condition) => {
                let inner = condition.sentence(lang, name);
                lang.pick("不满足（{}）", "not ({})").replace("{}", &inner)
            }
            Self::Test(test) => test.sentence(lang, name),
        }
    }
}

impl Test {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        let fact = fact(self.field, facts);
        match (&fact, &self.with) {
            (Fact::Text(text), Operand::Texts(any)) => {
                let is_below = |code: &str| any.iter().any(|root| code.starts_with(root.as_str()));
                let is_one = |word: &str| any.iter().any(|one| one == word);
                let nests = matches!(self.op, ConditionOp::Below | ConditionOp::NotBelow);
                let found =
                    if nests { text.is_some_and(is_below) } else { text.is_some_and(is_one) };
                found != self.op.is_negative()
            }
            (Fact::Ids(ids), Operand::Ids(any)) => {
                let is_one = ids.iter().any(|id| any.contains(id));
                is_one != self.op.is_negative()
            }
            (Fact::Number(number), Operand::Number(than)) => {
                number.is_some_and(|number| compare(number, self.op, *than))
            }
            (Fact::Flag(flag), Operand::Flag(is)) => *flag == Some(*is),
            (fact, Operand::Nothing) => is_known(fact) == (self.op == ConditionOp::IsSet),
            (Fact::Text(_) | Fact::Ids(_) | Fact::Number(_) | Fact::Flag(_), _) => false,
        }
    }

    fn sentence(&self, lang: Lang, name: &dyn Fn(ConditionField, &str) -> String) -> String {
        let (field, op) = (self.field.name(lang), self.op.name(lang));
        let values = match &self.with {
            Operand::Texts(any) => {
                let names: Vec<_> = any.iter().map(|one| name(self.field, one)).collect();
                names.join(lang.pick("、", ", "))
            }
            Operand::Ids(any) => {
                let names: Vec<_> =
                    any.iter().map(|id| name(self.field, &id.to_string())).collect();
                names.join(lang.pick("、", ", "))
            }
            Operand::Number(fen) if self.field == ConditionField::AmountFen => yuan(*fen, lang),
            Operand::Number(number) => number.to_string(),
            Operand::Flag(true) => lang.pick("是", "yes").to_owned(),
            Operand::Flag(false) => lang.pick("否", "no").to_owned(),
            Operand::Nothing => String::new(),
        };
        let is_one = matches!(&self.with, Operand::Texts(any) if any.len() == 1)
            || matches!(&self.with, Operand::Ids(any) if any.len() == 1);
        let op = match (is_one, self.op) {
            (true, ConditionOp::In) => lang.pick("是", "is"),
            (true, ConditionOp::NotIn) => lang.pick("不是", "is not"),
            _ => op,
        };
        match (lang, values.is_empty()) {
            (Lang::Zh, true) => format!("{op}{field}"),
            (Lang::Zh, false) => format!("{field}{op}{values}"),
            (Lang::En, true) => format!("{field} {op}"),
            (Lang::En, false) => format!("{field} {op} {values}"),
        }
    }
}

/// Money as people read it. It is stored in fen.
fn yuan(fen: i64, lang: Lang) -> String {
    let (whole, rest) = (fen / 100, fen.unsigned_abs() % 100);
    let amount = match rest {
        0 => whole.to_string(),
        rest => format!("{whole}.{rest:02}"),
    };
    lang.pick("{} 元", "{} yuan").replace("{}", &amount)
}

fn is_known(fact: &Fact<'_>) -> bool {
    match fact {
        Fact::Text(text) => text.is_some(),
        Fact::Ids(ids) => !ids.is_empty(),
        Fact::Number(number) => number.is_some(),
        Fact::Flag(flag) => flag.is_some(),
    }
}

fn compare(number: i64, op: ConditionOp, than: i64) -> bool {
    match op {
        ConditionOp::Eq => number == than,
        ConditionOp::Lt => number < than,
        ConditionOp::Le => number <= than,
        ConditionOp::Gt => number > than,
        ConditionOp::Ge => number >= than,
        ConditionOp::In
        | ConditionOp::NotIn
        | ConditionOp::Below
        | ConditionOp::NotBelow
        | ConditionOp::Is
        | ConditionOp::IsSet
        | ConditionOp::NotSet => false,
    }
}

fn fact<'a>(field: ConditionField, facts: &Facts<'a>) -> Fact<'a> {
    let row = facts.row;
    let days = |from: NaiveDate| (local_date(facts.at) - from).num_days();
    match field {
        ConditionField::Status => Fact::Text(Some(&row.status)),
        ConditionField::Level => Fact::Text(row.level.as_deref()),
        ConditionField::TypeCode => Fact::Text(row.type_code.as_deref()),
        ConditionField::ScaleCode => Fact::Text(row.scale_code.as_deref()),
        ConditionField::Channel => Fact::Text(Some(&row.channel)),
        ConditionField::RegionCode => Fact::Text(Some(&row.region_code)),
        ConditionField::OwnerKind => Fact::Text(Some(&row.owner_kind)),
        ConditionField::Handed => Fact::Text(row.handed_direction.as_deref()),
        ConditionField::Outcome => Fact::Text(row.outcome.as_deref()),
        ConditionField::LeadDepartment => Fact::Ids(row.lead_department_id.into_iter().collect()),
        ConditionField::AssistDepartment => Fact::Ids(facts.assists.to_vec()),
        ConditionField::PeopleCount => Fact::Number(row.people_count.map(i64::from)),
        ConditionField::AmountFen => Fact::Number(row.amount_fen),
        ConditionField::ReturnCount => Fact::Number(Some(row.return_count.into())),
        ConditionField::FailedCallbacks => Fact::Number(Some(row.failed_callbacks.into())),
        // What is not over yet is no day over.
        ConditionField::DaysOver => {
            Fact::Number(row.due_at.map(|due| days(local_date(due)).max(0)))
        }
        ConditionField::DaysOpen => Fact::Number(Some(days(local_date(row.registered_at)))),
        ConditionField::WillingToMediate => Fact::Flag(row.willing_to_mediate),
        ConditionField::IsAnonymous => Fact::Flag(Some(row.is_anonymous)),
        ConditionField::IsRuled => Fact::Flag(Some(row.is_ruled)),
        ConditionField::IsSuspended => Fact::Flag(Some(row.suspended_at.is_some())),
        ConditionField::IsReopened => Fact::Flag(Some(facts.is_reopened)),
        ConditionField::HasLeader => Fact::Flag(Some(row.charge_leader_id.is_some())),
    }
}
