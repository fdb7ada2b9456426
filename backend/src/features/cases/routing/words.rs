//! The steps and reasons of a suggestion in words.

use uuid::Uuid;

use super::rules::{Reason, Standing, Step};
use crate::features::cases::dto::CitedPrecedent;
use crate::platform::lang::Lang;

/// What names are looked up with.
pub(super) trait Names {
    fn department(&self, id: Uuid) -> String;
    fn case_type(&self, code: &str) -> String;
    fn ground(&self, code: &str) -> String;
}

impl Standing {
    /// The word on the wire.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Precedent => "precedent",
            Self::Competent => "competent",
            Self::Named => "named",
            Self::Returned => "returned",
        }
    }

    pub(super) fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Precedent => lang.pick("有裁定先例", "Settled by a ruling"),
            Self::Competent => lang.pick("属职责清单", "On its duty list"),
            Self::Named => lang.pick("被退回单位建议", "Named by who returned it"),
            Self::Returned => lang.pick("曾退回本案", "Returned this case"),
        }
    }
}

/// The word of a step on the wire, and its sentence.
pub(super) fn step(step: Step, lang: Lang) -> (&'static str, String) {
    match step {
        Step::Unclassified => (
            "unclassified",
            lang.pick(
                "尚未确定类型，请先分类定级",
                "The type is not known yet: classify the case first",
            )
            .to_owned(),
        ),
        Step::InReach { units } => (
            "in_reach",
            lang.pick(
                "管辖案件所在区划且在用的单位有 {n} 个",
                "{n} units in use cover the region of the matter",
            )
            .replace("{n}", &units.to_string()),
        ),
        Step::ByDuty { units, digits } => (
            "by_duty",
            if units == 0 {
                lang.pick("没有单位的职责清单包含该类型", "No duty list holds the type").to_owned()
            } else {
                lang.pick(
                    "职责清单包含该类型的有 {n} 个，最细到 {digits} 位代码；取最长前缀",
                    "{n} duty lists hold the type, the most exact with {digits} digits; the longest entry wins",
                )
                .replace("{n}", &units.to_string())
                .replace("{digits}", &digits.to_string())
            },
        ),
        Step::ByPrecedent { precedents, fallbacks } => (
            "by_precedent",
            lang.pick(
                "可引用的裁定先例 {n} 件；先看同类型，再看同区划，再看时间近；另有兜底裁定 {f} 件，不作为职责依据",
                "{n} rulings can be cited: the same type first, then the same place, then the newest; {f} fallback rulings say nothing about competence",
            )
            .replace("{n}", &precedents.to_string())
            .replace("{f}", &fallbacks.to_string()),
        ),
        Step::Sunk { units } => (
            "sunk",
            lang.pick(
                "曾退回本案的 {n} 个单位排到最后",
                "{n} units that returned this case go to the end",
            )
            .replace("{n}", &units.to_string()),
        ),
        Step::Fallback { is_known: true } => (
            "fallback",
            lang.pick(
                "没有其他单位可派，由兜底单位承办",
                "Nobody else is left: the fallback unit takes it",
            )
            .to_owned(),
        ),
        Step::Fallback { is_known: false } => (
            "fallback",
            lang.pick(
                "没有其他单位可派，中心也未指定兜底单位，请主任指定",
                "Nobody else is left and the centre names no fallback unit: the director has to",
            )
            .to_owned(),
        ),
    }
}

/// The word of a reason on the wire, and its sentence.
pub(super) fn reason(
    reason: &Reason,
    cited: Option<&CitedPrecedent>,
    names: &impl Names,
    lang: Lang,
) -> (&'static str, String) {
    match reason {
        Reason::Precedent { is_same_type, .. } => {
            let on = cited.map(|one| one.ruled_on.to_string()).unwrap_or_default();
            let number = cited.and_then(|one| one.case_no.clone());
            let kind = if *is_same_type {
                lang.pick("同类型", "on this type")
            } else {
                lang.pick("相近类型", "on a type above or below it")
            };
            let number =
                number.map(|no| lang.pick("（案号 {no}）", " (case {no})").replace("{no}", &no));
            (
                "precedent",
                lang.pick(
                    "{on} 裁定先例{number}：{kind}由该单位主办",
                    "Ruling of {on}{number}: it leads {kind}",
                )
                .replace("{on}", &on)
                .replace("{number}", &number.unwrap_or_default())
                .replace("{kind}", kind),
            )
        }
        Reason::Duty { code } => (
            "duty",
            lang.pick("职责清单第 {code} 项“{name}”", "Duty list, entry {code}: {name}")
                .replace("{code}", code)
                .replace("{name}", &names.case_type(code)),
        ),
        Reason::NamedBy { department_id } => (
            "named_by",
            lang.pick("{name}退回时建议由其办理", "{name} named it when returning the case")
                .replace("{name}", &names.department(*department_id)),
        ),
        Reason::Returned { ground_code } => {
            let ground = ground_code.as_deref().map(|code| names.ground(code));
            let ground =
                ground.unwrap_or_else(|| lang.pick("未记录理由", "no ground on record").to_owned());
            (
                "returned",
                lang.pick("曾退回本案，理由：{ground}", "Returned this case: {ground}")
                    .replace("{ground}", &ground),
            )
        }
    }
}

/// Why this door is open.
pub(super) fn door(willing: Option<bool>, procedure: &str, lang: Lang) -> String {
    match willing {
        Some(true) => {
            lang.pick("申请人愿意调解，可先行{p}", "The applicant is willing to mediate: {p} first")
        }
        Some(false) => lang.pick(
            "申请人不愿调解，应引导至{p}",
            "The applicant is not willing to mediate: to be guided to {p}",
        ),
        None => lang.pick(
            "尚未记录是否愿意调解，请先询问；愿意的可先行{p}",
            "Whether the applicant is willing to mediate is not on record: ask first; if so, {p}",
        ),
    }
    .replace("{p}", procedure)
}

/// The result in one sentence.
pub(super) fn result(
    name: Option<&str>,
    standing: Option<Standing>,
    is_fallback: bool,
    lang: Lang,
) -> String {
    match (name, standing) {
        (Some(name), _) if is_fallback => lang
            .pick("建议由{name}兜底承办", "Suggested: {name} as the fallback unit")
            .replace("{name}", name),
        (Some(name), Some(standing)) => lang
            .pick("建议由{name}主办：{why}", "Suggested: {name} leads ({why})")
            .replace("{name}", name)
            .replace("{why}", standing.name(lang)),
        (Some(_), None) | (None, _) => {
            lang.pick("没有可建议的单位", "No unit can be suggested").to_owned()
        }
    }
}
