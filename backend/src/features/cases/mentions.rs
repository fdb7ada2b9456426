//! Mentions of parties in free text: whoever may not look at a party's fields finds them masked in what
//! was written about the matter, too (PIPL art. 6; domain 9.6).

use std::borrow::Cow;
use std::cmp::Reverse;

use serde_json::Value;
use uuid::Uuid;

use super::entity::party;
use super::guards::only_assists;
use super::masks;
use super::model::{PartyKind, PartyRole};
use super::shapes::{self, Hiding};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// What is looked for in a text, each with what stands there instead, and what becomes of numbers that
/// are in no field; empty for who may look.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    known: Vec<(String, String)>,
    numbers: Hiding,
}

/// What people put behind a surname.
const AFTER_SURNAMES: [&str; 6] = ["某某", "某", "先生", "女士", "师傅", "*"];

/// How a field is shown to who may not reveal it.
type Mask = fn(&str) -> String;

impl Mentions {
    /// Of these parties, as one reader of their case may see them: nothing is looked for where they
    /// may look at the fields, and who only assists finds roles.
    pub fn read_by(actor: &Actor, facts: &Facts<'_>, parties: &[party::Model]) -> Self {
        if only_assists(actor, facts) {
            Self::as_roles(parties)
        } else if holds(actor, Action::CaseReveal, facts) {
            Self::default()
        } else {
            Self::of(parties)
        }
    }

    /// Of these parties, and of numbers nobody wrote into a field. A name of one character would be
    /// found everywhere, and is not looked for.
    pub fn of(parties: &[party::Model]) -> Self {
        let mut known = Vec::new();
        for party in parties {
            if is_named(party) {
                known.push((party.name.clone(), masks::name(&party.name, true)));
            }
            let mut add = |field: &Option<String>, mask: fn(&str) -> String| {
                if let Some(clear) = field.as_deref().filter(|clear| is_telling(clear)) {
                    known.push((clear.to_owned(), mask(clear)));
                }
            };
            add(&party.phone, masks::phone);
            add(&party.id_number, masks::id_number);
            add(&party.address, masks::address);
        }
        Self { known: longest_first(known), numbers: Hiding::Middle }
    }

    /// Of these parties for who learns their roles alone (协办): neither the surname nor a digit, also
    /// where a text was written down masked. Texts are Chinese, and so is the word of the role.
    pub fn as_roles(parties: &[party::Model]) -> Self {
        Self::replaced(parties, |party| {
            PartyRole::parse(&party.role).map_or("*", |role| role.name(Lang::Zh))
        })
    }

    /// The same with a star for every role, which stands for no word: what who only assists can search.
    pub fn as_stars(parties: &[party::Model]) -> Self {
        Self::replaced(parties, |_| "*")
    }

    fn replaced(parties: &[party::Model], word: fn(&party::Model) -> &'static str) -> Self {
        let mut known = Vec::new();
        for party in parties {
            let word = word(party);
            let is_applicant = party.role == PartyRole::Applicant.as_str();
            if is_named(party) || (is_applicant && party.name.chars().count() > 1) {
                known.push((party.name.clone(), word.to_owned()));
            }
            if let Some(surname) = party.name.chars().next().filter(|_| is_named(party)) {
                let called = AFTER_SURNAMES.iter().map(|after| format!("{surname}{after}"));
                known.extend(called.map(|called| (called, word.to_owned())));
            }
            for (number, mask) in
                [(&party.phone, masks::phone as Mask), (&party.id_number, masks::id_number)]
            {
                let Some(clear) = number.as_deref().filter(|clear| is_telling(clear)) else {
                    continue;
                };
                known.push((clear.to_owned(), word.to_owned()));
                let masked = mask(clear);
                // What was hidden whole may be anybody's.
                if masked.chars().any(|one| one != '*') {
                    known.push((masked, word.to_owned()));
                }
            }
            if let Some(clear) = party.address.as_deref().filter(|clear| is_telling(clear)) {
                known.push((clear.to_owned(), masks::address(clear)));
            }
        }
        Self { known: longest_first(known), numbers: Hiding::Whole }
    }

    /// Of people of the offices by their names alone: to a citizen a unit acts, and nobody of it. Each
    /// of its characters but the first is a star.
    pub fn of_staff(names: impl IntoIterator<Item = String>) -> Self {
        let known = names.into_iter().filter(|name| name.chars().count() > 1).map(|name| {
            let mut letters = name.chars();
            let first: String = letters.next().into_iter().collect();
            let masked = format!("{first}{}", "*".repeat(letters.count()));
            (name, masked)
        });
        Self { known: longest_first(known.collect()), numbers: Hiding::Nothing }
    }

