//! Sealing new events into the global chain.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{GENESIS, checkpoint, sha256};
use crate::app::AppState;
use crate::features::cases::entity::{block, event};
use crate::platform::db::{Db, Tx};
use crate::platform::error::AppResult;

/// Most events in one block.
pub const BLOCK_LIMIT: u32 = 2000;

/// One line a sealed event, so that a missing one can be named: `case_id seq hash`.
pub(super) fn line(event: &event::Model) -> String {
    format!("{} {} {}\n", event.case_id, event.seq, event.hash)
}

/// The hash a block must have.
pub(super) fn block_hash(block_no: i64, events: &str, prev_hash: &str) -> String {
    sha256(format!("{block_no}\n{prev_hash}\n{events}").as_bytes())
}

/// Seals all that is open and writes the checkpoint: at the end of an import, and of the demo county.
pub async fn seal_all(state: &AppState) -> AppResult<u64> {
    let mut sealed = 0;
    loop {
        let block = seal(&state.db, state.ids.next(), state.clock.now()).await?;
        if block == 0 {
            break;
        }
        sealed += block;
    }
    tell(state).await;
    checkpoint::write(state.db.reader(), &state.config.ledger.checkpoint_dir).await?;
    Ok(sealed)
}

/// Wakes whoever follows the ledger, here and in the other servers. Nobody depends on it: they look by
/// themselves too, only later.
pub async fn tell(state: &AppState) {
    state.sealed.ring();
    if let Err(error) = state.db.announce().await {
        tracing::warn!(%error, "other servers were not told of a sealed block");
    }
}

/// Seals the events no block holds yet, one block a call; answers how many there were.
///
/// Only the holder of the job's lease calls it; the unique block number refuses a second one.
pub async fn seal(db: &Db, id: Uuid, now: DateTime<Utc>) -> AppResult<u64> {
    seal_up_to(db, id, now, BLOCK_LIMIT).await
}

/// The events of the next block: the oldest that are open, and no event of a case before an earlier one
/// of that case. The ids alone do not say so: within a millisecond they are in no order, and the clocks
/// of two servers differ.
async fn next_events(tx: &Tx, most: u32) -> AppResult<Vec<event::Model>> {
    let open = || event::Entity::find().filter(event::Column::BlockNo.is_null());
    let oldest = open().order_by_asc(event::Column::Id).limit(u64::from(most)).all(&**tx).await?;
    if oldest.len() < usize::try_from(most).unwrap_or(usize::MAX) {
        // All there are.
        return Ok(oldest);
    }
    let cases: HashSet<_> = oldest.iter().map(|event| event.case_id).collect();
    let mut events = open()
        .filter(event::Column::CaseId.is_in(cases))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .limit(u64::from(most))
        .all(&**tx)
        .await?;
    events.sort_unstable_by_key(|event| event.id);
    Ok(events)
}

/// Seals at most `most` of them.
pub async fn seal_up_to(db: &Db, id: Uuid, now: DateTime<Utc>, most: u32) -> AppResult<u64> {
    let open = event::Column::BlockNo.is_null();
    let waiting = event::Entity::find().filter(open).one(db.reader()).await?;
    if waiting.is_none() {
        return Ok(0);
    }
    db.write(async |tx: &Tx| {
        let events = next_events(tx, most).await?;
        let last = block::Entity::find().order_by_desc(block::Column::BlockNo).one(&**tx).await?;
        let block_no = last.as_ref().map_or(1, |block| block.block_no + 1);
        let prev_hash = last.map_or_else(|| GENESIS.to_owned(), |block| block.hash);
        let lines: String = events.iter().map(line).collect();
        let row = block::ActiveModel {
            id: ActiveValue::Set(id),
            block_no: ActiveValue::Set(block_no),
            event_count: ActiveValue::Set(i32::try_from(events.len()).unwrap_or(i32::MAX)),
            hash: ActiveValue::Set(block_hash(block_no, &lines, &prev_hash)),
            events: ActiveValue::Set(lines),
            prev_hash: ActiveValue::Set(prev_hash),
            sealed_at: ActiveValue::Set(now),
        };
        block::Entity::insert(row).exec_without_returning(&**tx).await?;
        let sealed: Vec<_> = events.iter().map(|event| event.id).collect();
        event::Entity::update_many()
            .col_expr(event::Column::BlockNo, Expr::value(block_no))
            .filter(event::Column::Id.is_in(sealed))
            .exec(&**tx)
            .await?;
        Ok(u64::try_from(events.len()).unwrap_or(0))
    })
    .await
}
