//! Carrying a published change through to the limits that run: a few cases a transaction, each with
//! its place, so that it goes on where it stopped.

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use super::dto::{AppliesTo, ChangeSubject};
use super::entity::limit_change;
use super::figures::Figures;
use super::retirement::Retirement;
use super::store::{self, DONE};
use crate::app::AppState;
use crate::features::cases::open_limits;
use crate::features::cases::rebasing::{NewBasis, Which};
use crate::features::cases::timekeeping::Timekeeper;
use crate::platform::cache::FRESH_SECONDS;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Cases in one transaction.
const CASES_A_WRITE: u64 = 20;
/// Transactions in one round, so that other jobs get their turn and the lease is renewed.
const WRITES_A_ROUND: usize = 50;
/// Hours a simulation may be published after.
const SIMULATION_HOURS: i64 = 24;

/// Carries the oldest publication on; answers how many cases were looked at.
pub async fn carry_on(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    // By then every server knows the new version: none reads a limit it cannot explain.
    let known_to_all = now - TimeDelta::seconds(FRESH_SECONDS);
    let Some(mut change) = store::next_publication(&state.db, known_to_all).await? else {
        return Ok(0);
    };
    state.time_limits.forget();
    state.calendars.forget();
    let keeper = Timekeeper::of(&state).await?;
    let basis = basis_of(&keeper, &change)?;
    let mut looked_at = 0;
    for _ in 0..WRITES_A_ROUND {
        let ids = open_limits::ids(state.db.reader(), change.cursor, CASES_A_WRITE).await?;
        if ids.is_empty() {
            finish(&state, &change).await?;
            break;
        }
        change = match batch(&state, &keeper, &basis, &change, &ids).await {
            Ok(after) => after,
            // Somebody acted in between; the next round looks again.
            Err(error) if error.code() == ErrorCode::CaseStaleVersion => break,
            // One that cannot be helped must not hold up all others.
            Err(error) => {
                tracing::error!(%error, limit_change.id = %change.id, "a batch of limits failed");
                one_by_one(&state, &keeper, &basis, change, &ids).await?
            }
        };
        looked_at += u64::try_from(ids.len()).unwrap_or(0);
    }
    Ok(looked_at)
}

fn basis_of(keeper: &Timekeeper, change: &limit_change::Model) -> AppResult<NewBasis> {
    let unknown = || AppError::internal(format!("limit change {} without its version", change.id));
    match ChangeSubject::parse(&change.subject).ok_or_else(unknown)? {
        ChangeSubject::Rule => {
            let running = change.applies_to == AppliesTo::Running.as_str();
            if let Some(retirement) = Retirement::read(change.draft.as_deref()) {
                return retirement.basis(running).ok_or_else(unknown);
            }
            let rule = change.rule_id.and_then(|id| keeper.rules().get(id)).ok_or_else(unknown)?;
            Ok(NewBasis::Rule { rule: Box::new(rule.clone()), running })
        }
        ChangeSubject::Calendar => {
            let calendar = change.calendar_version.and_then(|version| keeper.calendar_at(version));
            let calendar = Arc::clone(calendar.ok_or_else(unknown)?);
            let which = match AppliesTo::parse(&change.applies_to).ok_or_else(unknown)? {
                AppliesTo::New => Which::None,
                AppliesTo::Provisional => Which::Provisional,
                AppliesTo::Running => Which::All,
            };
            Ok(NewBasis::Calendar { calendar, which })
        }
    }
}

/// A few cases in one transaction; answers where the change stands then.
async fn batch(
    state: &AppState,
    keeper: &Timekeeper,
    basis: &NewBasis,
    before: &limit_change::Model,
    ids: &[Uuid],
) -> AppResult<limit_change::Model> {
    let mut figures: Figures = serde_json::from_str(&before.figures)?;
    state
        .db
        .write(async |tx: &Tx| {
            let mut lines = Vec::new();
            for id in ids {
                let why = (before.id, before.reason.as_deref());
                let permit = Permit::system("limit_changes.carry_on");
                let case = (state, tx, permit);
                let judged = open_limits::rebase(case, keeper, *id, basis, why).await?;
                lines.extend(figures.add(&judged));
            }
            store::list(tx, &state.ids, before.id, &lines).await?;
            let after = limit_change::Model {
                cursor: ids.last().copied(),
                figures: serde_json::to_string(&figures)?,
                ..before.clone()
            };
            if !store::save(tx, before, &after).await? {
                return Err(AppError::internal("another server carries the change on"));
            }
            Ok(after)
        })
        .await
}

/// Each case in a transaction of its own; one that fails is left as it is, and said in the log.
async fn one_by_one(
    state: &AppState,
    keeper: &Timekeeper,
    basis: &NewBasis,
    mut change: limit_change::Model,
    ids: &[Uuid],
) -> AppResult<limit_change::Model> {
    for id in ids {
        match batch(state, keeper, basis, &change, &[*id]).await {
            Ok(after) => change = after,
            Err(error) if error.code() == ErrorCode::ServerBusy => return Err(error),
            Err(error) => {
                tracing::error!(%error, case.id = %id, limit_change.id = %change.id, "limits kept");
                let skipped = limit_change::Model { cursor: Some(*id), ..change.clone() };
                let save = async |tx: &Tx| store::save(tx, &change, &skipped).await;
                if !state.db.write(save).await? {
                    return Err(AppError::internal("another server carries the change on"));
                }
                change = skipped;
            }
        }
    }
    Ok(change)
}

async fn finish(state: &AppState, change: &limit_change::Model) -> AppResult<()> {
    let done = limit_change::Model {
        state: DONE.to_owned(),
        finished_at: Some(state.clock.now()),
        ..change.clone()
    };
    state.db.write(async |tx: &Tx| store::save(tx, change, &done).await).await?;
    Ok(())
}

/// Forgets simulations too old to be published.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let before = state.clock.now() - TimeDelta::hours(SIMULATION_HOURS);
    store::forget_simulations(&state.db, before).await
}