    /// Those of several cases at once.
    pub fn joined<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let all: Vec<_> = all.into_iter().collect();
        let hides = |hiding: Hiding| all.iter().any(|one| one.numbers == hiding);
        let numbers = if hides(Hiding::Whole) {
            Hiding::Whole
        } else if hides(Hiding::Middle) {
            Hiding::Middle
        } else {
            Hiding::Nothing
        };
        let known = all.into_iter().flat_map(|one| &one.known).cloned().collect();
        Self { known: longest_first(known), numbers }
    }

    /// The text with every mention masked.
    pub fn hide(&self, text: &str) -> String {
        self.hidden(text, self.numbers)
    }

    fn hidden(&self, text: &str, numbers: Hiding) -> String {
        let text = self.known.iter().fold(text.to_owned(), |text, (clear, masked)| {
            if text.contains(clear.as_str()) { text.replace(clear.as_str(), masked) } else { text }
        });
        let hidden = match shapes::hide(&text, numbers) {
            Cow::Owned(hidden) => Some(hidden),
            Cow::Borrowed(_) => None,
        };
        hidden.unwrap_or(text)
    }

    /// The same for every text in `value`; what is an id, a hash or an instant stays as it is.
    pub fn hide_all(&self, value: Value) -> Value {
        self.hidden_all(value, self.numbers)
    }

    fn hidden_all(&self, value: Value, numbers: Hiding) -> Value {
        match value {
            Value::String(text) if is_words(&text) => Value::String(self.hidden(&text, numbers)),
            Value::Array(items) => {
                items.into_iter().map(|item| self.hidden_all(item, numbers)).collect()
            }
            Value::Object(members) => {
                let hidden = members.into_iter().map(|(name, value)| {
                    // The number of a paper or register is no telephone, whatever it looks like.
                    let is_number = NUMBERS.iter().any(|end| name.ends_with(end));
                    let numbers = if is_number { Hiding::Nothing } else { numbers };
                    let value = self.hidden_all(value, numbers);
                    (name, value)
                });
                hidden.collect()
            }
            value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => value,
        }
    }

    /// The same, where there is a text.
    pub fn hide_some(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.hide(text))
    }
}

/// Endings of members that hold the number of something.
const NUMBERS: [&str; 3] = ["_no", "_code", "_number"];

/// What holds another is looked for first.
fn longest_first(mut known: Vec<(String, String)>) -> Vec<(String, String)> {
    known.sort_by_key(|(clear, _)| Reverse(clear.len()));
    known
}

/// Whether a party is a person whose name can be looked for.
fn is_named(party: &party::Model) -> bool {
    party.kind == PartyKind::Person.as_str() && party.name.chars().count() > 1
}

/// Shorter than that it would be found where nobody is meant.
fn is_telling(field: &str) -> bool {
    field.trim().chars().count() > 5
}

/// Whether a text may be what somebody wrote, and nothing machines compare.
fn is_words(text: &str) -> bool {
    let is_hash = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    !is_hash
        && Uuid::parse_str(text).is_err()
        && chrono::DateTime::parse_from_rfc3339(text).is_err()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applicant() -> party::Model {
        party::Model {
            id: Uuid::nil(),
            case_id: Uuid::nil(),
            party_no: 1,
            role: "applicant".to_owned(),
            kind: "person".to_owned(),
            name: "张三丰".to_owned(),
            id_type: None,
            id_number: None,
            phone: Some("13812341234".to_owned()),
            address: Some("柳林镇杨家村3组12号".to_owned()),
            gender: None,
            ethnicity: None,
            age: None,
            occupation: None,
            represents_party_no: None,
        }
    }

    #[test]
    fn a_party_is_masked_wherever_it_is_mentioned() {
        let mentions = Mentions::of(&[applicant()]);
        let text = "张三丰（13812341234，住柳林镇杨家村3组12号）反映";
        assert_eq!(mentions.hide(text), "张*（138****1234，住柳林镇杨家村****）反映");
        assert_eq!(Mentions::default().hide(text), text);
        let id = "01981381-2341-7234-8000-000000000001";
        let told = json!({ "id": id, "notes": ["见张三丰"], "count": 3 });
        assert_eq!(mentions.hide_all(told), json!({ "id": id, "notes": ["见张*"], "count": 3 }));
    }

    #[test]
    fn a_number_in_no_field_is_masked_and_the_number_of_a_register_is_not() {
        let mentions = Mentions::of(&[]);
        assert_eq!(mentions.hide("另一电话13999998888"), "另一电话139****8888");
        let told = json!({ "external_no": "13999998888", "note": "13999998888" });
        let hidden = json!({ "external_no": "13999998888", "note": "139****8888" });
        assert_eq!(mentions.hide_all(told), hidden);
    }

    #[test]
    fn who_only_assists_finds_the_role_also_where_it_was_written_masked() {
        let mentions = Mentions::as_roles(&[applicant()]);
        for text in ["张三丰说", "张*说", "张某说", "张先生说", "13812341234说", "138****1234说"]
        {
            assert_eq!(mentions.hide(text), "申请人说");
        }
        assert_eq!(mentions.hide("或打13999998888"), "或打***********");
        assert_eq!(Mentions::as_stars(&[applicant()]).hide("张三丰说"), "*说");
    }
}
