//! What comes of attempts: the log, when it is tried again, and when it is enough.

use chrono::{DateTime, TimeDelta, Utc};

use super::client::Attempted;
use super::entity::{attempt, delivery, webhook};
use super::schedule::wait;
use super::view::host_of;
use super::{WebhookAttemptError, WebhookDeliveryState, WebhookDisabledCode, queue};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::{About, Telling, Told, tell};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// A delivery that was attempted, or withheld.
pub(super) struct Done {
    /// As it was before.
    pub(super) delivery: delivery::Model,
    /// What came of it; none where it was withheld.
    pub(super) attempted: Option<Attempted>,
}

/// What a round of attempts means for the webhook.
pub(super) struct Summary {
    /// How many were taken.
    pub(super) delivered: u64,
    /// Whether it is disabled by now.
    pub(super) is_disabled: bool,
}

/// Keeps what came of attempts of one webhook, in one transaction.
pub(super) async fn note(
    state: &AppState,
    webhook: &webhook::Model,
    all: &[Done],
) -> AppResult<Summary> {
    let now = state.clock.now();
    let tried: Vec<_> = all.iter().filter_map(|done| done.attempted).collect();
    let is_gone = tried.iter().any(|one| one.error == Some(WebhookAttemptError::Gone));
    let delivered = tried.iter().filter(|one| one.error.is_none()).count();
    let since = match (delivered, tried.is_empty()) {
        (0, true) => webhook.failing_since,
        (0, false) => Some(webhook.failing_since.unwrap_or(now)),
        _ => None,
    };
    let most = TimeDelta::hours(state.config.webhooks.disable_after_hours);
    let has_failed_long = since.is_some_and(|since| now - since >= most);
    let code = match (is_gone, has_failed_long && !tried.is_empty()) {
        (true, _) => Some(WebhookDisabledCode::Gone),
        (false, true) => Some(WebhookDisabledCode::Failing),
        (false, false) => None,
    };
    let telling = Telling::of(state).await?;
    let mut random = vec![0_u8; all.len() * 2];
    state.ids.fill(&mut random);
    let moments = random.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
    let after: Vec<_> = all
        .iter()
        .zip(moments)
        .map(|(done, moment)| (&done.delivery, after(state, done, now, moment)))
        .collect();
    let log: Vec<_> = all.iter().filter_map(|done| logged(state, done, now)).collect();
    state
        .db
        .write(async |tx: &Tx| {
            queue::note(tx, log.clone()).await?;
            for (before, after) in &after {
                // What somebody asked for again meanwhile waits anew.
                queue::attempted(tx, before, after.clone()).await?;
            }
            if since != webhook.failing_since {
                queue::failing(tx, webhook.id, since).await?;
            }
            if let Some(code) = code {
                disable_in(state, tx, &telling, webhook, code).await?;
            }
            Ok(())
        })
        .await?;
    let delivered = u64::try_from(delivered).unwrap_or(0);
    Ok(Summary { delivered, is_disabled: code.is_some() })
}

/// The delivery as it is from now on.
fn after(state: &AppState, done: &Done, now: DateTime<Utc>, moment: u16) -> delivery::Model {
    let before = done.delivery.clone();
    let changed =
        delivery::Model { updated_at: now, row_version: before.row_version + 1, ..before };
    let finished = |state: WebhookDeliveryState| (state, Some(now), changed.next_attempt_at);
    let Some(attempted) = done.attempted else {
        let (state, finished_at, _) = finished(WebhookDeliveryState::Withheld);
        return delivery::Model { state: state.as_str().to_owned(), finished_at, ..changed };
    };
    let tries = changed.tries.saturating_add(1);
    let config = &state.config.webhooks;
    let (state, finished_at, next_attempt_at) = match attempted.error {
        None => finished(WebhookDeliveryState::Delivered),
        Some(_) => match wait(&config.retry_seconds, tries, config.jitter_percent, moment) {
            Some(wait) => (WebhookDeliveryState::Pending, None, now + wait),
            None => finished(WebhookDeliveryState::Failed),
        },
    };
    delivery::Model {
        state: state.as_str().to_owned(),
        attempts: changed.attempts.saturating_add(1),
        tries,
        next_attempt_at,
        last_status: attempted.status.map(i32::from),
        last_error: attempted.error.map(|error| error.as_str().to_owned()),
        finished_at,
        ..changed
    }
}

fn logged(state: &AppState, done: &Done, now: DateTime<Utc>) -> Option<attempt::Model> {
    let attempted = done.attempted?;
    Some(attempt::Model {
        id: state.ids.next(),
        delivery_id: done.delivery.id,
        number: done.delivery.attempts.saturating_add(1),
        attempted_at: now,
        duration_ms: attempted.duration_ms,
        status: attempted.status.map(i32::from),
        error: attempted.error.map(|error| error.as_str().to_owned()),
        response_bytes: attempted.response_bytes,
    })
}

/// Disables a webhook by itself, and tells its owner.
pub(super) async fn disable(
    state: &AppState,
    webhook: &webhook::Model,
    code: WebhookDisabledCode,
) -> AppResult<()> {
    let telling = Telling::of(state).await?;
    let disable = async |tx: &Tx| disable_in(state, tx, &telling, webhook, code).await;
    state.db.write(disable).await
}

async fn disable_in(
    state: &AppState,
    tx: &Tx,
    telling: &Telling,
    webhook: &webhook::Model,
    code: WebhookDisabledCode,
) -> AppResult<()> {
    let now = state.clock.now();
    if !queue::disabled(tx, webhook.id, code, now).await? {
        return Ok(());
    }
    let entry = Entry::of(state, AuditAction::WebhookDisabled).on("webhook", webhook.id);
    record(tx, entry.with("code", code.as_str())).await?;
    let host = host_of(&webhook.url);
    let told = Told {
        person_id: webhook.person_id,
        capacity_id: Some(webhook.capacity_id),
        kind: NoticeKind::WebhookDisabled,
        fact_key: format!("webhook {} {}", webhook.id, now.timestamp_micros()),
        about: Some(About { kind: NoticeAboutKind::Webhook, id: webhook.id }),
        params: Params::default().with("host", host),
    };
    tell(state, tx, telling, vec![told]).await?;
    Ok(())
}
