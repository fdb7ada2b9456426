//! Use cases of one order: read it, reply, decide, cancel.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::dto::{SupervisionOrderView, Verdict};
use super::entity::{order, reply};
use super::record;
use super::repo;
use super::view::{Viewer, facts_of, state_of};
use super::workflow::{OrderAction, OrderState};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo::Loaded;
use crate::features::cases::transit::By;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::policy::{Actor, authorize};

/// What is asked of an order.
#[derive(Debug, Clone)]
pub enum Request {
    /// 回复
    Reply(String),
    /// 认可回复
    AcceptReply(Option<String>),
    /// 退回回复
    RejectReply {
        /// What is missing.
        reason: String,
        /// By when another is due.
        reply_due_on: Option<NaiveDate>,
    },
    /// 撤销
    Cancel(String),
}

impl Request {
    const fn action(&self) -> OrderAction {
        match self {
            Self::Reply(_) => OrderAction::Reply,
            Self::AcceptReply(_) => OrderAction::AcceptReply,
            Self::RejectReply { .. } => OrderAction::RejectReply,
            Self::Cancel(_) => OrderAction::Cancel,
        }
    }
}

/// Who asks, and what is looked at to answer.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction of the action.
    pub tx: &'a Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
}

/// One order as its reader may see it; 404 outside the scope.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> AppResult<Reply<SupervisionOrderView>> {
    let ground = Ground::of(state).await?;
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(actor), id).await?;
    answer(&Viewer::on(&ground, state, actor).read(db, &row).await?)
}

fn answer(view: &SupervisionOrderView) -> AppResult<Reply<SupervisionOrderView>> {
    Ok(Reply::ok(view)?.version(view.version).personal())
}

/// Carries out an action: 404 outside the scope, 412 when stale, 403, 409 or 422 when refused. The
/// same fact goes into the ledger of every case the order is about.
pub async fn act(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
) -> AppResult<Reply<SupervisionOrderView>> {
    let Asked { state, tx, actor, ground } = asked;
    let mut order = repo::find_for_update(tx, &repo::readable(actor), id).await?;
    seen.check(order.row_version, ErrorCode::RequestStaleVersion)?;
    let viewer = Viewer::on(ground, state, actor);
    let action = request.action();
    if let Some(code) = action.refusal(state_of(&order), actor, &facts_of(&order)) {
        return Err(refused(&viewer, &order, code));
    }
    let right = action.right();
    let permit = authorize(actor, right, &facts_of(&order))?;
    let now = state.clock.now();
    let mut held = record::held_cases(tx, order.id).await?;
    let change = applied(asked, &mut order, &held, request).await?;
    order.updated_at = now;
    order.row_version += 1;
    repo::save(tx, permit, order.clone()).await?;
    for case in &mut held {
        let permit = authorize(actor, right, &facts_of(&order))?;
        let by = By { actor: Some(actor), at: now };
        record::note(state, tx, permit, ground, case, change.clone(), by).await?;
    }
    answer(&viewer.read(&**tx, &order).await?)
}

fn refused(viewer: &Viewer<'_>, order: &order::Model, code: ErrorCode) -> AppError {
    let (allowed, _) = viewer.actions(order);
    let refused = AppError::from(code);
    if code == ErrorCode::SupervisionOrderIllegalTransition {
        return refused.with("state", order.state.clone()).with("allowed_actions", allowed);
    }
    refused
}

/// Puts what is asked for into the order and its replies; answers what happened.
async fn applied(
    asked: Asked<'_>,
    order: &mut order::Model,
    held: &[Loaded],
    request: &Request,
) -> AppResult<Change> {
    let Asked { state, tx, actor, ground } = asked;
    let now = state.clock.now();
    let then = record::then(order);
    let round = order.round;
    Ok(match request {
        Request::Reply(text) => {
            let is_late = local_date(now) > order.reply_due_on;
            let text = text.trim();
            let row = reply_row(state, actor, order, text, is_late, now);
            repo::insert_reply(tx, row).await?;
            enter(order, OrderState::Replied);
            order.replied_at = Some(now);
            order.was_late |= is_late;
            let text_hash = sha256(text.as_bytes());
            Change::SupervisionReplied { order: then, round, is_late, text_hash }
        }
        Request::AcceptReply(reason) => {
            decide(asked, order, Verdict::Accepted, reason.as_deref()).await?;
            enter(order, OrderState::Accepted);
            order.accepted_at = Some(now);
            if !held.iter().any(|case| repo::is_unhandled(case.state.status)) {
                enter(order, OrderState::Closed);
                order.closed_at = Some(now);
            }
            Change::SupervisionReplyAccepted { order: then, round }
        }
        Request::RejectReply { reason, reply_due_on } => {
            let reply_due_on = record::reply_day(state, ground, *reply_due_on)?;
            decide(asked, order, Verdict::Rejected, Some(reason)).await?;
            enter(order, OrderState::Issued);
            order.round += 1;
            order.reply_due_on = reply_due_on;
            Change::SupervisionReplyRejected { order: then, round, reply_due_on }
        }
        Request::Cancel(reason) => {
            enter(order, OrderState::Cancelled);
            order.cancelled_at = Some(now);
            order.cancel_reason = Some(reason.trim().to_owned());
            Change::SupervisionCancelled { order: then }
        }
    })
}

fn enter(order: &mut order::Model, state: OrderState) {
    state.as_str().clone_into(&mut order.state);
}

fn reply_row(
    state: &AppState,
    actor: &Actor,
    order: &order::Model,
    text: &str,
    is_late: bool,
    now: DateTime<Utc>,
) -> reply::Model {
    reply::Model {
        id: state.ids.next(),
        order_id: order.id,
        round: order.round,
        due_on: order.reply_due_on,
        text: text.to_owned(),
        replied_at: now,
        replied_by_id: actor.person_id,
        is_late,
        verdict: None,
        verdict_reason: None,
        decided_at: None,
        decided_by_id: None,
    }
}

async fn decide(
    asked: Asked<'_>,
    order: &order::Model,
    verdict: Verdict,
    reason: Option<&str>,
) -> AppResult<()> {
    let Asked { state, tx, actor, .. } = asked;
    let last = repo::replies(&**tx, order.id).await?.pop();
    let last = last.ok_or_else(|| AppError::internal("an order replied to without a reply"))?;
    let row = reply::Model {
        verdict: Some(verdict.as_str().to_owned()),
        verdict_reason: reason.map(|reason| reason.trim().to_owned()),
        decided_at: Some(state.clock.now()),
        decided_by_id: Some(actor.person_id),
        ..last
    };
    repo::save_reply(tx, row).await
}
