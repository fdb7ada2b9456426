//! The ledger: every case is an append-only chain of events, and blocks chain all cases.
//!
//! The hash of an event is SHA-256 over its canonical JSON (RFC 8785), which contains the hash of
//! the event before it. The job runner seals new events into blocks, each of which lists its
//! events and contains the hash of the block before it.

pub mod checkpoint;
mod columns;
pub mod content;
pub mod parties;
pub mod seal;
pub mod verify;

use chrono::{DateTime, SecondsFormat, SubsecRound as _, Utc};
use sea_orm::{ActiveValue, EntityTrait};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::change::{self, Change};
use super::entity::event;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Actor;

/// The hash before the first event and the first block.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Everything an event's hash covers, in the shape that is hashed.
#[derive(Serialize)]
struct Hashed<'a> {
    id: Uuid,
    case_id: Uuid,
    seq: i32,
    kind: &'a str,
    actor_id: Option<Uuid>,
    capacity_id: Option<Uuid>,
    capacity: &'a str,
    at: String,
    recorded_at: String,
    data: &'a str,
    prev_hash: &'a str,
}

/// An instant as it is hashed: always six decimals.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Canonical JSON (RFC 8785).
pub fn canonical<T: Serialize>(value: &T) -> AppResult<String> {
    Ok(serde_json_canonicalizer::to_string(value)?)
}

/// The hash an event must have.
pub fn hash_of(event: &event::Model) -> AppResult<String> {
    let hashed = Hashed {
        id: event.id,
        case_id: event.case_id,
        seq: event.seq,
        kind: &event.kind,
        actor_id: event.actor_id,
        capacity_id: event.capacity_id,
        capacity: &event.capacity,
        at: instant(event.at),
        recorded_at: instant(event.recorded_at),
        data: &event.data,
        prev_hash: &event.prev_hash,
    };
    Ok(sha256(canonical(&hashed)?.as_bytes()))
}

/// The capacity as it was when the event happened.
#[derive(Serialize)]
struct CapacityThen<'a> {
    role: &'a str,
    department_id: Option<Uuid>,
    region_code: Option<&'a str>,
    /// Whose capacity it was, where the actor replaced somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<Uuid>,
    /// The application that acted in it, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    application: Option<ByApplication>,
}

/// The application that made an event, under its name then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByApplication {
    /// The application.
    pub id: Uuid,
    /// Its name then.
    pub name: String,
}

impl ByApplication {
    fn of(actor: &Actor) -> Option<Self> {
        let limits = actor.application.as_deref()?;
        Some(Self { id: limits.application_id, name: limits.name.clone() })
    }
}

#[derive(Deserialize)]
struct ApplicationThen {
    application: ByApplication,
}

/// The application that made `event`; none when a person, a rule or the time did.
pub fn application_of(event: &event::Model) -> Option<ByApplication> {
    serde_json::from_str::<ApplicationThen>(&event.capacity).ok().map(|then| then.application)
}

/// The rule that made an event, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByRule {
    /// The rule.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
    /// Its name then.
    pub name: String,
    /// How many rules stand between it and what a person or the time did, itself included.
    pub depth: u16,
}

#[derive(Serialize, Deserialize)]
struct RuleThen {
    rule: ByRule,
}

/// The rule that made `event`; none when a person or the time did.
pub fn rule_of(event: &event::Model) -> Option<ByRule> {
    serde_json::from_str::<RuleThen>(&event.capacity).ok().map(|then| then.rule)
}

/// Where the next event of a case goes.
#[derive(Debug, Clone)]
pub struct Tail {
    /// The case.
    pub case_id: Uuid,
    /// How many events it has.
    pub count: i32,
    /// The hash of the last one.
    pub hash: String,
}

impl Tail {
    /// Before the first event.
    pub fn start(case_id: Uuid) -> Self {
        Self { case_id, count: 0, hash: GENESIS.to_owned() }
    }

