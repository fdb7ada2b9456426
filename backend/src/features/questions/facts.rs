//! What a question rests on, and the question in words. Pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::kind::QuestionKind;
use crate::platform::lang::Lang;

/// The figures a question rests on; those it has no use for are null.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionFacts {
    /// Cases it is about.
    #[schema(minimum = 0, example = 0)]
    pub count: u32,
    /// Cases of the window in all.
    #[schema(minimum = 0)]
    pub of: Option<u32>,
    /// Cases to be expected by the unit's own past and its peers, in tenths.
    #[schema(minimum = 0, example = 84)]
    pub expected_tenths: Option<u32>,
    /// The threshold, where it is in minutes.
    #[schema(minimum = 0)]
    pub minutes: Option<u32>,
    /// The threshold, where it is in hours.
    #[schema(minimum = 0)]
    pub hours: Option<u32>,
    /// The threshold, where it is in days.
    #[schema(minimum = 0)]
    pub days: Option<u32>,
}

/// What a question is put with beside its figures.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The unit.
    pub unit: &'a str,
    /// The first day of the window.
    pub from: &'a str,
    /// The last one.
    pub to: &'a str,
    /// The source's number, where it is about one.
    pub number: &'a str,
    /// The source.
    pub source: &'a str,
}

/// The question in words: it asks and claims nothing.
pub fn sentence(
    kind: QuestionKind,
    facts: &QuestionFacts,
    named: &Named<'_>,
    lang: Lang,
) -> String {
    let (zh, en) = template(kind);
    let tenths = facts.expected_tenths.unwrap_or(0);
    let number = |one: Option<u32>| one.unwrap_or(0).to_string();
    lang.pick(zh, en)
        .replace("{expected}", &format!("{}.{}", tenths / 10, tenths % 10))
        .replace("{count}", &facts.count.to_string())
        .replace("{of}", &number(facts.of))
        .replace("{minutes}", &number(facts.minutes))
        .replace("{hours}", &number(facts.hours))
        .replace("{days}", &number(facts.days))
        .replace("{from}", named.from)
        .replace("{to}", named.to)
        .replace("{unit}", named.unit)
        .replace("{source}", named.source)
        // Last: what others wrote is not filled in again.
        .replace("{number}", named.number)
}

const fn template(kind: QuestionKind) -> (&'static str, &'static str) {
    match kind {
        QuestionKind::UnregisteredNumber => (
            "{source} {from} 至 {to} 的名单中，编号 {number} 在本平台没有找到。是否已用其他编号登记，\
             或者不属于{unit}？",
            "Number {number} of the list of {source} from {from} to {to} was not found here. Is it \
             registered under another number, or not of {unit}?",
        ),
        QuestionKind::Silence => (
            "{from} 至 {to}，{unit}登记 {count} 件；参照本单位以往登记（如有）和同类单位同期情况约为 {expected} 件。\
             是否有未登记的矛盾纠纷，或者确实减少？",
            "{unit} registered {count} from {from} to {to}, where its own past, if it has one, and \
             its peers suggest about {expected}. Are there matters that were not registered, or are there really fewer?",
        ),
        QuestionKind::LateEntry => (
            "{from} 至 {to}，{unit}登记的 {of} 件中有 {count} 件在知晓或接收 {days} 天以后才登记。\
             是什么原因？",
            "Of {of} matters {unit} registered from {from} to {to}, {count} were registered more than \
             {days} days after they were known or received. Why?",
        ),
        QuestionKind::BackDated => (
            "{from} 至 {to}，{unit}登记的 {of} 件中有 {count} 件所填的发生、知晓、接收、登记时间先后不一致\
             （以 {hours} 小时为限）。所填时间是否有误？",
            "Of {of} matters {unit} registered from {from} to {to}, {count} have times of occurrence, \
             knowledge, receipt and registration that do not follow one another (within {hours} \
             hours). Were they mistyped?",
        ),
        QuestionKind::BulkEntry => (
            "{from} 至 {to}，{unit}有 {count} 件在 {minutes} 分钟内集中登记。是集中补录，还是当时分别受理？",
            "{unit} registered {count} matters within {minutes} minutes between {from} and {to}. Were \
             they entered afterwards, or taken in one by one?",
        ),
        QuestionKind::MonthEnd => (
            "{from} 至 {to}，{unit}登记的 {of} 件中有 {count} 件集中在最后 {days} 天。平时受理的是否当时登记？",
            "Of {of} matters {unit} registered from {from} to {to}, {count} fall on the last {days} \
             days. Is what comes in earlier registered when it comes in?",
        ),
        QuestionKind::OffHours => (
            "{from} 至 {to}，{unit}登记的 {of} 件中有 {count} 件在非工作时间登记。是值班受理，还是下班后补录？",
            "Of {of} matters {unit} registered from {from} to {to}, {count} were entered out of office \
             hours. Were they taken in on duty, or entered after work?",
        ),
        QuestionKind::SoonClosed => (
            "{from} 至 {to}，{unit}登记的 {of} 件中有 {count} 件在登记后 {minutes} 分钟内结案。\
             是否为办结后补录？",
            "Of {of} matters {unit} registered from {from} to {to}, {count} were closed within \
             {minutes} minutes. Were they entered after they had been settled?",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_asks_and_names_its_figures() {
        let facts = QuestionFacts { count: 7, expected_tenths: Some(123), ..Default::default() };
        let named = Named {
            unit: "东岭镇",
            from: "2026-02-02",
            to: "2026-02-15",
            number: "{unit}",
            source: "12345",
        };
        for kind in QuestionKind::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let said = sentence(*kind, &facts, &named, lang);
                let is_filled = !said.replace("{unit}", "").contains(['{', '}']);
                assert!(is_filled && said.contains("2026-02-15"), "{said}");
                assert!(said.contains(['？', '?']), "it claims: {said}");
            }
        }
        let said = sentence(QuestionKind::Silence, &facts, &named, Lang::Zh);
        assert!(said.contains("登记 7 件") && said.contains("12.3 件"), "{said}");
    }
}
