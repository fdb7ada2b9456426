//! What is done to a webhook: its secret, stopping and going on, tests and replays.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::delivery_dto::WebhookDeliveryView;
use super::dto::{
    DisableWebhookRequest, EnableWebhookRequest, ReplayWebhookRequest, RotateWebhookSecretRequest,
    WebhookSecretView, WebhookView,
};
use super::entity::delivery;
use super::entity::webhook::Model;
use super::message::TEST;
use super::service::{answer, new_secret, reach, told_once};
use super::view::{facts_of, former, state_of};
use super::{WebhookDeliveryState, WebhookDisabledCode, WebhookState, deliveries, queue, repo};
use crate::app::AppState;
use crate::features::applications::acting::is_live;
use crate::features::applications::repo::find_of;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::events::follow::{self, Position};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, NoBody, Reply};
use crate::policy::{Action, Actor, Permit, authorize};

/// By how much the clocks of two servers may differ, in seconds: a block has the time of the one that
/// sealed it, what somebody asks for that of another.
const CLOCKS_APART: i64 = 60;

/// A webhook, and the version of it that was seen.
pub(super) type Seen = (Uuid, IfMatch);

/// Holds a webhook as it was seen, with the right to do `action` to it.
async fn held(
    tx: &Tx,
    actor: &Actor,
    (id, seen): Seen,
    action: Action,
) -> AppResult<(Model, Permit)> {
    let row = repo::hold(tx, &reach(actor, Action::WebhookRead), id).await?;
    let permit = authorize(actor, action, &facts_of(&row))?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    Ok((row, permit))
}

/// Refuses unless it stands as wanted.
fn must_be(row: &Model, wanted: WebhookState) -> AppResult<()> {
    match (state_of(row)?, wanted) {
        (state, wanted) if state == wanted => Ok(()),
        (WebhookState::Enabled, _) => Err(ErrorCode::WebhookEnabled.into()),
        (WebhookState::Disabled | WebhookState::Removed, _) => {
            Err(ErrorCode::WebhookDisabled.into())
        }
    }
}

/// Secrets that sign beside the newest at most.
const FORMER: usize = 2;