    /// Makes the next event and moves on to it. Nothing is stored yet.
    pub fn next(
        &mut self,
        id: Uuid,
        change: &Change,
        actor: Option<&Actor>,
        at: DateTime<Utc>,
        recorded_at: DateTime<Utc>,
    ) -> AppResult<event::Model> {
        let capacity = match actor {
            Some(actor) => canonical(&CapacityThen {
                role: actor.role.as_str(),
                department_id: actor.department_id,
                region_code: actor.region_code.as_deref(),
                on_behalf_of: actor.on_behalf_of,
                application: ByApplication::of(actor),
            })?,
            None => "{}".to_owned(),
        };
        self.next_as(id, change, (actor, capacity), at, recorded_at)
    }

    /// The same for what a rule did: it is named where people's capacity stands.
    pub fn next_by_rule(
        &mut self,
        id: Uuid,
        change: &Change,
        rule: &ByRule,
        at: DateTime<Utc>,
    ) -> AppResult<event::Model> {
        let capacity = canonical(&RuleThen { rule: rule.clone() })?;
        self.next_as(id, change, (None, capacity), at, at)
    }

    fn next_as(
        &mut self,
        id: Uuid,
        change: &Change,
        (actor, capacity): (Option<&Actor>, String),
        at: DateTime<Utc>,
        recorded_at: DateTime<Utc>,
    ) -> AppResult<event::Model> {
        // Databases keep microseconds, some rounded and some cut; what is hashed is what is kept.
        let (at, recorded_at) = (at.trunc_subsecs(6), recorded_at.trunc_subsecs(6));
        let mut data = serde_json::to_value(change)?;
        if let Some(members) = data.as_object_mut() {
            members.remove("kind");
            members.insert("v".to_owned(), change::VERSION.into());
        }
        let mut event = event::Model {
            id,
            case_id: self.case_id,
            seq: self.count + 1,
            kind: change.kind().to_owned(),
            actor_id: actor.map(|actor| actor.person_id),
            capacity_id: actor.map(|actor| actor.capacity_id),
            capacity,
            at,
            recorded_at,
            data: canonical(&data)?,
            prev_hash: self.hash.clone(),
            hash: String::new(),
            block_no: None,
        };
        event.hash = hash_of(&event)?;
        self.count = event.seq;
        self.hash.clone_from(&event.hash);
        Ok(event)
    }
}

/// Reads the change back out of an event; none when the data is not what any version wrote.
pub fn change_of(event: &event::Model) -> Option<Change> {
    let mut data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
    let members = data.as_object_mut()?;
    members.remove("v");
    // What time does is the same change under a kind of its own.
    let kind = match event.kind.as_str() {
        "auto_signed" => "signed",
        "auto_resumed" => "resumed",
        kind => kind,
    };
    members.insert("kind".to_owned(), kind.into());
    serde_json::from_value(data).ok()
}

/// Stores events made by [`Tail::next`].
pub async fn insert(tx: &Tx, events: Vec<event::Model>) -> AppResult<()> {
    let rows = events.into_iter().map(|event| event::ActiveModel {
        id: ActiveValue::Set(event.id),
        case_id: ActiveValue::Set(event.case_id),
        seq: ActiveValue::Set(event.seq),
        kind: ActiveValue::Set(event.kind),
        actor_id: ActiveValue::Set(event.actor_id),
        capacity_id: ActiveValue::Set(event.capacity_id),
        capacity: ActiveValue::Set(event.capacity),
        at: ActiveValue::Set(event.at),
        recorded_at: ActiveValue::Set(event.recorded_at),
        data: ActiveValue::Set(event.data),
        prev_hash: ActiveValue::Set(event.prev_hash),
        hash: ActiveValue::Set(event.hash),
        block_no: ActiveValue::Set(None),
    });
    event::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_hashed_and_kept_as_databases_keep_it() {
        let at: DateTime<Utc> = "2026-06-26T08:34:29.499999500Z".parse().expect("an instant");
        let mut tail = Tail::start(Uuid::nil());
        let change = Change::ProgressReported { note: "进展".to_owned() };
        let event = tail.next(Uuid::nil(), &change, None, at, at).expect("an event");
        assert_eq!((event.at, event.recorded_at), (at.trunc_subsecs(6), at.trunc_subsecs(6)));
        assert_eq!(hash_of(&event).expect("a hash"), event.hash);
    }
}
