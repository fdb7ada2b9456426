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
    /// It is addressed to the capacity's department (发往本单位).
    AddressedDepartment,
    /// It is addressed to another department (非发往本单位).
    NotAddressedDepartment,
    /// The person has it in hand (本人经手).
    Held,
    /// It is being handed over to the person or the capacity's department (移交本人或本单位).
    Offered,
    /// Nobody restricted who may know of it (未限制知悉).
    Unrestricted,
    /// Who may know of it is restricted (限制知悉).
    Restricted,
    /// The person is the leader in charge (包案领导), or whom they replace.
    InCharge,
    /// It is under a supervision order that is not settled yet (督办中).
    Supervised,
    /// The person heads the department it is about (本单位负责人); nobody stands in for them.
    HeadOfDepartment,
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
    /// The class of the matter (GB/T 33200), of a case that has one.
    pub type_code: Option<&'a str>,
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
    /// The department a supervision order is addressed to.
    pub addressed_department_id: Option<Uuid>,
    /// Who has it in hand, where that is a person.
    pub holder_id: Option<Uuid>,
    /// Whom it is being handed over to.
    pub offered_person_id: Option<Uuid>,
    /// The department it is being handed over to.
    pub offered_department_id: Option<Uuid>,
    /// Whether who may know of it is restricted; of most kinds of objects nothing ever is.
    pub is_restricted: bool,
    /// The leader in charge of it.
    pub charge_leader_id: Option<Uuid>,
    /// Whether it is under a supervision order that is not settled; asked only where it is restricted.
    pub is_supervised: bool,
    /// Who heads the department it is about.
    pub head_ids: &'a [Uuid],
}

/// A condition as it came out for one object: itself, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The condition in words.
    pub sentence: String,
    /// Whether it holds.
    pub holds: bool,
    /// What it is made of; empty for a plain fact.
    pub parts: Vec<Weighed>,
    /// Whether any part is enough, where there are parts.
    pub is_any: bool,
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
            Self::AddressedDepartment => {
                actor.department_id.is_some()
                    && actor.department_id == facts.addressed_department_id
            }
            Self::NotAddressedDepartment => {
                facts.addressed_department_id.is_some()
                    && actor.department_id != facts.addressed_department_id
            }
            Self::Held => facts.holder_id == Some(actor.person_id),
            Self::Offered => {
                let to_department = actor.department_id.is_some()
                    && actor.department_id == facts.offered_department_id;
                facts.offered_person_id == Some(actor.person_id) || to_department
            }
            Self::Unrestricted => !facts.is_restricted,
            Self::Restricted => facts.is_restricted,
            Self::InCharge => {
                facts.charge_leader_id.is_some_and(|id| actor.own_ids().any(|own| own == id))
            }
            Self::Supervised => facts.is_supervised,
            Self::HeadOfDepartment => facts.head_ids.contains(&actor.person_id),
            Self::All(conditions) => conditions.iter().all(|c| c.holds(actor, facts)),
            Self::Any(conditions) => conditions.iter().any(|c| c.holds(actor, facts)),
        }
    }

    /// The same with its parts: which of them hold and which do not.
    pub fn weighed(&self, actor: &Actor, facts: &Facts<'_>, lang: Lang) -> Weighed {
        let parts = match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().map(|part| part.weighed(actor, facts, lang)).collect()
            }
            Self::Always
            | Self::RegionSubtree
            | Self::OwnCenter
            | Self::LeadDepartment
            | Self::AssistDepartment
            | Self::NotHandlingUnit
            | Self::OwnRecord
            | Self::AddressedDepartment
            | Self::NotAddressedDepartment
            | Self::Held
            | Self::Offered
            | Self::Unrestricted
            | Self::Restricted
            | Self::InCharge
            | Self::Supervised
            | Self::HeadOfDepartment => Vec::new(),
        };
        Weighed {
            sentence: self.sentence(lang),
            holds: self.holds(actor, facts),
            parts,
            is_any: matches!(self, Self::Any(_)),
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
                    | Self::OwnRecord
                    | Self::AddressedDepartment
                    | Self::NotAddressedDepartment
                    | Self::Held
                    | Self::Offered
                    | Self::Unrestricted
                    | Self::Restricted
                    | Self::InCharge
                    | Self::Supervised
                    | Self::HeadOfDepartment => condition.sentence(lang),
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
            Self::AddressedDepartment => {
                lang.pick("发往本单位", "addressed to the capacity's department").to_owned()
            }
            Self::NotAddressedDepartment => {
                lang.pick("非发往本单位", "not addressed to the capacity's department").to_owned()
            }
            Self::Held => lang.pick("由本人经手", "in the person's own hands").to_owned(),
            Self::Offered => lang
                .pick("正在移交本人或本单位", "being handed over to the person or the department")
                .to_owned(),
            Self::Unrestricted => lang.pick("未限制知悉", "not restricted").to_owned(),
            Self::Restricted => lang.pick("限制知悉", "restricted").to_owned(),
            Self::InCharge => {
                lang.pick("本人包案", "in the charge of the person as its leader").to_owned()
            }
            Self::Supervised => {
                lang.pick("正在督办", "under a supervision order that is not settled").to_owned()
            }
            Self::HeadOfDepartment => {
                lang.pick("本人为该单位负责人", "about a department the person heads").to_owned()
            }
            Self::All(conditions) => joined(conditions, lang.pick("，且", " and ")),
            Self::Any(conditions) => joined(conditions, lang.pick("，或", " or ")),
        }
    }
}
