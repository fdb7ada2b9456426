//! Sends what is due: webhooks beside each other, cases beside each other, the events of one case one
//! after the other.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream;
use tokio::time::Instant;

use super::client::Attempted;
use super::entity::webhook;
use super::message::{self, Written};
use super::noting::{self, Done};
use super::{owner, queue, view};
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::platform::error::AppResult;

/// Webhooks looked at in one round, and at a time.
const WEBHOOKS: u64 = 200;
const AT_A_TIME: usize = 8;
/// What is left of the lease of a job at the least, when it begins, and what of that the notes of the
/// last attempts may take, in seconds.
const LEASE: u64 = 20;
const NOTES: u64 = 3;

/// No attempt begins later in a round: with the longest wait for an answer it ends within the lease, so
/// that no other server sends beside this one.
const fn round(timeout_seconds: u64) -> Duration {
    Duration::from_secs(LEASE.saturating_sub(timeout_seconds).saturating_sub(NOTES))
}

/// Sends what is due. A message is sent before it is noted that it was: what a crash cuts off is sent
/// again, under the same id.
pub async fn send(state: Arc<AppState>) -> AppResult<u64> {
    let last = state.webhooks.last();
    let due = queue::due(state.db.reader(), state.clock.now(), last, WEBHOOKS).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let begun = Instant::now();
    let ids: Vec<_> = due.iter().map(|webhook| webhook.id).collect();
    let all = due.into_iter().enumerate().map(|(at, webhook)| {
        let (state, directory) = (&state, &directory);
        Box::pin(async move {
            if is_over(state, begun) {
                return None;
            }
            let id = webhook.id;
            let sent = one(state, directory, webhook, begun).await;
            let sent = sent.unwrap_or_else(|error| {
                // One that cannot be helped must not hold up all others.
                tracing::error!(%error, webhook.id = %id, "webhook passed over");
                0
            });
            Some((at, sent))
        })
    });
    let all: Vec<_> = stream::iter(all).buffer_unordered(AT_A_TIME).collect().await;
    let had: Vec<(usize, u64)> = all.into_iter().flatten().collect();
    // Whoever had no turn, because others did not answer, is the first of the next round.
    if let Some(id) = had.iter().map(|(at, _)| *at).max().and_then(|at| ids.get(at)) {
        state.webhooks.went_to(*id);
    }
    Ok(had.iter().map(|(_, sent)| sent).sum())
}

/// Whether no further attempt begins: time is up, or the server stops.
fn is_over(state: &AppState, begun: Instant) -> bool {
    begun.elapsed() >= round(state.config.webhooks.timeout_seconds) || *state.stopping.borrow()
}

/// Sends what is due to one webhook, until nothing is, nothing arrives, or the round is over.
async fn one(
    state: &AppState,
    directory: &Directory,
    mut webhook: webhook::Model,
    begun: Instant,
) -> AppResult<u64> {
    let db = state.db.reader();
    let most = u64::from(state.config.webhooks.concurrency);
    let mut sent = 0;
    while !is_over(state, begun) {
        let heads = queue::heads(db, webhook.id, state.clock.now(), most).await?;
        if heads.is_empty() {
            break;
        }
        let owner = match owner::owner(db, directory, &webhook, state.clock.now()).await? {
            Ok(owner) => owner,
            Err(code) => {
                noting::disable(state, &webhook, code).await?;
                break;
            }
        };
        let secrets = match view::secrets(state, &webhook) {
            Ok(secrets) => secrets,
            Err(error) => {
                // A failed attempt, so that its owner is told in the end and nothing is tried in vain.
                tracing::error!(%error, webhook.id = %webhook.id, "a webhook cannot be signed for");
                let attempted = Some(Attempted::none());
                let failed = heads.into_iter().map(|delivery| Done { delivery, attempted });
                noting::note(state, &webhook, &failed.collect::<Vec<_>>()).await?;
                break;
            }
        };
        let written = message::write(state, (&webhook, secrets.as_slice()), &owner, heads).await?;
        let is_any_sent = written.iter().any(|(_, message)| message.is_some());
        let done = attempt(state, written).await;
        let summary = noting::note(state, &webhook, &done).await?;
        sent += summary.delivered;
        if summary.is_disabled || (is_any_sent && summary.delivered == 0) {
            break;
        }
        // Disabled, removed, or with another secret since.
        match queue::still(db, webhook.id).await? {
            Some(now) => webhook = now,
            None => break,
        }
    }
    Ok(sent)
}

async fn attempt(state: &AppState, written: Vec<Written>) -> Vec<Done> {
    let attempts = written.into_iter().map(|(delivery, message)| async move {
        let attempted = match message {
            Some(message) => Some(state.webhooks.send(message).await),
            None => None,
        };
        Done { delivery, attempted }
    });
    Box::pin(join_all(attempts)).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::round;

    #[test]
    fn a_round_ends_within_the_lease_however_long_an_answer_takes() {
        for timeout in 1..=15 {
            let wait = Duration::from_secs(timeout + 3);
            assert!(round(timeout) > Duration::ZERO);
            assert_eq!(round(timeout) + wait, Duration::from_secs(20));
        }
    }
}
