//! The runs of the solver, a few seconds at a time. What a round came to is stored, so that a run goes
//! on after a restart, on this server or another.

use std::sync::Arc;

use sea_orm::Condition;
use uuid::Uuid;
use zongzhi_solver::repair::Scope;
use zongzhi_solver::{Ended, Instance, Refusal, SavedState};

use super::entity::{assignment, plan, run};
use super::solving::{Pace, Round};
use super::state::{PlanState, RunState};
use super::{building, making, repairing, replanning, repo, solving};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Takes the oldest open run one round further; answers how many were.
pub async fn solve(state: Arc<AppState>) -> AppResult<u64> {
    turn(&state, Pace::SERVER).await
}

/// The same at another pace.
pub async fn turn(state: &AppState, pace: Pace) -> AppResult<u64> {
    let Some(run) = repo::next_run(state.db.reader()).await? else { return Ok(0) };
    let plan = repo::find(state.db.reader(), Condition::all(), run.plan_id).await?;
    let begun = RunState::parse(&run.state) == Some(RunState::Running);
    if run.is_cancel_wanted && !begun {
        end(state, &run, RunState::Cancelled, None).await?;
        return Ok(1);
    }
    if let Some(base_id) = plan.repairs_id {
        Box::pin(mend(state, &plan, &run, base_id)).await?;
        return Ok(1);
    }
    let instance = match (&run.instance, begun) {
        (Some(text), true) => solving::read(text)?,
        (_, _) => match begin(state, &plan, &run).await? {
            Some(instance) => instance,
            None => return Ok(1),
        },
    };
    // What an older program saved is not gone on from: the run begins anew.
    let saved: Option<SavedState> =
        run.saved.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let round = match solving::round(instance.clone(), saved, pace).await {
        Ok(round) => round,
        // It would fail the same way the next time, and nothing else would be solved.
        Err(error) => {
            tracing::error!(%error, plan.id = %plan.id, "the solver failed");
            end(state, &run, RunState::Failed, Some(ErrorCode::RotationPlanUnsolvable)).await?;
            return Ok(1);
        }
    };
    match round {
        Err(refusal) => {
            tracing::warn!(%refusal, plan.id = %plan.id, "a plan cannot be solved");
            end(state, &run, RunState::Failed, Some(why(&refusal))).await?;
        }
        Ok(round) => keep(state, &run, &instance, round).await?,
    }
    Ok(1)
}

/// Writes the instance down that the run is about; none when nothing is owed.
async fn begin(
    state: &AppState,
    plan: &plan::Model,
    run: &run::Model,
) -> AppResult<Option<Instance>> {
    let calendar = state.calendars.newest(&state.db, state.clock.now()).await?;
    let ingredients = Box::pin(building::gather(state.db.reader(), plan, &calendar)).await?;
    if ingredients.owed.is_empty() {
        let why = ErrorCode::RotationPlanNothingOwed;
        end(state, run, RunState::Failed, Some(why)).await?;
        return Ok(None);
    }
    let instance = making::make(&ingredients, &calendar);
    let text = serde_json::to_string(&instance)?;
    state
        .db
        .write(async |tx: &Tx| {
            let (run, _) = held(tx, run.id, plan.id).await?;
            let begun = run::Model {
                state: RunState::Running.as_str().to_owned(),
                instance: Some(text),
                ..run
            };
            repo::save_run(tx, begun, state.clock.now()).await
        })
        .await?;
    Ok(Some(instance))
}

/// The row of the table of problems that says why.
fn why(refusal: &Refusal) -> ErrorCode {
    if matches!(refusal, Refusal::LocksClash { .. } | Refusal::LockNotEligible { .. }) {
        ErrorCode::RotationPlanLocksClash
    } else {
        ErrorCode::RotationPlanUnsolvable
    }
}

