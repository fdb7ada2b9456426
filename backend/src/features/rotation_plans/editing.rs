//! Changes by hand: locks and moves, each checked against every rule before it stands, with what it
//! costs.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;
use zongzhi_solver::Instance;
use zongzhi_solver::check::Report;

use super::dto::{AssignmentFilter, AssignmentView, ChangeAssignmentRequest, ChangedAssignment};
use super::entity::{assignment, plan};
use super::state::PlanStep;
use super::view::{assigned, facts_of, state_of};
use super::words::Named;
use super::{repo, service, solving};
use crate::app::AppState;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "rotation_assignments:id";

/// One page of the assignments of a plan.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    plan_id: Uuid,
    filter: &AssignmentFilter,
) -> AppResult<Page<AssignmentView>> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    let matching = Condition::all()
        .add_option(filter.person_id.map(|id| assignment::Column::PersonId.eq(id)))
        .add_option(filter.obligation_id.map(|id| assignment::Column::ObligationId.eq(id)));
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::assignments(db, plan_id, matching.clone(), after, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_assignments(db, plan_id, matching).await?),
        None => None,
    };
    let people: HashSet<Uuid> = found.iter().map(|row| row.person_id).collect();
    let names = personnel::repo::list_names(db, people).await?;
    let may = may_change(actor, &plan)?;
    let view = |row: assignment::Model| assigned(&row, &names, may);
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), view)?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// Whether the caller may change the roster of a plan by hand.
pub(super) fn may_change(actor: &Actor, plan: &plan::Model) -> AppResult<bool> {
    let may = holds(actor, Action::RotationDraw, &facts_of(plan));
    Ok(may && state_of(plan)?.allows(PlanStep::Update))
}

/// A roster before and after a change.
struct Change {
    before: assignment::Model,
    after: assignment::Model,
    instance: Instance,
    was: Report,
    comes_to: Report,
}

/// Locks or moves an assignment; only what breaks no rule stands.
pub async fn change(
    state: &AppState,
    actor: &Actor,
    [plan_id, id]: [Uuid; 2],
    seen: IfMatch,
    command: Command<ChangeAssignmentRequest>,
    lang: Lang,
) -> AppResult<Reply<ChangedAssignment>> {
    let Command { body, idempotency } = command;
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    authorize(actor, Action::RotationDraw, &facts_of(&plan))?;
    // Outside the transaction, as it takes time; the plan's version says whether it still fits.
    let change = weigh(state, &plan, id, &body).await?;
    let people = HashSet::from([change.before.person_id, change.after.person_id]);
    let people: HashSet<Uuid> = people.into_iter().chain(told_of(&change.comes_to)).collect();
    let names = personnel::repo::list_names(db, people).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance: &change.instance, people: &names, codes: &codes, lang };
    let breaks: Vec<_> = change.comes_to.breaks.iter().map(|one| named.told(one)).collect();
    let view = |row: &assignment::Model, may| -> AppResult<ChangedAssignment> {
        Ok(ChangedAssignment {
            assignment: assigned(row, &names, may)?,
            cost_before: change.was.cost.total(),
            cost_after: change.comes_to.cost.total(),
            breaks: breaks.clone(),
        })
    };
    // What is sent again is answered as the first time, so a stale version is told in the end only.
    let stands = change.before.row_version;
    if body.is_trial {
        seen.check(stands, ErrorCode::RequestStaleVersion)?;
        let view = view(&change.after, may_change(actor, &plan)?)?;
        return Ok(Reply::ok(&view)?.version(stands));
    }
    let is_moved = change.after.person_id != change.before.person_id
        || change.after.block != change.before.block;
    if seen.0 == stands && is_moved && !breaks.is_empty() {
        let breaks = serde_json::to_value(&breaks)?;
        return Err(AppError::from(ErrorCode::RotationPlanBreaksRules).with("breaks", breaks));
    }
    let now = state.clock.now();
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let same = Some(IfMatch(plan.row_version));
            let (held, permit) = service::held(tx, actor, plan_id, PlanStep::Update, same).await?;
            seen.check(stands, ErrorCode::RequestStaleVersion)?;
            let row = kept(&change.after, now);
            let changed = plan::Model {
                objective: Some(change.comes_to.cost.total()),
                updated_at: now,
                row_version: held.row_version + 1,
                ..held
            };
            repo::save(tx, &permit, changed).await?;
            repo::save_assignment(tx, permit, row.clone()).await?;
            let view = view(&row, true)?;
            Ok(Reply::ok(&view)?.version(row.row_version))
        })
        .await
}

fn kept(row: &assignment::Model, now: DateTime<Utc>) -> assignment::Model {
    assignment::Model { updated_at: now, row_version: row.row_version + 1, ..row.clone() }
}

/// Whom the broken rules are about, besides those who are moved.
pub(super) fn told_of(report: &Report) -> Vec<Uuid> {
    use zongzhi_solver::check::Break;
    let staff = report.breaks.iter().filter_map(|one| match one {
        Break::Duplicate { staff, .. }
        | Break::NotNominated { staff, .. }
        | Break::LacksSkill { staff, .. }
        | Break::NotEmployed { staff, .. }
        | Break::Resting { staff, .. }
        | Break::Absent { staff, .. }
        | Break::LockBroken { staff, .. }
        | Break::TourTooLong { staff, .. }
        | Break::TourTooShort { staff, .. }
        | Break::Rest { staff, .. }
        | Break::ConsecutiveDays { staff, .. }
        | Break::OverCap { staff, .. } => Uuid::try_parse(staff).ok(),
        Break::OverHeadcount { .. } => None,
    });
    staff.collect()
}

/// What the change comes to.
async fn weigh(
    state: &AppState,
    plan: &plan::Model,
    id: Uuid,
    body: &ChangeAssignmentRequest,
) -> AppResult<Change> {
    let mut rows = repo::roster(state.db.reader(), plan.id, Condition::all()).await?;
    let at = rows.iter().position(|row| row.id == id).ok_or(ErrorCode::RequestNotFound)?;
    let before = rows.get(at).cloned().ok_or(ErrorCode::RequestNotFound)?;
    let text = plan.instance.as_deref();
    let text = text.ok_or_else(|| AppError::internal("a roster without its instance"))?;
    let instance = solving::read(text)?;
    let after = moved(&instance, &before, body)?;
    let was = solving::checked(instance.clone(), &rows).await?;
    if let Some(row) = rows.get_mut(at) {
        *row = after.clone();
    }
    let comes_to = solving::checked(instance.clone(), &rows).await?;
    Ok(Change { before, after, instance, was, comes_to })
}

/// The assignment as it is asked for; 422 for whom or what the instance does not have.
fn moved(
    instance: &Instance,
    before: &assignment::Model,
    body: &ChangeAssignmentRequest,
) -> AppResult<assignment::Model> {
    let after = assignment::Model {
        person_id: body.person_id.unwrap_or(before.person_id),
        block: body.block.unwrap_or(before.block),
        is_locked: body.is_locked.unwrap_or(before.is_locked),
        ..before.clone()
    };
    let Some(place) = solving::place(instance, &solving::row_of(&after)) else {
        let is_person = body.person_id.is_some_and(|id| id != before.person_id)
            && body.block.is_none_or(|block| block == before.block);
        return Err(if is_person {
            AppError::field("/person_id", ErrorCode::RotationPlanPersonUnknown)
        } else {
            AppError::field("/block", ErrorCode::RotationPlanBlockUnknown)
        });
    };
    Ok(assignment::Model {
        from_on: place.from_on,
        until_on: place.until_on,
        role: place.role.as_str().to_owned(),
        ..after
    })
}
