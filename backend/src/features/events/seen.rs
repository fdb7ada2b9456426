//! What somebody is told of the cases of some events, under the rights they have now.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::follow::Sealed;
use super::left::{Left, Recorders, left};
use crate::features::cases::change::NOTED;
use crate::features::cases::entity::{case, event};
use crate::platform::error::AppResult;
use crate::policy::{Action, Actor, Scope};

/// How somebody sees a case. One they may not read and never could is in no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// They may read it; this is its version now.
    Readable(i32),
    /// They could until one of the events.
    Left(Left),
}

/// How `actor` sees the cases of `events`, which follow on each other; one query, and two more where
/// cases they may not read were changed.
pub async fn seen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    events: &[Sealed],
) -> AppResult<HashMap<Uuid, Seen>> {
    Ok(seen_up_to(db, actor, events, usize::MAX).await?.unwrap_or_default())
}

/// The same, where at most `most` ledgers have to be told again for it; none otherwise.
pub async fn seen_up_to(
    db: &impl ConnectionTrait,
    actor: &Actor,
    events: &[Sealed],
    most: usize,
) -> AppResult<Option<HashMap<Uuid, Seen>>> {
    let cases: HashSet<_> = events.iter().map(|sealed| sealed.event.case_id).collect();
    if cases.is_empty() {
        return Ok(Some(HashMap::new()));
    }
    let readable: Vec<(Uuid, i32)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::RowVersion])
        .filter(case::Column::Id.is_in(cases))
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .into_tuple()
        .all(db)
        .await?;
    let mut seen: HashMap<_, _> =
        readable.into_iter().map(|(id, version)| (id, Seen::Readable(version))).collect();
    let moved = moved(events, &seen);
    if moved.len() > most {
        return Ok(None);
    }
    if !moved.is_empty() {
        seen.extend(those_left(db, actor, &moved).await?);
    }
    Ok(Some(seen))
}

/// The cases out of sight that may have gone there by one of the events, with the places of these in
/// their ledgers.
fn moved(events: &[Sealed], seen: &HashMap<Uuid, Seen>) -> HashMap<Uuid, RangeInclusive<i32>> {
    let mut moved = HashMap::new();
    for Sealed { event, .. } in events {
        // Nobody could read a case before it was there, nor loses it by what changes nothing of it.
        if seen.contains_key(&event.case_id)
            || event.seq == 1
            || NOTED.contains(&event.kind.as_str())
        {
            continue;
        }
        let range = moved.entry(event.case_id).or_insert(event.seq..=event.seq);
        *range = *range.start().min(&event.seq)..=*range.end().max(&event.seq);
    }
    moved
}

async fn those_left(
    db: &impl ConnectionTrait,
    actor: &Actor,
    moved: &HashMap<Uuid, RangeInclusive<i32>>,
) -> AppResult<Vec<(Uuid, Seen)>> {
    let heads: Vec<(Uuid, Option<Uuid>, Option<Uuid>)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::RegisteredById, case::Column::FirstContactId])
        .filter(case::Column::Id.is_in(moved.keys().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let heads: HashMap<_, _> = heads
        .into_iter()
        .map(|(id, registered_by_id, first_contact_id)| {
            (id, Recorders { registered_by_id, first_contact_id })
        })
        .collect();
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(moved.keys().copied()))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let found = events.chunk_by(|one, next| one.case_id == next.case_id).filter_map(|ledger| {
        let id = ledger.first()?.case_id;
        let left = left(actor, *heads.get(&id)?, ledger, moved.get(&id)?)?;
        Some((id, Seen::Left(left)))
    });
    Ok(found.collect())
}

/// What of a case an event is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The case.
    pub case_id: Uuid,
    /// Whether it left the caller's sight.
    pub is_left: bool,
    /// Its version: now, or the last they could read.
    pub version: i32,
    /// When the event was recorded.
    pub at: DateTime<Utc>,
}

/// What `event` is told by to whom the cases look like `seen`; none where it says nothing to them.
pub fn notice<S: std::hash::BuildHasher>(
    event: &event::Model,
    seen: &HashMap<Uuid, Seen, S>,
) -> Option<Notice> {
    let case_id = event.case_id;
    match seen.get(&case_id)? {
        Seen::Readable(version) => {
            Some(Notice { case_id, is_left: false, version: *version, at: event.recorded_at })
        }
        Seen::Left(left) if left.event_id == event.id => {
            Some(Notice { case_id, is_left: true, version: left.version, at: left.at })
        }
        Seen::Left(_) => None,
    }
}
