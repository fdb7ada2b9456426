//! What time does to cases: signing at the limit, sealing the ledger, folding
//! the tallies.

use std::sync::Arc;

use sea_orm::EntityTrait;

use super::change::Change;
use super::entity::{case, clock};
use super::ledger::seal;
use super::model::ReferralState;
use super::repo;
use super::service;
use super::tally;
use super::timekeeping::Timekeeper;
use super::transit::{self, By};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Referrals signed for in one round.
const MOST: u64 = 200;

/// 到期自动签收: signs every referral whose limit has passed. The handling limit runs from
/// dispatch all the while, so leaving a referral unsigned gains nothing.
pub async fn auto_sign(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    service::warm(&state).await?;
    let due = repo::unsigned_past_limit(state.db.reader(), now, MOST).await?;
    let mut signed = 0;
    for clock in due {
        match state.db.write(async |tx: &Tx| sign_one(&state, tx, &clock).await).await {
            Ok(true) => signed += 1,
            Ok(false) => {}
            // Somebody acted in between; the next round looks again.
            Err(error) if error.code() == ErrorCode::CaseStaleVersion => {}
            Err(error) => return Err(error),
        }
    }
    Ok(signed)
}

async fn sign_one(state: &AppState, tx: &Tx, clock: &clock::Model) -> AppResult<bool> {
    let row = case::Entity::find_by_id(clock.case_id).one(&**tx).await?;
    let row = row.ok_or_else(|| AppError::internal("a clock without its case"))?;
    let version = row.row_version;
    let mut case = repo::load(&**tx, row).await?;
    let waiting = case
        .state
        .referrals
        .iter()
        .find(|r| Some(r.id) == clock.referral_id && r.state == ReferralState::Sent);
    let Some(referral_id) = waiting.map(|referral| referral.id) else { return Ok(false) };
    let change = Change::Signed { referral_id, by_system: true, note: None };
    let keeper = Timekeeper::of(state).await?;
    // It happened at the limit, whenever the runner came round to it.
    let by = By { actor: None, at: clock.due_at };
    let pending = transit::apply(state, &keeper, &mut case, &change, by)?;
    let permit = Permit::system("case.auto_sign");
    transit::store(tx, permit, version, &case, pending).await?;
    Ok(true)
}

/// Seals new events into the global chain, a block a round.
pub async fn seal_ledger(state: Arc<AppState>) -> AppResult<u64> {
    seal::seal(&state.db, state.ids.next(), state.clock.now()).await
}

/// Folds the tallies, so that a total stays a sum over few rows.
pub async fn fold_tallies(state: Arc<AppState>) -> AppResult<u64> {
    tally::fold(&state.db).await
}
