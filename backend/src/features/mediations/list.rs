//! Lists of sessions: of the caller's scope, and of one case.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{MediationFilter, MediationSort, MediationSummary, OfCaseFilter};
use super::entity::mediation::{Column, Model};
use super::repo;
use super::view;
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, start_of_day};
use crate::features::cases::repo as cases;
use crate::features::personnel;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::policy::{Action, Actor, Scope};

/// One page of sessions.
pub async fn sessions(
    state: &AppState,
    actor: &Actor,
    filter: &MediationFilter,
) -> AppResult<Page<MediationSummary>> {
    let db = state.db.reader();
    let scope = repo::readable(actor);
    let matching = matching(actor, filter);
    let is_descending = filter.sort == Some(MediationSort::StartsAtDesc);
    let order = if is_descending { "mediations:-starts_at" } else { "mediations:starts_at" };
    let after = filter.cursor.as_deref().map(|text| place(text, order)).transpose()?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching, after, is_descending, most + 1).await?;
    let at =
        |row: &Model| (Some(row.starts_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let Page { items, next_cursor, .. } = Page::cut(found, most, order, at, |row| row)?;
    let lines = repo::case_lines(db, actor, items.iter().map(|row| row.case_id)).await?;
    let rooms = repo::room_names(db, items.iter().map(|row| row.room_id)).await?;
    let mut sittings = repo::sittings(db, items.iter().map(|row| row.id)).await?;
    let people = sittings.values().flatten().map(|sitting| sitting.person_id);
    let names = personnel::repo::list_names(db, people).await?;
    let summary = |row: Model| {
        let sittings = sittings.remove(&row.id).unwrap_or_default();
        let session = repo::Session { row, sittings, consents: Vec::new() };
        view::summary(session, &lines, &rooms, &names)
    };
    let items = items.into_iter().map(summary).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}

fn place(text: &str, order: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(text, order)?;
    Ok((cursor.instant()?, cursor.id))
}

fn matching(actor: &Actor, filter: &MediationFilter) -> Condition {
    let states = (!filter.state.is_empty())
        .then(|| Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    let outcomes = (!filter.outcome.is_empty())
        .then(|| Column::Outcome.is_in(filter.outcome.iter().map(|outcome| outcome.as_str())));
    let rooms =
        (!filter.room_id.is_empty()).then(|| Column::RoomId.is_in(filter.room_id.iter().copied()));
    let mine = filter.is_mine.map(|is_mine| {
        let mine = repo::with_person(actor.own_ids());
        if is_mine { mine } else { mine.not() }
    });
    Condition::all()
        .add_option(states)
        .add_option(outcomes)
        .add_option(rooms)
        .add_option(mine)
        .add_option(filter.case_id.map(|id| Column::CaseId.eq(id)))
        .add_option(filter.mediator_id.map(repo::with_mediator))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.starts_from.map(|day| Column::StartsAt.gte(start_of_day(day))))
        .add_option(filter.starts_to.map(|day| Column::StartsAt.lte(end_of_day(day))))
}

/// The sessions of a case the caller may read, oldest first; the total is always counted.
pub async fn of_case(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &OfCaseFilter,
) -> AppResult<Page<MediationSummary>> {
    let scope = Scope::cases(actor, Action::CaseRead);
    cases::find(state.db.reader(), &scope, case_id).await?;
    let about = MediationFilter {
        case_id: Some(case_id),
        limit: filter.limit,
        cursor: filter.cursor.clone(),
        count: filter.count.or(Some(Count::Exact)),
        ..MediationFilter::default()
    };
    sessions(state, actor, &about).await
}
