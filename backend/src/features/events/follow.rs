//! The ledger read on from a place: sealed events in the order of the blocks, and within a block case
//! after case, each case in its own order. What was read once comes in the same order for good.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::cloud_event::{self, After};
use crate::features::cases::entity::{block, event};
use crate::features::cases::ledger::seal;
use crate::platform::error::AppResult;

/// A place in the ledger: all blocks before `block_no` were read, and `told` events of that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The first block that was not read to its end.
    pub block_no: i64,
    /// How many of its events were.
    pub told: i32,
}

impl Position {
    /// Before the first event there is.
    pub const START: Self = Self { block_no: 1, told: 0 };
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.block_no, self.told)
    }
}

/// A text that is no [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in the ledger")]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (block_no, told) = text.split_once('.').ok_or(NoPosition)?;
        let position = Self {
            block_no: block_no.parse().ok().ok_or(NoPosition)?,
            told: told.parse().ok().ok_or(NoPosition)?,
        };
        // One place is written in one way only, and none lies beyond the end of a block: what was told
        // is read again and passed over.
        let is_within = position.told >= 0 && position.told.unsigned_abs() <= seal::BLOCK_LIMIT;
        let is_one = position.block_no >= 1 && is_within && position.to_string() == text;
        is_one.then_some(position).ok_or(NoPosition)
    }
}

/// An event, and where one stands who has read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// The event.
    pub event: event::Model,
    /// The place after it.
    pub after: Position,
}

/// Sealed events after a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The events in order.
    pub events: Vec<Sealed>,
    /// Where to read on.
    pub next: Position,
    /// Whether more are sealed already.
    pub has_more: bool,
}

/// The number of the last sealed block; 0 before the first.
pub async fn last_block(db: &impl ConnectionTrait) -> AppResult<i64> {
    let last = block::Entity::find()
        .select_only()
        .column(block::Column::BlockNo)
        .order_by_desc(block::Column::BlockNo)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or(0))
}

/// The place after all that is sealed.
pub async fn end(db: &impl ConnectionTrait) -> AppResult<Position> {
    Ok(Position { block_no: last_block(db).await? + 1, told: 0 })
}

/// At most `most` sealed events after `from`; one query.
pub async fn after(db: &impl ConnectionTrait, from: Position, most: u32) -> AppResult<Batch> {
    // One more than wanted, to know whether its block ends with the last one.
    let looked = u64::from(from.told.unsigned_abs()) + u64::from(most) + 1;
    let rows = event::Entity::find()
        .filter(event::Column::BlockNo.gte(from.block_no))
        .order_by_asc(event::Column::BlockNo)
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .limit(looked)
        .all(db)
        .await?;
    Ok(batch(rows, from, usize::try_from(most).unwrap_or(usize::MAX)))
}

fn batch(rows: Vec<event::Model>, from: Position, most: usize) -> Batch {
    let blocks: Vec<i64> = rows.iter().filter_map(|row| row.block_no).collect();
    let mut found = Batch { events: Vec::new(), next: from, has_more: false };
    let mut read = Position { block_no: from.block_no, told: 0 };
    for (at, (event, block_no)) in rows.into_iter().zip(&blocks).enumerate() {
        if read.block_no != *block_no {
            read = Position { block_no: *block_no, told: 0 };
        }
        read.told += 1;
        if read.block_no == from.block_no && read.told <= from.told {
            continue;
        }
        if found.events.len() >= most {
            found.has_more = true;
            break;
        }
        // A block is sealed whole: nothing comes into it later.
        let ends = blocks.get(at + 1) != Some(block_no);
        found.next = if ends { Position { block_no: block_no + 1, told: 0 } } else { read };
        found.events.push(Sealed { event, after: found.next });
    }
    found
}

