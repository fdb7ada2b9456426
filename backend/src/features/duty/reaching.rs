//! The telephone number of somebody on duty in clear: every look, with its reason, is an entry of the
//! security log.

use uuid::Uuid;

use super::dto::RevealPhoneRequest;
use super::place::Place;
use super::service::seen;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, authorize};

/// The number; 404 for who is not on duty there, or has none.
pub(super) async fn look(
    state: &AppState,
    actor: &Actor,
    person_id: Uuid,
    body: &RevealPhoneRequest,
) -> AppResult<String> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::readable(&directory, actor, body.center_id, Action::DutyRead)?;
    authorize(actor, Action::DutyReach, &place.facts())?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let duty = Box::pin(seen(db, actor, &calendar, &place, (body.on, now))).await?;
    if !duty.shifts.iter().any(|shift| shift.has(person_id)) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let mut phones = personnel::repo::list_phones(db, [person_id]).await?;
    phones.remove(&person_id).ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Writes down who looked, and what for.
pub(super) async fn note(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    person_id: Uuid,
    body: &RevealPhoneRequest,
) -> AppResult<()> {
    let entry = Entry::of(state, AuditAction::DutyPhoneRevealed)
        .by(actor)
        .on("person", person_id)
        .with("reason", body.reason.trim());
    record(tx, entry).await
}
