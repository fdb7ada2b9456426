//! Explanations: the state machine as data, and why a limit ends when it does.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::dto::{ClockExplanation, StatusView, TransitionView, WorkflowView};
use super::entity::clock;
use super::model::CaseStatus;
use super::repo;
use super::timekeeping::Timekeeper;
use super::workflow::TRANSITIONS;
use crate::app::AppState;
use crate::platform::error::{AppResult, ErrorCode};
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
        roles: row.roles(),
        condition: lang.pick(row.guard.0, row.guard.1).to_owned(),
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