/// The cases of `events` after each of these, by the event; one query.
pub async fn afters(
    db: &impl ConnectionTrait,
    events: &[Sealed],
) -> AppResult<HashMap<Uuid, After>> {
    if events.is_empty() {
        return Ok(HashMap::new());
    }
    let cases: HashSet<_> = events.iter().map(|sealed| sealed.event.case_id).collect();
    let wanted: HashSet<_> = events.iter().map(|sealed| sealed.event.id).collect();
    let all = event::Entity::find()
        .filter(event::Column::CaseId.is_in(cases))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let ledgers = all.chunk_by(|one, next| one.case_id == next.case_id);
    let told = ledgers.flat_map(cloud_event::told);
    Ok(told.filter(|(id, _)| wanted.contains(id)).collect())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono::Utc;
    use proptest::prelude::*;

    use super::*;

    fn event(id: u32, block_no: i64) -> event::Model {
        let at = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        event::Model {
            id: Uuid::from_u128(id.into()),
            case_id: Uuid::nil(),
            seq: 1,
            kind: "urged".to_owned(),
            actor_id: None,
            capacity_id: None,
            capacity: "{}".to_owned(),
            at,
            recorded_at: at,
            data: "{}".to_owned(),
            prev_hash: String::new(),
            hash: String::new(),
            block_no: Some(block_no),
        }
    }

    /// What the query finds after `from`.
    fn found(ledger: &[event::Model], from: Position, most: usize) -> Vec<event::Model> {
        let looked = usize::try_from(from.told).unwrap() + most + 1;
        let later = ledger.iter().filter(|row| row.block_no >= Some(from.block_no));
        later.take(looked).cloned().collect()
    }

    proptest! {
        #[test]
        fn reading_on_tells_each_event_once_however_it_is_cut(
            sizes in proptest::collection::vec(1_i64..6, 0..6),
            most in 1_usize..8,
        ) {
            let mut ledger = Vec::new();
            for (at, size) in sizes.iter().enumerate() {
                for _ in 0..*size {
                    let id = u32::try_from(ledger.len()).unwrap();
                    ledger.push(event(id, i64::try_from(at).unwrap() + 1));
                }
            }
            let (mut from, mut read) = (Position::START, Vec::new());
            loop {
                let batch = batch(found(&ledger, from, most), from, most);
                prop_assert!(batch.events.len() <= most);
                prop_assert_eq!(batch.events.last().map_or(from, |last| last.after), batch.next);
                // Who stands after any of them reads on with the next one.
                for (at, sealed) in batch.events.iter().enumerate() {
                    let on = super::batch(found(&ledger, sealed.after, 1), sealed.after, 1);
                    let next = ledger.get(read.len() + at + 1).map(|row| row.id);
                    prop_assert_eq!(on.events.first().map(|sealed| sealed.event.id), next);
                }
                from = batch.next;
                read.extend(batch.events.into_iter().map(|sealed| sealed.event.id));
                if !batch.has_more {
                    break;
                }
            }
            prop_assert_eq!(read, ledger.iter().map(|row| row.id).collect::<Vec<_>>());
            let end = Position { block_no: i64::try_from(sizes.len()).unwrap() + 1, told: 0 };
            prop_assert_eq!(from, end);
        }
    }

    #[test]
    fn a_place_is_written_in_one_way() {
        let place = Position { block_no: 120, told: 5 };
        assert_eq!(place.to_string().parse(), Ok(place));
        let others =
            ["", ".", "1", "1.", ".1", "0.0", "-1.0", "1.-1", "+1.0", "01.0", "1.0 ", "1.0.0"];
        for text in others {
            assert_eq!(text.parse::<Position>(), Err(NoPosition), "{text}");
        }
    }

    #[test]
    fn no_place_lies_beyond_the_end_of_a_block() {
        assert!("1.2000".parse::<Position>().is_ok());
        for text in ["1.2001", "1.2147483647"] {
            assert_eq!(text.parse::<Position>(), Err(NoPosition), "{text}");
        }
    }
}
