//! What time does to cases: signing at the limit, resuming on the day, sealing the ledger, folding
//! the tallies.

use std::sync::Arc;

use sea_orm::EntityTrait;
use uuid::Uuid;

use super::change::Change;
use super::entity::{case, clock};
use super::ground::Ground;
use super::ledger::{checkpoint, seal};
use super::model::ReferralState;
use super::repo;
use super::tally;
use super::transit::{self, By};
use super::unnamed::Unnamed;
use super::workflow::{CaseAction, may_start};
use crate::app::AppState;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Referrals signed for, or cases resumed, in one round, or a little more.
const MOST: u64 = 200;

/// 到期自动签收: signs every referral whose limit has passed. The handling limit runs from
/// dispatch all the while, so leaving a referral unsigned gains nothing.
pub async fn auto_sign(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let ground = Ground::of(&state).await?;
    let (mut signed, mut after) = (0, None);
    // Those that cannot be helped come first in every round: they must not fill it.
    while signed < MOST {
        let due = repo::unsigned_past_limit(state.db.reader(), now, after, MOST).await?;
        for clock in &due {
            match state.db.write(async |tx: &Tx| sign_one(&state, &ground, tx, clock).await).await {
                Ok(is_signed) => signed += u64::from(is_signed),
                // Somebody acted in between; the next round looks again.
                Err(error) if error.code() == ErrorCode::CaseStaleVersion => {}
                Err(error) => tracing::error!(%error, case.id = %clock.case_id, "not signed"),
            }
        }
        after = due.last().map(|clock| (clock.due_at, clock.id));
        if is_last(due.len()) {
            break;
        }
    }
    Ok(signed)
}

/// Whether nothing is left behind so many rows.
fn is_last(found: usize) -> bool {
    u64::try_from(found).is_ok_and(|found| found < MOST)
}

async fn sign_one(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    clock: &clock::Model,
) -> AppResult<bool> {
    let now = state.clock.now();
    let row = case::Entity::find_by_id(clock.case_id).one(&**tx).await?;
    let row = row.ok_or_else(|| AppError::internal("a clock without its case"))?;
    let mut case = repo::load(&**tx, row).await?;
    let before = case.row.clone();
    if !may_start(CaseAction::AutoSign, case.state.status) {
        return Ok(false);
    }
    // As it is now: since it was found the limit may have been counted anew.
    let is_due =
        |row: &&clock::Model| row.id == clock.id && row.finished_at.is_none() && row.due_at < now;
    let Some(due) = case.clocks.iter().find(is_due) else { return Ok(false) };
    let waiting = case
        .state
        .referrals
        .iter()
        .find(|r| Some(r.id) == due.referral_id && r.state == ReferralState::Sent);
    let Some(referral_id) = waiting.map(|referral| referral.id) else { return Ok(false) };
    let change = Change::Signed { referral_id, by_system: true, note: None };
    // It happened at the limit, whenever the runner came round to it.
    let by = By { actor: None, at: due.due_at };
    let change = Unnamed::read(&**tx, clock.case_id, change).await?;
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    let permit = Permit::system("case.auto_sign");
    transit::store(tx, permit, &before, &case, pending).await?;
    Ok(true)
}

/// 到期自动恢复: lets every suspended case go on whose named day has come.
pub async fn auto_resume(state: Arc<AppState>) -> AppResult<u64> {
    let today = local_date(state.clock.now());
    let ground = Ground::of(&state).await?;
    let (mut resumed, mut after) = (0, None);
    while resumed < MOST {
        let due = repo::suspended_until(state.db.reader(), today, after, MOST).await?;
        for (_, id) in &due {
            match state.db.write(async |tx: &Tx| resume_one(&state, &ground, tx, *id).await).await {
                Ok(is_resumed) => resumed += u64::from(is_resumed),
                Err(error) if error.code() == ErrorCode::CaseStaleVersion => {}
                Err(error) => tracing::error!(%error, case.id = %id, "not resumed"),
            }
        }
        after = due.last().copied();
        if is_last(due.len()) {
            break;
        }
    }
    Ok(resumed)
}

async fn resume_one(state: &AppState, ground: &Ground, tx: &Tx, id: Uuid) -> AppResult<bool> {
    let Some(row) = case::Entity::find_by_id(id).one(&**tx).await? else { return Ok(false) };
    let mut case = repo::load(&**tx, row).await?;
    let before = case.row.clone();
    if !may_start(CaseAction::AutoResume, case.state.status) {
        return Ok(false);
    }
    let until = case.state.suspension.as_ref().and_then(|stop| stop.until_on);
    let today = local_date(state.clock.now());
    let Some(until) = until.filter(|until| *until <= today) else { return Ok(false) };
    let change = Change::Resumed { by_system: true, note: None };
    // It went on when the day began, whenever the runner came round to it.
    let by = By { actor: None, at: start_of_day(until) };
    let change = Unnamed::read(&**tx, id, change).await?;
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    let permit = Permit::system("case.auto_resume");
    transit::store(tx, permit, &before, &case, pending).await?;
    Ok(true)
}

/// Seals new events into the global chain, a block a round, and says so outside the database.
pub async fn seal_ledger(state: Arc<AppState>) -> AppResult<u64> {
    let sealed = seal::seal(&state.db, state.ids.next(), state.clock.now()).await?;
    if sealed > 0 {
        seal::tell(&state).await;
        checkpoint::write(state.db.reader(), &state.config.ledger.checkpoint_dir).await?;
    }
    Ok(sealed)
}

/// Folds the tallies, so that a total stays a sum over few rows.
pub async fn fold_tallies(state: Arc<AppState>) -> AppResult<u64> {
    tally::fold(&state.db).await
}
