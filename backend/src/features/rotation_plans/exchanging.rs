//! A swap carried out: every rule is checked over what the tables say now, and the roster with the two
//! turns exchanged is the next edition of its plan, published at once.

use std::collections::{HashMap, HashSet};

use actix_web::web;
use sea_orm::Condition;
use uuid::Uuid;
use zongzhi_solver::check::{self, Report};
use zongzhi_solver::{Assignment, Instance, Refusal};

use super::dto::RotationBreak;
use super::editing::told_of;
use super::entity::{assignment, plan};
use super::state::PlanState;
use super::swaps::Turns;
use super::view::{facts_of, state_of};
use super::words::Named;
use super::{building, making, repairing, replanning, repo, solving};
use crate::app::AppState;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize};

/// What a swap comes to.
pub(super) struct Weighed {
    breaks: Vec<RotationBreak>,
    cost: i64,
}

impl Weighed {
    /// 409 with the rules that would be broken, in words.
    pub(super) fn refuse(&self) -> AppResult<()> {
        if self.breaks.is_empty() {
            return Ok(());
        }
        let breaks = serde_json::to_value(&self.breaks)?;
        Err(AppError::from(ErrorCode::SwapRequestBreaksRules).with("breaks", breaks))
    }
}

/// The rows of a plan once two turns are exchanged.
fn exchanged(rows: &[assignment::Model], turns: &Turns, with: Uuid) -> Vec<assignment::Model> {
    let (gives, takes) = (turns.gives.id, turns.takes.as_ref().map(|row| row.id));
    let swapped = rows.iter().cloned().map(|row| {
        let person_id = if row.id == gives {
            with
        } else if Some(row.id) == takes {
            turns.gives.person_id
        } else {
            row.person_id
        };
        assignment::Model { person_id, ..row }
    });
    swapped.collect()
}

/// Every rule over what the tables say now: leaves and qualifications may have changed since the plan
/// was made. Rules that are broken already are not the swap's fault.
pub(super) async fn weigh(
    state: &AppState,
    turns: &Turns,
    with: Uuid,
    lang: Lang,
) -> AppResult<Weighed> {
    let db = state.db.reader();
    let text = turns.plan.instance.as_deref();
    let text = text.ok_or_else(|| AppError::internal("a roster without its instance"))?;
    let stored = solving::read(text)?;
    let calendar = state.calendars.newest(&state.db, state.clock.now()).await?;
    let ingredients = Box::pin(building::gather(db, &turns.plan, &calendar)).await?;
    let fresh = making::make(&ingredients, &calendar);
    // Locks bind the solver; a swap is the will of those concerned and of who locked.
    let instance = Instance { locked: Vec::new(), ..replanning::with_blocks_of(fresh, &stored) };
    let rows = repo::roster(db, turns.plan.id, Condition::all()).await?;
    let after = exchanged(&rows, turns, with);
    for row in after.iter().filter(|row| is_moved(row, turns)) {
        let is_named = |instance: &Instance| {
            solving::place(instance, &solving::row_of(row)).is_some()
                && !replanning::placed(instance, &repairing::turn(row)).is_empty()
        };
        if !is_named(&instance) || !is_named(&stored) {
            let at = if row.id == turns.gives.id { "/with_person_id" } else { "/assignment_id" };
            return Err(AppError::field(at, ErrorCode::RotationPlanPersonUnknown));
        }
    }
    let place = |rows: &[assignment::Model]| -> Vec<Assignment> {
        rows.iter().flat_map(|row| replanning::placed(&instance, &repairing::turn(row))).collect()
    };
    let (was, comes_to) = (place(&rows), place(&after));
    let (was, comes_to) = both(instance.clone(), was, comes_to).await?;
    let people: HashSet<Uuid> = told_of(&comes_to).into_iter().collect();
    let names: HashMap<Uuid, String> = personnel::repo::list_names(db, people).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance: &instance, people: &names, codes: &codes, lang };
    let fresh = comes_to.breaks.iter().filter(|one| !was.breaks.contains(one));
    let breaks = fresh.map(|one| named.told(one)).collect();
    Ok(Weighed { breaks, cost: comes_to.cost.total() })
}

fn is_moved(row: &assignment::Model, turns: &Turns) -> bool {
    row.id == turns.gives.id || turns.takes.as_ref().is_some_and(|takes| takes.id == row.id)
}

async fn both(
    instance: Instance,
    was: Vec<Assignment>,
    comes_to: Vec<Assignment>,
) -> AppResult<(Report, Report)> {
    let work = move || -> Result<(Report, Report), Refusal> {
        Ok((check::check(&instance, &was)?, check::check(&instance, &comes_to)?))
    };
    let found = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    found.map_err(|refusal| AppError::internal(refusal.to_string()))
}

/// Publishes the roster with the turns exchanged as the next edition; answers its id.
pub(super) async fn publish(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (turns, with): (&Turns, Uuid),
    weighed: &Weighed,
) -> AppResult<Uuid> {
    let now = state.clock.now();
    let before = repo::find_for_update(tx, Condition::all(), turns.plan.id).await?;
    let is_same = before.row_version == turns.plan.row_version;
    if !is_same || state_of(&before)? != PlanState::Published {
        return Err(ErrorCode::SwapRequestEnded.into());
    }
    let permit = authorize(actor, Action::RotationSwapDecide, &facts_of(&before))?;
    let days = (before.from_on, before.until_on);
    let made = plan::Model {
        id: state.ids.next(),
        edition: repo::last_edition(tx, before.center_id, days).await? + 1,
        replaces_id: Some(before.id),
        repairs_id: None,
        repair_from_on: None,
        repair_until_on: None,
        objective: Some(weighed.cost),
        bound: None,
        published_at: Some(now),
        published_by_id: Some(actor.person_id),
        created_at: now,
        updated_at: now,
        row_version: 1,
        ..before.clone()
    };
    let rows = repo::roster(&**tx, before.id, Condition::all()).await?;
    let mut ids: Vec<_> = rows.iter().map(|_| state.ids.next()).collect();
    ids.sort_unstable();
    let rows = exchanged(&rows, turns, with).into_iter().zip(ids);
    let rows = rows.map(|(row, id)| assignment::Model {
        id,
        plan_id: made.id,
        created_at: now,
        updated_at: now,
        row_version: 1,
        ..row
    });
    let mut rows: Vec<_> = rows.collect();
    roles(&mut rows, &made)?;
    let over = plan::Model {
        state: PlanState::Superseded.as_str().to_owned(),
        superseded_at: Some(now),
        updated_at: now,
        row_version: before.row_version + 1,
        ..before
    };
    repo::save(tx, &permit, over).await?;
    let id = made.id;
    let again = authorize(actor, Action::RotationSwapDecide, &facts_of(&made))?;
    repo::insert(tx, again, made).await?;
    repo::replace_roster(tx, &permit, id, rows).await?;
    Ok(id)
}

/// In which order each person is named at where they serve now.
fn roles(rows: &mut [assignment::Model], plan: &plan::Model) -> AppResult<()> {
    let Some(text) = plan.instance.as_deref() else { return Ok(()) };
    let instance = solving::read(text)?;
    for row in rows {
        if let Some(place) = solving::place(&instance, &solving::row_of(row)) {
            place.role.as_str().clone_into(&mut row.role);
        }
    }
    Ok(())
}
