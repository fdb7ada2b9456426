//! Use cases of deliveries: what was sent, with every attempt, and sending one again. Of a case the
//! owner may not read any more nothing is told here either.

use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::delivery_dto::{
    WebhookAttemptFilter, WebhookAttemptView, WebhookDeliveryFilter, WebhookDeliveryView,
};
use super::entity::attempt;
use super::entity::delivery::{Column, Model};
use super::service::reach;
use super::view::{facts_of, state_of};
use super::{WebhookAttemptError, WebhookDeliveryState, WebhookState, repo};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, counted, limit};
use crate::policy::{Action, Actor, Scope, authorize};

/// The only orders of the lists, in their cursors.
const ORDER: &str = "webhook_deliveries:-id";
const ATTEMPTS: &str = "webhook_attempts:-id";

fn cases(actor: &Actor) -> Scope {
    Scope::cases(actor, Action::CaseRead)
}

/// One page of deliveries of one's own webhook, newest first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    webhook_id: Uuid,
    filter: &WebhookDeliveryFilter,
) -> AppResult<Page<WebhookDeliveryView>> {
    let db = state.db.reader();
    repo::find(db, &reach(actor, Action::WebhookKeep), webhook_id).await?;
    let cases = cases(actor);
    let matching = Condition::all()
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.case_id.map(|id| Column::CaseId.eq(id)));
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let of = (webhook_id, &cases);
    let found = repo::list_deliveries(db, of, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_deliveries(db, of, matching).await?),
        None => None,
    };
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| view(&row))?;
    let items: AppResult<Vec<_>> = page.items.into_iter().collect();
    Ok(Page { items: items?, next_cursor: page.next_cursor, total })
}

/// One delivery of one's own webhook.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    [webhook_id, id]: [Uuid; 2],
) -> AppResult<Reply<WebhookDeliveryView>> {
    let row = find(state, actor, [webhook_id, id]).await?;
    Ok(Reply::ok(&view(&row)?)?.version(row.row_version).personal())
}

async fn find(state: &AppState, actor: &Actor, [webhook_id, id]: [Uuid; 2]) -> AppResult<Model> {
    let db = state.db.reader();
    repo::find(db, &reach(actor, Action::WebhookKeep), webhook_id).await?;
    repo::find_delivery(db, webhook_id, &cases(actor), id).await
}

/// One page of the attempts of a delivery, newest first.
pub(super) async fn list_attempts(
    state: &AppState,
    actor: &Actor,
    ids: [Uuid; 2],
    filter: &WebhookAttemptFilter,
) -> AppResult<Page<WebhookAttemptView>> {
    let delivery = find(state, actor, ids).await?;
    let before = Cursor::last_id(filter.cursor.as_deref(), ATTEMPTS)?;
    let most = limit(filter.limit);
    let db = state.db.reader();
    let total = counted(filter.count, repo::count_attempts(db, delivery.id)).await?;
    let found = repo::list_attempts(db, delivery.id, before, most + 1).await?;
    let page = Page::cut(found, most, ATTEMPTS, |row| (None, row.id), |row| attempt_view(&row))?;
    Ok(page.of(total))
}

/// Sends a delivery again, under the id its receiver knows; one that waits for its next attempt waits no
/// longer.
pub(super) async fn replay(
    state: &AppState,
    actor: &Actor,
    [webhook_id, id]: [Uuid; 2],
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookDeliveryView>> {
    let now = state.clock.now();
    let keep = async |tx: &Tx| {
        let webhook = repo::hold(tx, &reach(actor, Action::WebhookKeep), webhook_id).await?;
        let permit = authorize(actor, Action::WebhookKeep, &facts_of(&webhook))?;
        let row = repo::find_delivery(&**tx, webhook_id, &cases(actor), id).await?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        if state_of(&webhook)? != WebhookState::Enabled {
            return Err(ErrorCode::WebhookDisabled.into());
        }
        let row = Model {
            state: WebhookDeliveryState::Pending.as_str().to_owned(),
            tries: 0,
            next_attempt_at: now,
            finished_at: None,
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save_delivery(tx, permit, seen.0, row.clone()).await?;
        Ok(Reply::ok(&view(&row)?)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

fn delivery_state(row: &Model) -> AppResult<WebhookDeliveryState> {
    let state = WebhookDeliveryState::parse(&row.state);
    state.ok_or_else(|| AppError::internal(format!("no state of a delivery: {}", row.state)))
}

/// A delivery as it is answered.
pub(super) fn view(row: &Model) -> AppResult<WebhookDeliveryView> {
    let state = delivery_state(row)?;
    let is_pending = state == WebhookDeliveryState::Pending;
    Ok(WebhookDeliveryView {
        id: row.id,
        webhook_id: row.webhook_id,
        event_id: row.event_id,
        event_type: row.event_type.clone(),
        case_id: row.case_id,
        sequence: row.seq,
        state,
        attempts: row.attempts,
        next_attempt_at: is_pending.then_some(row.next_attempt_at),
        last_status: row.last_status,
        last_error: row.last_error.as_deref().and_then(WebhookAttemptError::parse),
        finished_at: row.finished_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: vec!["replay"],
    })
}

fn attempt_view(row: &attempt::Model) -> WebhookAttemptView {
    WebhookAttemptView {
        id: row.id,
        number: row.number,
        attempted_at: row.attempted_at,
        duration_ms: row.duration_ms,
        status: row.status,
        error: row.error.as_deref().and_then(WebhookAttemptError::parse),
        response_bytes: row.response_bytes,
    }
}
