//! Explanations: the state machine as data, why a limit ends when it does, whose time was used.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder as _};
use uuid::Uuid;

use super::dto::{
    CenterRef, ClockExplanation, HolderView, StatusView, StretchView, TimeUseView,
    TransitionChange, TransitionView, WorkflowView,
};
use super::entity::{clock, event};
use super::ledger::change_of;
use super::model::CaseStatus;
use super::repo;
use super::time_use::{self, Holder, Told};
use super::timekeeping::Timekeeper;
use super::workflow::{TRANSITIONS, transition};
use crate::app::AppState;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The whole table.
pub fn workflow(lang: Lang) -> WorkflowView {
    let statuses = CaseStatus::ALL.iter().map(|status| StatusView {
        status: *status,
        name: status.name(Lang::Zh).to_owned(),
        name_en: status.name(Lang::En).to_owned(),
        is_final: status.is_final(),
    });
    let transitions = TRANSITIONS.iter().map(|row| TransitionView {
        action: row.verb.to_owned(),
        name: row.name(Lang::Zh).to_owned(),
        name_en: row.name(Lang::En).to_owned(),
        from: row.from.to_vec(),
        to: row.to.to_vec(),
        changes: row
            .changes()
            .into_iter()
            .map(|(from, to)| TransitionChange { from, to })
            .collect(),
        keeps_status: row.keeps_status(),
        roles: row.roles(),
        condition: lang.pick(row.guard.0, row.guard.1).to_owned(),
        is_bulk: row.is_bulk,
        undo: row.undo.map(|undo| transition(undo).verb.to_owned()),
    });
    WorkflowView { statuses: statuses.collect(), transitions: transitions.collect() }
}

/// One clock of a case the reader may see, day by day.
pub async fn clock(
    state: &AppState,
    actor: &Actor,
    [case_id, clock_id]: [Uuid; 2],
    lang: Lang,
) -> AppResult<ClockExplanation> {
    let db = state.db.reader();
    let case = repo::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let row = clock::Entity::find_by_id(clock_id)
        .filter(clock::Column::CaseId.eq(case.id))
        .one(db)
        .await?
        .ok_or(ErrorCode::RequestNotFound)?;
    let keeper = Timekeeper::of(state).await?;
    keeper.explain(&row, state.clock.now(), lang)
}

/// Whose time a case the reader may see has used.
pub async fn time_use(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    lang: Lang,
) -> AppResult<TimeUseView> {
    let db = state.db.reader();
    let case = repo::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let events = event::Entity::find()
        .filter(event::Column::CaseId.eq(case.id))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let told = events.iter().map(|event| {
        let change = change_of(event).ok_or_else(|| AppError::internal("an unreadable event"))?;
        Ok(Told { change, at: event.at, actor_id: event.actor_id })
    });
    let told = told.collect::<AppResult<Vec<_>>>()?;
    let now = state.clock.now();
    let stretches = time_use::stretches(&told, now);
    let directory = state.directory.get(&state.db, now).await?;
    let center = |holder: &Holder| {
        let id = holder.center_id?;
        let name = directory.centers.get(&id).map(|center| center.name.clone());
        Some(CenterRef { id, name: name.unwrap_or_default() })
    };
    let name = |holder: &Holder| match (holder.department_id, holder.procedure, center(holder)) {
        (Some(id), _, _) => directory.department_name(id),
        (None, Some(procedure), _) => procedure.name(lang).to_owned(),
        (None, None, Some(center)) => holder.kind.name_at(&center.name, lang),
        (None, None, None) => holder.kind.name(lang).to_owned(),
    };
    let seconds = time_use::seconds(&stretches);
    let mut sums: BTreeMap<Holder, i64> = BTreeMap::new();
    for (stretch, seconds) in stretches.iter().zip(&seconds) {
        *sums.entry(stretch.holder).or_default() += seconds;
    }
    let mut holders: Vec<_> = sums
        .iter()
        .map(|(holder, seconds)| HolderView {
            kind: holder.kind,
            name: name(holder),
            department_id: holder.department_id,
            center: center(holder),
            seconds: *seconds,
        })
        .collect();
    holders.sort_by_key(|holder| std::cmp::Reverse(holder.seconds));
    let each = stretches.iter().zip(seconds).map(|(stretch, seconds)| StretchView {
        kind: stretch.holder.kind,
        name: name(&stretch.holder),
        department_id: stretch.holder.department_id,
        center: center(&stretch.holder),
        from: stretch.from,
        to: stretch.to,
        seconds,
    });
    Ok(TimeUseView {
        as_of: now,
        started_at: case.registered_at,
        total_seconds: time_use::total_seconds(&stretches),
        holders,
        stretches: each.collect(),
    })
}
