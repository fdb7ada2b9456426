//! Reading the registry. Pure.

use serde::Deserialize;

use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::platform::words::words;

const DATA: &str = include_str!("../../../data/data_fields.json");

words! {
    /// What a field is of.
    DataObject {
        /// 案件.
        Case = "case";
        /// 当事人.
        Party = "party";
        /// 转办件.
        Referral = "referral";
        /// 来访来电.
        Visit = "visit";
        /// 督办件.
        SupervisionOrder = "supervision_order";
        /// 文书.
        Document = "document";
        /// 往来: notes and replies.
        Correspondence = "correspondence";
        /// 台账: what an event alone keeps.
        Ledger = "ledger";
        /// 调解: sessions, consent, rooms, the roll of mediators.
        Mediation = "mediation";
        /// 调解协议: terms, items, performance, confirmation.
        Agreement = "agreement";
        /// 领导接访.
        Reception = "reception";
        /// 交办任务.
        CaseTask = "case_task";
        /// 研判会.
        ReviewMeeting = "review_meeting";
        /// 附件.
        Attachment = "attachment";
        /// 群众留言和评价.
        Citizen = "citizen";
    }
}

words! {
    /// Where a field comes from.
    FieldOrigin {
        /// 填报: somebody types it, once.
        Entered = "entered";
        /// 生成: the system works it out.
        Derived = "derived";
    }
}

/// A code with its names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The code.
    pub code: String,
    name: String,
    name_en: String,
}

impl Named {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }
}

/// A member of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The operation whose body it is.
    pub form: String,
    /// Where in it, as a pointer; a list is passed through.
    pub member: String,
    #[serde(default)]
    why: Option<String>,
    #[serde(default)]
    why_en: Option<String>,
}

impl Asked {
    /// Why a stored field may be said again here.
    pub fn why(&self, lang: Lang) -> Option<&str> {
        Some(lang.pick(self.why.as_deref()?, self.why_en.as_deref()?))
    }
}

/// A stored field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What it is of.
    pub object: DataObject,
    /// Where it is stored; none: in the data of an event.
    pub table: Option<String>,
    /// Under which name.
    pub column: String,
    name: String,
    name_en: String,
    /// Where it comes from.
    pub origin: FieldOrigin,
    /// Who answers for it.
    pub owner: String,
    /// On what ground it is kept.
    pub basis: String,
    /// How long.
    pub retention: String,
    /// Whether it is about a person.
    pub is_personal: bool,
    /// Whether each event has one of its own, so that many forms ask for one.
    #[serde(default)]
    pub is_per_event: bool,
    /// The form that asks for it.
    pub asked_by: Vec<Asked>,
    /// Forms that may say it anew, each with a reason.
    pub changed_by: Vec<Asked>,
    /// What re-uses it.
    pub reused_by: Vec<String>,
}

impl Field {
    /// Whether a form asks for it or may correct it.
    pub fn is_asked_by(&self, form: &str) -> bool {
        self.asked_by.iter().chain(&self.changed_by).any(|asked| asked.form == form)
    }

    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }
}

/// A form that has another one in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embedded {
    /// The operation whose body it is.
    pub form: String,
    /// Where the other one stands in it.
    pub member: String,
    /// The operation whose body the other one is.
    pub like: String,
}

/// The registry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Its version.
    pub version: i32,
    /// Who may answer for a field.
    pub owners: Vec<Named>,
    /// Grounds.
    pub bases: Vec<Named>,
    /// Terms.
    pub retentions: Vec<Named>,
    /// What fields are re-used by.
    pub uses: Vec<Named>,
    /// Forms that store nothing of what they ask.
    pub stores_nothing: Vec<String>,
    /// Forms with another one in them, which asks the same there.
    pub embeds: Vec<Embedded>,
    /// The fields.
    pub fields: Vec<Field>,
}

/// The registry that comes with this version.
pub fn read() -> AppResult<Registry> {
    Ok(serde_json::from_str(DATA)?)
}

/// The entry of a code.
pub fn named<'a>(list: &'a [Named], code: &str) -> Option<&'a Named> {
    list.iter().find(|one| one.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_a_field_is_explained() {
        let registry = read().expect("the data");
        for field in &registry.fields {
            let at = &field.column;
            assert!(named(&registry.owners, &field.owner).is_some(), "{at}");
            assert!(named(&registry.bases, &field.basis).is_some(), "{at}");
            assert!(named(&registry.retentions, &field.retention).is_some(), "{at}");
            for one in &field.reused_by {
                assert!(named(&registry.uses, one).is_some(), "{at}: {one}");
            }
            for changed in &field.changed_by {
                assert!(changed.why(Lang::Zh).is_some(), "{at} is asked again without a reason");
            }
        }
    }
}
