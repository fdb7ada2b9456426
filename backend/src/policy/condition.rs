//! A condition on an object, and its interpreters for one object and for people. The other two, the
//! SQL predicates, are in [`super::scope`].

use uuid::Uuid;

use super::Actor;
use crate::platform::lang::Lang;

/// When a rule of the table applies to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// To every object.
    Always,
    /// The object lies in the capacity's region or below it (区划子树).
    RegionSubtree,
    /// The capacity's centre is in charge of the object (本中心).
    OwnCenter,
    /// The capacity's department leads (主办).
    LeadDepartment,
    /// The capacity's department assists (协办).
    AssistDepartment,
    /// The capacity's department neither leads nor assists (非承办单位).
    NotHandlingUnit,
    /// The person registered it or was asked first (首问), or whom they replace.
    OwnRecord,
    /// All of them.
    All(&'static [Condition]),
    /// At least one of them.
    Any(&'static [Condition]),
}

/// What the conditions look at. Missing facts satisfy nothing.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// Where the object lies.
    pub region_code: Option<&'a str>,
    /// The centre in charge.
    pub center_id: Option<Uuid>,
    /// The leading department.
    pub lead_department_id: Option<Uuid>,
    /// The assisting departments whose referral is in force.
    pub assist_department_ids: &'a [Uuid],
    /// Who registered it.
    pub registered_by_id: Option<Uuid>,
    /// Who was asked first.
    pub first_contact_id: Option<Uuid>,
}

impl Condition {
    /// Yes or no for one object.
    pub fn holds(&self, actor: &Actor, facts: &Facts<'_>) -> bool {
        match self {
            Self::Always => true,
            Self::RegionSubtree => match (&actor.region_code, facts.region_code) {
                (Some(root), Some(code)) => code.starts_with(root.as_str()),
                _ => false,
            },
            Self::OwnCenter => actor.center_id.is_some() && actor.center_id == facts.center_id,
            Self::LeadDepartment => {
                actor.department_id.is_some() && actor.department_id == facts.lead_department_id
            }
            Self::AssistDepartment => {
                actor.department_id.is_some_and(|id| facts.assist_department_ids.contains(&id))
            }
            Self::NotHandlingUnit => {
                !Self::LeadDepartment.holds(actor, facts)
                    && !Self::AssistDepartment.holds(actor, facts)
            }
            Self::OwnRecord => {
                let of = [facts.registered_by_id, facts.first_contact_id];
                actor.own_ids().any(|id| of.contains(&Some(id)))
            }
            Self::All(conditions) => conditions.iter().all(|c| c.holds(actor, facts)),
            Self::Any(conditions) => conditions.iter().any(|c| c.holds(actor, facts)),
        }
    }

    /// The condition in words.
    pub fn sentence(&self, lang: Lang) -> String {
        let joined = |conditions: &[Self], word: &str| {
            let parts: Vec<_> = conditions
                .iter()
                .map(|condition| match condition {
                    Self::All(_) | Self::Any(_) => format!("({})", condition.sentence(lang)),
                    Self::Always
                    | Self::RegionSubtree
                    | Self::OwnCenter
                    | Self::LeadDepartment
                    | Self::AssistDepartment
                    | Self::NotHandlingUnit
                    | Self::OwnRecord => condition.sentence(lang),
                })
                .collect();
            parts.join(word)
        };
        match self {
            Self::Always => lang.pick("全部", "every one").to_owned(),
            Self::RegionSubtree => lang
                .pick("属于本岗位所在行政区划及其下级", "in the capacity's region or below it")
                .to_owned(),
            Self::OwnCenter => {
                lang.pick("由本综治中心负责", "in the charge of the capacity's centre").to_owned()
            }
            Self::LeadDepartment => {
                lang.pick("本单位主办", "led by the capacity's department").to_owned()
            }
            Self::AssistDepartment => {
                lang.pick("本单位协办", "assisted by the capacity's department").to_owned()
            }
            Self::NotHandlingUnit => {
                lang.pick("非本单位承办", "not handled by the capacity's department").to_owned()
            }
            Self::OwnRecord => lang
                .pick("本人登记或首问", "registered by the person or asked of them first")
                .to_owned(),
            Self::All(conditions) => joined(conditions, lang.pick("，且", " and ")),
            Self::Any(conditions) => joined(conditions, lang.pick("，或", " or ")),
        }
    }
}
