//! What enters the ledger: a change in whose words nobody is mentioned. The ledger holds no personal
//! data, and nothing of it can be taken back; so only this is made into an event, and it is made here
//! (ADR 88).

use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

use super::change::Change;
use super::mentions::Mentions;
use super::repo;
use crate::platform::error::AppResult;

/// A change with the parties of its case masked wherever somebody wrote of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Unnamed(Change);

impl Unnamed {
    /// Without those `mentions`.
    pub fn of(change: Change, mentions: &Mentions) -> AppResult<Self> {
        change.without_mentions(mentions).map(Self)
    }

    /// Without the parties of its case, which are read where anything was written.
    pub async fn read(db: &impl ConnectionTrait, case_id: Uuid, change: Change) -> AppResult<Self> {
        if !has_words(&serde_json::to_value(&change)?) {
            return Ok(Self(change));
        }
        Self::of(change, &Mentions::of(&repo::parties(db, case_id).await?))
    }

    /// As it stands in the ledger.
    pub const fn change(&self) -> &Change {
        &self.0
    }
}

/// Members that hold words of ours or what machines compare, whatever the change. Every other text
/// may have been written by somebody: a member that is new and stands nowhere here is looked through.
const OURS: [&str; 21] = [
    "kind",
    "channel",
    "clock",
    "level",
    "outcome",
    "direction",
    "procedure",
    "guided_to",
    "class",
    "role",
    "field",
    "form",
    "side",
    "about",
    "way",
    "meeting",
    "next_owner",
    "media_type",
    "sha256",
    "document_kind",
    "state",
];
/// Endings of the same.
const ENDINGS: [&str; 6] = ["_id", "_code", "_hash", "_no", "_at", "_on"];

fn is_ours(member: &str) -> bool {
    OURS.contains(&member) || ENDINGS.iter().any(|ending| member.ends_with(ending))
}

/// Whether somebody may have written something in it. What an external number holds was.
fn has_words(told: &Value) -> bool {
    match told {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let is_plain = is_ours(name) && name != "external_no";
            (!is_plain || value.is_object()) && has_words(value)
        }),
        Value::Array(items) => items.iter().any(has_words),
        Value::String(text) => !text.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::cases::entity::party;

    fn mentions() -> Mentions {
        Mentions::of(&[party::Model {
            id: Uuid::nil(),
            case_id: Uuid::nil(),
            party_no: 1,
            role: "applicant".to_owned(),
            kind: "person".to_owned(),
            name: "张三丰".to_owned(),
            id_type: None,
            id_number: None,
            phone: Some("13812341234".to_owned()),
            address: None,
            gender: None,
            ethnicity: None,
            age: None,
            occupation: None,
            represents_party_no: None,
        }])
    }

    #[test]
    fn nobody_is_mentioned_in_what_enters_the_ledger() {
        let (party_no, field) = (1, "phone".to_owned());
        let change =
            Change::Revealed { party_no, field, reason: "问张三丰 13812341234".to_owned() };
        assert!(has_words(&serde_json::to_value(&change).expect("JSON")));
        let unnamed = Unnamed::of(change, &mentions()).expect("a change");
        let Change::Revealed { reason, .. } = unnamed.change() else { panic!("another change") };
        assert_eq!(reason, "问张* 138****1234");
    }

    #[test]
    fn only_where_somebody_may_have_written_the_parties_are_read() {
        let worded = |change: Change| has_words(&serde_json::to_value(&change).expect("JSON"));
        let referral_id = Uuid::nil();
        assert!(!worded(Change::Signed { referral_id, by_system: true, note: None }));
        let note = Some("转张三丰".to_owned());
        assert!(worded(Change::Signed { referral_id, by_system: false, note }));
        let text_hash = "ab".repeat(32);
        assert!(!worded(Change::NoteWritten { note_id: Uuid::nil(), text_hash }));
        let external_no = Some("张三丰案".to_owned());
        assert!(worded(Change::ProcedureRecorded {
            accepted_on: None,
            external_no,
            extended_days: None,
            extended_on: None,
            note: None,
        }));
    }
}