/// Repairs the roster of `base_id` for a plan that was drawn up for it, in one turn: what is free is
/// little.
async fn mend(
    state: &AppState,
    plan: &plan::Model,
    run: &run::Model,
    base_id: Uuid,
) -> AppResult<()> {
    let db = state.db.reader();
    let calendar = state.calendars.newest(&state.db, state.clock.now()).await?;
    let ingredients = Box::pin(building::gather(db, plan, &calendar)).await?;
    if ingredients.owed.is_empty() {
        return end(state, run, RunState::Failed, Some(ErrorCode::RotationPlanNothingOwed)).await;
    }
    let from = plan.repair_from_on.unwrap_or(plan.from_on);
    let to = plan.repair_until_on.unwrap_or(plan.until_on);
    let published = repo::roster(db, base_id, Condition::all()).await?;
    let base = repo::find(db, Condition::all(), base_id).await?;
    let fresh = making::make(&ingredients, &calendar);
    let fresh = match base.instance.as_deref() {
        Some(text) => replanning::with_blocks_of(fresh, &solving::read(text)?),
        None => fresh,
    };
    let instance = repairing::pinned(fresh, &published, from);
    let mended = match repairing::repaired(instance.clone(), Scope { from, to }).await {
        Ok(Ok(mended)) => mended,
        Ok(Err(refusal)) => {
            tracing::warn!(%refusal, plan.id = %plan.id, "a plan cannot be repaired");
            return end(state, run, RunState::Failed, Some(why(&refusal))).await;
        }
        // It would fail the same way the next time, and nothing else would be solved.
        Err(error) => {
            tracing::error!(%error, plan.id = %plan.id, "the repair failed");
            let why = ErrorCode::RotationPlanUnsolvable;
            return end(state, run, RunState::Failed, Some(why)).await;
        }
    };
    let now = state.clock.now();
    let mut rows = solving::rows(state, plan.id, &instance, &mended.assignments, now)?;
    // What was locked stays so where it still holds.
    for row in &mut rows {
        row.is_locked |= published.iter().any(|one| one.is_locked && is_part(row, one));
    }
    let text = serde_json::to_string(&instance)?;
    let objective = mended.cost.total();
    state
        .db
        .write(async |tx: &Tx| {
            let (run, plan) = held(tx, run.id, plan.id).await?;
            // Another server was quicker.
            if !RunState::parse(&run.state).is_some_and(RunState::is_open) {
                return Ok(());
            }
            let stands = if run.is_cancel_wanted { RunState::Cancelled } else { RunState::Done };
            let done = run::Model {
                state: stands.as_str().to_owned(),
                progress_pct: 100,
                objective: Some(objective),
                ended_at: Some(now),
                ..run
            };
            repo::save_run(tx, done, now).await?;
            let permit = Permit::system("rotation_plans.repair");
            repo::replace_roster(tx, &permit, plan.id, rows).await?;
            let solved = plan::Model {
                state: PlanState::Draft.as_str().to_owned(),
                instance: Some(text),
                objective: Some(objective),
                // What it could cost at least was not looked at: few may change.
                bound: None,
                solved_at: Some(now),
                updated_at: now,
                row_version: plan.row_version + 1,
                ..plan
            };
            repo::save(tx, &permit, solved).await
        })
        .await
}

/// Whether a turn lies within another of the same person and post.
fn is_part(row: &assignment::Model, of: &assignment::Model) -> bool {
    row.person_id == of.person_id
        && row.obligation_id == of.obligation_id
        && of.from_on <= row.from_on
        && row.until_on <= of.until_on
}

async fn held(tx: &Tx, run: Uuid, plan: Uuid) -> AppResult<(run::Model, plan::Model)> {
    let lost = || AppError::internal("a run of the solver was lost");
    let plan = repo::find_for_update(tx, Condition::all(), plan).await?;
    let run = repo::hold_run(tx, run).await?.ok_or_else(lost)?;
    Ok((run, plan))
}

/// Keeps a round; the last one ends the run with its roster.
async fn keep(
    state: &AppState,
    run: &run::Model,
    instance: &Instance,
    round: Round,
) -> AppResult<()> {
    let Round { outcome, progress_pct } = round;
    let is_over = matches!(outcome.ended, Ended::Proven | Ended::Work | Ended::Stopped);
    let saved = serde_json::to_string(&outcome.state)?;
    let now = state.clock.now();
    let rows = solving::rows(state, run.plan_id, instance, &outcome.solution.assignments, now)?;
    state
        .db
        .write(async |tx: &Tx| {
            let (run, plan) = held(tx, run.id, run.plan_id).await?;
            // Somebody may have wanted it to end meanwhile: the best so far is kept.
            let is_cancelled = run.is_cancel_wanted;
            let is_over = is_over || is_cancelled;
            let stands = match (is_over, is_cancelled) {
                (false, _) => RunState::Running,
                (true, false) => RunState::Done,
                (true, true) => RunState::Cancelled,
            };
            let instance = run.instance.clone();
            let kept = run::Model {
                state: stands.as_str().to_owned(),
                progress_pct: if stands == RunState::Done { 100 } else { progress_pct },
                objective: Some(outcome.objective),
                bound: Some(outcome.bound),
                gap_ppm: i64::try_from(outcome.gap_ppm).ok(),
                instance: instance.clone().filter(|_| !is_over),
                saved: (!is_over).then_some(saved),
                ended_at: is_over.then_some(now),
                ..run
            };
            repo::save_run(tx, kept, now).await?;
            if !is_over {
                return Ok(());
            }
            let permit = Permit::system("rotation_plans.solve");
            repo::replace_roster(tx, &permit, plan.id, rows).await?;
            let solved = plan::Model {
                state: PlanState::Draft.as_str().to_owned(),
                instance,
                objective: Some(outcome.objective),
                bound: Some(outcome.bound),
                solved_at: Some(now),
                updated_at: now,
                row_version: plan.row_version + 1,
                ..plan
            };
            repo::save(tx, &permit, solved).await
        })
        .await
}

/// Ends a run without a roster; the plan is a draft again, with what it had.
async fn end(
    state: &AppState,
    run: &run::Model,
    stands: RunState,
    refusal: Option<ErrorCode>,
) -> AppResult<()> {
    let now = state.clock.now();
    state
        .db
        .write(async |tx: &Tx| {
            let (run, plan) = held(tx, run.id, run.plan_id).await?;
            let ended = run::Model {
                state: stands.as_str().to_owned(),
                instance: None,
                saved: None,
                refusal: refusal.map(|code| code.as_str().to_owned()),
                ended_at: Some(now),
                ..run
            };
            repo::save_run(tx, ended, now).await?;
            let permit = Permit::system("rotation_plans.solve");
            let draft = plan::Model {
                state: PlanState::Draft.as_str().to_owned(),
                updated_at: now,
                row_version: plan.row_version + 1,
                ..plan
            };
            repo::save(tx, &permit, draft).await
        })
        .await
}
