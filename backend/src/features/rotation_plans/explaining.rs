//! A roster explained: per person, and per assignment.

use std::collections::HashSet;

use actix_web::web;
use sea_orm::Condition;
use uuid::Uuid;
use zongzhi_solver::Instance;
use zongzhi_solver::explain::{self, AssignmentCost, PersonReport};

use super::entity::assignment;
use super::explanation_dto::{
    AssignmentExplanation, LoadView, PeopleExplanation, PersonExplanation, SwapHint,
};
use super::explanation_words::kind_of;
use super::view::facts_of;
use super::words::{Named, terms};
use super::{repo, solving};
use crate::app::AppState;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, holds};

/// What everybody does against what they should: all of it for who draws up plans, one's own for
/// others.
pub async fn people(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<PeopleExplanation> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), id).await?;
    let text = plan.instance.as_deref().ok_or(ErrorCode::RequestNotFound)?;
    let instance = solving::read(text)?;
    let rows = repo::roster(db, id, Condition::all()).await?;
    let reports = reported(instance.clone(), &rows).await?;
    let sees_all = holds(actor, Action::RotationDraw, &facts_of(&plan));
    let own = actor.person_id.to_string();
    // Who has left and does nothing has nothing to explain.
    let here = reports.iter().filter(|one| !one.groups.is_empty() || one.load > 0);
    let shown: Vec<_> = here.filter(|one| sees_all || one.staff == own).collect();
    let swaps = shown.iter().filter_map(|one| one.best_swap.as_ref());
    let ids = swaps.map(|swap| &swap.with).chain(shown.iter().map(|one| &one.staff));
    let ids: HashSet<Uuid> = ids.filter_map(|id| Uuid::try_parse(id).ok()).collect();
    let names = personnel::repo::list_names(db, ids).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance: &instance, people: &names, codes: &codes, lang };
    let mut people = Vec::with_capacity(shown.len());
    for report in shown {
        people.push(told(&named, report)?);
    }
    people.sort_by(|a, b| (&a.person.name, a.person.id).cmp(&(&b.person.name, b.person.id)));
    Ok(PeopleExplanation { plan_id: id, people })
}

async fn reported(instance: Instance, rows: &[assignment::Model]) -> AppResult<Vec<PersonReport>> {
    let (instance, roster) = solving::as_it_stands(instance, rows);
    let work = move || explain::people(&instance, &roster);
    let found = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    found.map_err(|refusal| AppError::internal(refusal.to_string()))
}

fn person_ref(named: &Named<'_>, id: &str) -> AppResult<PersonRef> {
    let known = Uuid::try_parse(id).map_err(AppError::internal)?;
    Ok(PersonRef { id: known, name: named.who(id) })
}

fn told(named: &Named<'_>, report: &PersonReport) -> AppResult<PersonExplanation> {
    let loads = report.groups.iter().map(|group| {
        let kind = kind_of(group.kind);
        LoadView {
            kind,
            kind_name: kind.name(named.lang),
            load: group.load,
            history: group.history,
            target: group.target,
            mean: group.mean,
            tolerance: group.tolerance.0,
            steep_tolerance: group.tolerance.1,
            cost: group.cost,
            reason: group.force.as_ref().map(|force| named.forced(force)),
        }
    });
    let loads = loads.collect();
    let best_swap = match &report.best_swap {
        None => None,
        Some(swap) => Some(SwapHint {
            with: person_ref(named, &swap.with)?,
            gives: named.tour(&swap.gives),
            takes: swap.takes.as_ref().map(|tour| named.tour(tour)),
            effect: swap.effect,
            load_after: swap.load,
        }),
    };
    Ok(PersonExplanation {
        person: person_ref(named, &report.staff)?,
        load: report.load,
        max_load: report.max_load,
        loads,
        best_swap,
    })
}

/// What one assignment costs, term by term.
pub async fn assignment(
    state: &AppState,
    actor: &Actor,
    [plan_id, id]: [Uuid; 2],
    lang: Lang,
) -> AppResult<AssignmentExplanation> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    let text = plan.instance.as_deref().ok_or(ErrorCode::RequestNotFound)?;
    let instance = solving::read(text)?;
    let rows = repo::roster(db, plan_id, Condition::all()).await?;
    let row = rows.iter().find(|row| row.id == id).ok_or(ErrorCode::RequestNotFound)?;
    let wanted = solving::row_of(row);
    let found: Vec<AssignmentCost> = {
        let (instance, roster) = solving::as_it_stands(instance, &rows);
        let work = move || explain::assignments(&instance, &roster);
        let found =
            web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
        found.map_err(|refusal| AppError::internal(refusal.to_string()))?
    };
    let own = found.into_iter().find(|one| one.assignment == wanted);
    let own = own.ok_or_else(|| AppError::internal("an assignment without its cost"))?;
    Ok(AssignmentExplanation {
        assignment_id: id,
        total: own.cost.total(),
        terms: terms(&own.cost, lang),
    })
}
