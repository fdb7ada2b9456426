//! The words of a matter and its parties, which the first event binds by their hash.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{canonical, sha256};
use crate::features::cases::entity::{case, party};
use crate::platform::error::AppResult;

/// Version of the shape below; a released one is never changed.
const VERSION: u8 = 1;

/// What registration fixes, in the shape that is hashed.
#[derive(Serialize)]
struct Content<'a> {
    v: u8,
    title: &'a str,
    narrative: &'a str,
    demand: Option<&'a str>,
    occurred_on: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
    address: Option<&'a str>,
    people_count: Option<i32>,
    amount_fen: Option<i64>,
    parties: Vec<Party<'a>>,
}

#[derive(Serialize)]
struct Party<'a> {
    no: i32,
    role: &'a str,
    kind: &'a str,
    name: &'a str,
    id_type: Option<&'a str>,
    id_number: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    gender: Option<&'a str>,
    /// Asked for since 2026-11: what was registered before is hashed as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    ethnicity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occupation: Option<&'a str>,
    represents_party_no: Option<i32>,
}

/// SHA-256 over the canonical form of what is stored. `parties` in the order of their numbers.
pub fn hash_of(row: &case::Model, parties: &[party::Model]) -> AppResult<String> {
    let parties = parties.iter().map(|party| Party {
        no: party.party_no,
        role: &party.role,
        kind: &party.kind,
        name: &party.name,
        id_type: party.id_type.as_deref(),
        id_number: party.id_number.as_deref(),
        phone: party.phone.as_deref(),
        address: party.address.as_deref(),
        gender: party.gender.as_deref(),
        ethnicity: party.ethnicity.as_deref(),
        age: party.age,
        occupation: party.occupation.as_deref(),
        represents_party_no: party.represents_party_no,
    });
    let content = Content {
        v: VERSION,
        title: &row.title,
        narrative: &row.narrative,
        demand: row.demand.as_deref(),
        occurred_on: row.occurred_on,
        known_at: row.known_at,
        address: row.address.as_deref(),
        people_count: row.people_count,
        amount_fen: row.amount_fen,
        parties: parties.collect(),
    };
    Ok(sha256(canonical(&content)?.as_bytes()))
}
