//! From the ledger to deliveries: one of each event a webhook wants and its owner may read, in the
//! transaction that moves the webhook on. What was not committed is not in a block, and what is in a
//! block is passed over by nobody.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::entity::{delivery, webhook};
use super::view::event_types;
use super::{WebhookDeliveryState, noting, owner, queue};
use crate::app::AppState;
use crate::features::events::cloud_event::type_of;
use crate::features::events::follow::{self, Sealed};
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Events looked at in one transaction.
const CHUNK: u32 = 500;
/// Chunks a round for one webhook, so that a replay does not hold up the other jobs.
const CHUNKS: usize = 10;
/// Webhooks looked at in one round.
const WEBHOOKS: u64 = 200;

/// Makes the deliveries of what was sealed since the last round.
pub async fn follow_ledger(state: Arc<AppState>) -> AppResult<u64> {
    let db = state.db.reader();
    let end = follow::end(db).await?;
    let behind = queue::behind(db, end, WEBHOOKS).await?;
    if behind.is_empty() {
        return Ok(0);
    }
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let mut made = 0;
    for webhook in behind {
        if *state.stopping.borrow() {
            break;
        }
        match one(&state, &directory, webhook).await {
            Ok(done) => made += done,
            // One that cannot be helped must not hold up all others.
            Err(error) => tracing::error!(%error, "webhook passed over"),
        }
    }
    Ok(made)
}

async fn one(
    state: &AppState,
    directory: &Directory,
    mut webhook: webhook::Model,
) -> AppResult<u64> {
    let db = state.db.reader();
    let owner = match owner::owner(db, directory, &webhook, state.clock.now()).await? {
        Ok(owner) => owner,
        Err(code) => {
            noting::disable(state, &webhook, code).await?;
            return Ok(0);
        }
    };
    let wanted: HashSet<String> = event_types(&webhook).into_iter().collect();
    let mut made = 0;
    for _ in 0..CHUNKS {
        let from = queue::position(&webhook);
        let batch = follow::after(db, from, CHUNK).await?;
        if batch.next == from {
            break;
        }
        let mut events = batch.events;
        events.retain(|sealed| wanted.is_empty() || wanted.contains(type_of(&sealed.event.kind)));
        let cases = events.iter().map(|sealed| sealed.event.case_id);
        let readable = owner::readable(db, &owner, cases).await?;
        events.retain(|sealed| readable.contains(&sealed.event.case_id));
        let rows = rows(state, &webhook, &events, state.clock.now());
        let count = rows.len();
        let kept = state
            .db
            .write(async |tx: &Tx| {
                if !queue::moved(tx, &webhook, batch.next).await? {
                    // Another server did it, or somebody disabled it.
                    return Ok(false);
                }
                queue::keep(tx, rows).await?;
                Ok(true)
            })
            .await?;
        if !kept {
            break;
        }
        made += u64::try_from(count).unwrap_or(0);
        (webhook.block_no, webhook.told) = (batch.next.block_no, batch.next.told);
        if !batch.has_more {
            break;
        }
    }
    Ok(made)
}

fn rows(
    state: &AppState,
    webhook: &webhook::Model,
    events: &[Sealed],
    now: DateTime<Utc>,
) -> Vec<delivery::Model> {
    // The list is in the order of the ids, which within one millisecond are in none.
    let mut ids: Vec<_> = events.iter().map(|_| state.ids.next()).collect();
    ids.sort_unstable();
    let rows = ids.into_iter().zip(events).map(|(id, Sealed { event, .. })| delivery::Model {
        id,
        webhook_id: webhook.id,
        case_id: Some(event.case_id),
        seq: Some(event.seq),
        event_id: event.id,
        event_type: type_of(&event.kind).to_owned(),
        state: WebhookDeliveryState::Pending.as_str().to_owned(),
        attempts: 0,
        tries: 0,
        next_attempt_at: now,
        last_status: None,
        last_error: None,
        finished_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    });
    rows.collect()
}
