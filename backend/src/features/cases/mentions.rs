//! Mentions of parties in free text: whoever may not look at a party's fields finds them masked in what
//! was written about the matter, too (PIPL art. 6; domain 9.6).

use std::cmp::Reverse;

use serde_json::Value;
use uuid::Uuid;

use super::entity::party;
use super::masks;
use super::model::PartyKind;

/// What is looked for in a text, each with what it is masked to; empty for who may look.
#[derive(Debug, Clone, Default)]
pub struct Mentions(Vec<(String, String)>);

impl Mentions {
    /// Of these parties. A name of one character would be found everywhere, and is not looked for.
    pub fn of(parties: &[party::Model]) -> Self {
        let mut known = Vec::new();
        for party in parties {
            let is_person = party.kind == PartyKind::Person.as_str();
            if is_person && party.name.chars().count() > 1 {
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
        Self::longest_first(known)
    }

    /// Those of several cases at once.
    pub fn joined<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::longest_first(all.into_iter().flat_map(|Self(known)| known).cloned().collect())
    }

    /// What holds another is looked for first.
    fn longest_first(mut known: Vec<(String, String)>) -> Self {
        known.sort_by_key(|(clear, _)| Reverse(clear.len()));
        Self(known)
    }

    /// The text with every mention masked.
    pub fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (clear, masked)| {
            if text.contains(clear.as_str()) { text.replace(clear.as_str(), masked) } else { text }
        })
    }

    /// The same for every text in `value`; what is an id, a hash or an instant stays as it is.
    pub fn hide_all(&self, value: Value) -> Value {
        match value {
            Value::String(text) if is_words(&text) => Value::String(self.hide(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.hide_all(item)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (name, self.hide_all(value))).collect()
            }
            value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => value,
        }
    }

    /// The same, where there is a text.
    pub fn hide_some(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.hide(text))
    }
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

    #[test]
    fn a_party_is_masked_wherever_it_is_mentioned() {
        let party = party::Model {
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
        };
        let mentions = Mentions::of(&[party]);
        let text = "张三丰（13812341234，住柳林镇杨家村3组12号）反映";
        assert_eq!(mentions.hide(text), "张*（138****1234，住柳林镇杨家村****）反映");
        assert_eq!(Mentions::default().hide(text), text);
        let id = "01981381-2341-7234-8000-000000000001";
        let told = json!({ "id": id, "notes": ["见张三丰"], "count": 3 });
        assert_eq!(mentions.hide_all(told), json!({ "id": id, "notes": ["见张*"], "count": 3 }));
    }
}
