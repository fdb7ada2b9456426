//! Parties added or corrected after registration, bound by the hash of their event: from how they
//! stand now back to how they were registered.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{canonical, sha256};
use crate::features::cases::change::Change;
use crate::features::cases::entity::{party, party_change};
use crate::platform::error::AppResult;

/// Version of the shape below; a released one is never changed.
const VERSION: u8 = 1;

/// What of a party may be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// 姓名或单位名称.
    pub name: String,
    /// 证件类型.
    pub id_type: Option<String>,
    /// 证件号码.
    pub id_number: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 居住详址.
    pub address: Option<String>,
}

impl Values {
    /// Those of a party.
    pub fn of(party: &party::Model) -> Self {
        Self {
            name: party.name.clone(),
            id_type: party.id_type.clone(),
            id_number: party.id_number.clone(),
            phone: party.phone.clone(),
            address: party.address.clone(),
        }
    }

    /// The party with these values.
    pub fn put(self, party: &party::Model) -> party::Model {
        let Self { name, id_type, id_number, phone, address } = self;
        party::Model { name, id_type, id_number, phone, address, ..party.clone() }
    }
}

/// What a change fixes, in the shape that is hashed.
#[derive(Serialize)]
struct Content<'a> {
    v: u8,
    salt: &'a str,
    no: i32,
    role: &'a str,
    kind: &'a str,
    gender: Option<&'a str>,
    /// Asked for since 2026-11: what was added before is hashed as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    ethnicity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occupation: Option<&'a str>,
    represents_party_no: Option<i32>,
    before: Option<Values>,
    after: Values,
    reason: &'a str,
}

/// SHA-256 over the canonical form of a change, with what of its party never changes.
pub fn hash_of(change: &party_change::Model, party: &party::Model) -> AppResult<String> {
    let before = change.before.as_deref().map(serde_json::from_str).transpose()?;
    let content = Content {
        v: VERSION,
        salt: &change.salt,
        no: change.party_no,
        role: &party.role,
        kind: &party.kind,
        gender: party.gender.as_deref(),
        ethnicity: party.ethnicity.as_deref(),
        age: party.age,
        occupation: party.occupation.as_deref(),
        represents_party_no: party.represents_party_no,
        before,
        after: serde_json::from_str(&change.after)?,
        reason: &change.reason,
    };
    Ok(sha256(canonical(&content)?.as_bytes()))
}

/// What a change of the title fixes, in the shape that is hashed.
#[derive(Serialize)]
struct Title<'a> {
    v: u8,
    salt: &'a str,
    before: &'a str,
    after: &'a str,
}

/// SHA-256 over the title a change found and the one it left; none where it left it alone.
pub fn title_hash_of(change: &party_change::Model, after: &str) -> AppResult<Option<String>> {
    let Some(before) = change.title_before.as_deref() else { return Ok(None) };
    let title = Title { v: VERSION, salt: &change.salt, before, after };
    Ok(Some(sha256(canonical(&title)?.as_bytes())))
}

/// The title and the parties as they were registered; none where they stand otherwise than the ledger
/// says, or a change is kept that no event tells of.
pub fn registered(
    title: &str,
    parties: &[party::Model],
    changes: &[party_change::Model],
    told: &[Change],
) -> AppResult<Option<(String, Vec<party::Model>)>> {
    let (mut title, mut parties) = (title.to_owned(), parties.to_vec());
    let mut undone = 0;
    for change in told.iter().rev() {
        let Some((change_id, values_hash, title_hash)) = named(change) else { continue };
        let Some(row) = changes.iter().find(|row| row.id == change_id) else { return Ok(None) };
        let at = parties.iter().position(|party| party.party_no == row.party_no);
        let Some(party) = at.and_then(|at| parties.get(at)) else { return Ok(None) };
        let after: Values = serde_json::from_str(&row.after)?;
        if hash_of(row, party)? != values_hash || Values::of(party) != after {
            return Ok(None);
        }
        if title_hash_of(row, &title)?.as_ref() != title_hash {
            return Ok(None);
        }
        if let Some(before) = &row.title_before {
            title.clone_from(before);
        }
        let before: Option<Values> = row.before.as_deref().map(serde_json::from_str).transpose()?;
        let was = before.map(|before| before.put(party));
        let no = row.party_no;
        parties.retain(|party| party.party_no != no);
        parties.extend(was);
        undone += 1;
    }
    parties.sort_by_key(|party| party.party_no);
    Ok((undone == changes.len()).then_some((title, parties)))
}

fn named(change: &Change) -> Option<(Uuid, &str, Option<&String>)> {
    if let Change::PartyAdded { change_id, values_hash, title_hash, .. }
    | Change::PartyCorrected { change_id, values_hash, title_hash, .. } = change
    {
        return Some((*change_id, values_hash, title_hash.as_ref()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn party(no: i32, phone: &str) -> party::Model {
        party::Model {
            id: Uuid::from_u128(u128::from(no.unsigned_abs())),
            case_id: Uuid::nil(),
            party_no: no,
            role: "applicant".to_owned(),
            kind: "person".to_owned(),
            name: "李示例".to_owned(),
            id_type: None,
            id_number: None,
            phone: Some(phone.to_owned()),
            address: None,
            gender: None,
            ethnicity: None,
            age: None,
            occupation: None,
            represents_party_no: None,
        }
    }

    fn change(before: Option<&party::Model>, after: &party::Model) -> party_change::Model {
        let text = |party: &party::Model| serde_json::to_string(&Values::of(party)).expect("JSON");
        party_change::Model {
            id: Uuid::from_u128(if before.is_some() { 8 } else { 9 }),
            case_id: Uuid::nil(),
            party_id: after.id,
            party_no: after.party_no,
            before: before.map(text),
            after: text(after),
            salt: "ab".to_owned(),
            reason: "号码登记有误".to_owned(),
            title_before: None,
            changed_by_id: Uuid::nil(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn parties_are_led_back_to_how_they_were_registered() {
        let (was, is) = (party(1, "13800001234"), party(1, "13800005678"));
        let other = party(2, "13900000000");
        let mut rows = [change(Some(&was), &is), change(None, &other)];
        rows[1].title_before = Some("李示例家漏水".to_owned());
        let rows = rows;
        let told = [
            Change::PartyCorrected {
                change_id: rows[0].id,
                party_no: 1,
                fields: vec!["phone".to_owned()],
                values_hash: hash_of(&rows[0], &is).expect("a hash"),
                reason: String::new(),
                title_hash: None,
            },
            Change::PartyAdded {
                change_id: rows[1].id,
                party_no: 2,
                role: "applicant".to_owned(),
                values_hash: hash_of(&rows[1], &other).expect("a hash"),
                reason: String::new(),
                title_hash: title_hash_of(&rows[1], "李*家漏水").expect("a hash"),
            },
        ];
        let now = [is.clone(), other.clone()];
        let back = registered("李*家漏水", &now, &rows, &told).expect("an answer");
        assert_eq!(back, Some(("李示例家漏水".to_owned(), vec![was.clone()])));
        // A title that was changed past the ledger.
        assert_eq!(registered("某家漏水", &now, &rows, &told).expect("an answer"), None);
        // A number that was changed past the ledger, and a change nobody tells of.
        let forged = [party(1, "13700000000"), other.clone()];
        assert_eq!(registered("李*家漏水", &forged, &rows, &told).expect("an answer"), None);
        assert_eq!(registered("李*家漏水", &now, &rows, &told[..1]).expect("an answer"), None);
    }
}