/// What signs beside a new secret: the newest there is, and the one before it.
fn beside(row: &Model, now: DateTime<Utc>) -> Option<String> {
    let before = former(row, now).map(|(sealed, _)| sealed);
    let all = row.secret.as_deref().into_iter().chain(before.into_iter().flatten());
    let all: Vec<_> = all.take(FORMER).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Gives it another secret; the former one signs beside it for a while, and so does the one before that
/// while it still did: whoever never got the answer to the last change has only that.
pub(super) async fn rotate_secret(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<RotateWebhookSecretRequest>,
) -> AppResult<Reply<WebhookSecretView>> {
    let now = state.clock.now();
    let asked = command.body;
    let hours = asked.overlap_hours.unwrap_or(state.config.webhooks.overlap_hours);
    let (secret, sealed) = new_secret(state, seen.0)?;
    let entry = Entry::of(state, AuditAction::WebhookSecretRotated)
        .by(actor)
        .on("webhook", seen.0)
        .with("overlap_hours", hours);
    let mut shown = None;
    let keep = async |tx: &Tx| {
        let (row, permit) = held(tx, actor, seen, Action::WebhookKeep).await?;
        let former_secret = if hours > 0 { beside(&row, now) } else { None };
        let row = Model {
            former_secret,
            former_until: (hours > 0).then(|| now + TimeDelta::hours(hours.into())),
            secret: Some(sealed),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let webhook = answer(state, tx, actor, &row).await?;
        let said = WebhookSecretView { webhook, secret: None };
        let kept = Reply::ok(&said)?.version(row.row_version).personal();
        shown = Some(WebhookSecretView { secret: Some(secret), ..said });
        Ok(kept)
    };
    let reply = state.once(actor).run(command.idempotency, keep).await?;
    told_once(reply, shown)
}

/// Lets it go on where it stopped, or from now on.
pub(super) async fn enable(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<EnableWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    let now = state.clock.now();
    let end = follow::end(state.db.reader()).await?;
    let is_skipped = command.body.is_missed_skipped;
    let entry = Entry::of(state, AuditAction::WebhookEnabled)
        .by(actor)
        .on("webhook", seen.0)
        .with("is_missed_skipped", is_skipped);
    let keep = async |tx: &Tx| {
        let (row, permit) = held(tx, actor, seen, Action::WebhookKeep).await?;
        must_be(&row, WebhookState::Disabled)?;
        if let Some(bound) = row.application_id {
            let found = find_of(&**tx, bound, row.capacity_id).await?;
            let is_good = found.is_some_and(|row| is_live(&row, now));
            if !is_good {
                return Err(ErrorCode::WebhookApplication.into());
            }
        }
        let from = if is_skipped { end.max(queue::position(&row)) } else { queue::position(&row) };
        let row = Model {
            state: WebhookState::Enabled.as_str().to_owned(),
            disabled_code: None,
            disabled_reason: None,
            disabled_at: None,
            failing_since: None,
            block_no: from.block_no,
            told: from.told,
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        // What waited through the night is due at once.
        queue::hurry(tx, row.id, now).await?;
        record(tx, entry).await?;
        let view = answer(state, tx, actor, &row).await?;
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

/// Stops it. It stands where it is, and what waits goes on waiting.
pub(super) async fn disable(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<DisableWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    let now = state.clock.now();
    let reason = command.body.reason.trim().to_owned();
    let entry = Entry::of(state, AuditAction::WebhookDisabled)
        .by(actor)
        .on("webhook", seen.0)
        .with("code", WebhookDisabledCode::ByHand.as_str());
    let keep = async |tx: &Tx| {
        let (row, permit) = held(tx, actor, seen, Action::WebhookDisable).await?;
        must_be(&row, WebhookState::Enabled)?;
        let row = Model {
            state: WebhookState::Disabled.as_str().to_owned(),
            disabled_code: Some(WebhookDisabledCode::ByHand.as_str().to_owned()),
            disabled_reason: Some(reason),
            disabled_at: Some(now),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let view = answer(state, tx, actor, &row).await?;
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

/// Takes it away, with its secrets; its deliveries are forgotten by and by.
pub(super) async fn remove(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookView>> {
    let now = state.clock.now();
    let entry = Entry::of(state, AuditAction::WebhookRemoved).by(actor).on("webhook", seen.0);
    let keep = async |tx: &Tx| {
        let (row, permit) = held(tx, actor, seen, Action::WebhookKeep).await?;
        let row = Model {
            state: WebhookState::Removed.as_str().to_owned(),
            secret: None,
            former_secret: None,
            former_until: None,
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let view = answer(state, tx, actor, &row).await?;
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

/// Sends an event that says nothing, by the way of all others.
pub(super) async fn test(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookDeliveryView>> {
    let now = state.clock.now();
    let row = delivery::Model {
        id: state.ids.next(),
        webhook_id: seen.0,
        case_id: None,
        seq: None,
        event_id: state.ids.next(),
        event_type: TEST.to_owned(),
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
    };
    let keep = async |tx: &Tx| {
        let (webhook, permit) = held(tx, actor, seen, Action::WebhookKeep).await?;
        must_be(&webhook, WebhookState::Enabled)?;
        repo::insert_delivery(tx, permit, row.clone()).await?;
        let location = format!("/api/v1/webhooks/{}/deliveries/{}", row.webhook_id, row.id);
        Ok(Reply::accepted(&deliveries::view(&row)?, location)?.version(1).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

/// Delivers again what was recorded since an instant, in its order and under the same ids.
pub(super) async fn replay(
    state: &AppState,
    actor: &Actor,
    seen: Seen,
    command: Command<ReplayWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    let (now, since) = (state.clock.now(), command.body.since);
    if since >= now {
        return Err(AppError::field("/since", ErrorCode::WebhookSince));
    }
    let earlier = since.checked_sub_signed(TimeDelta::seconds(CLOCKS_APART)).unwrap_or(since);
    let first = repo::first_block_since(state.db.reader(), earlier).await?;
    let entry = Entry::of(state, AuditAction::WebhookReplayed)
        .by(actor)
        .on("webhook", seen.0)
        .with("since", since.to_rfc3339());
    let keep = async |tx: &Tx| {
        let (row, permit) = held(tx, actor, seen, Action::WebhookKeep).await?;
        must_be(&row, WebhookState::Enabled)?;
        let stands = queue::position(&row);
        let from = first.map(|block_no| Position { block_no, told: 0 });
        let from = from.map_or(stands, |from| from.min(stands));
        let row = Model {
            block_no: from.block_no,
            told: from.told,
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let view = answer(state, tx, actor, &row).await?;
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}
