//! Use cases of periods and results: lists, single reads, facts, and closing by hand.

use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::closing::{self, By};
use super::dto::{
    AssessmentFactFilter, AssessmentFactView, AssessmentFilter, AssessmentPeriodFilter,
    AssessmentPeriodView, AssessmentView, CloseAssessmentPeriodRequest,
};
use super::entity::assessment::Column;
use super::entity::{assessment, fact, period};
use super::repo;
use super::schemes;
use super::source::AssessmentSubject;
use super::view::{Reader, only};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::notices::direct::Bell;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, Page, Reply, limit};
use crate::policy::{Action, authorize};

/// The orders of the lists, in their cursors.
const PERIODS: &str = "assessment_periods:-id";
const RESULTS: &str = "assessments:listed_no";
const FACTS: &str = "assessment_facts:id";

/// One page of the periods in which the reader may see a result, the newest first.
pub async fn periods(
    state: &AppState,
    reader: &Reader<'_>,
    filter: &AssessmentPeriodFilter,
) -> AppResult<Page<AssessmentPeriodView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(filter.cursor.as_deref(), PERIODS)?;
    let matching = repo::with_results(&repo::readable(reader.actor))
        .add_option(filter.scheme_id.map(|id| period::Column::SchemeId.eq(id)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_periods(db, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list_periods(db, matching, before, most + 1).await?;
    let page = Page::cut(rows, most, PERIODS, |row| (None, row.id), |row| row)?;
    let items = reader.periods(db, &page.items).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One period, its results worked out anew from its facts; 404 where the reader may see none of them.
pub async fn period(
    state: &AppState,
    reader: &Reader<'_>,
    id: Uuid,
) -> AppResult<Reply<AssessmentPeriodView>> {
    let db = state.db.reader();
    let matching = repo::with_results(&repo::readable(reader.actor)).add(period::Column::Id.eq(id));
    let rows = repo::list_periods(db, matching, None, 1).await?;
    let row = rows.first().ok_or(ErrorCode::RequestNotFound)?;
    let schemes = repo::schemes_by_id(db, [row.scheme_id]).await?;
    let scheme = closing::word(schemes.get(&row.scheme_id))?;
    let is_intact = Box::pin(closing::is_intact(db, row, scheme)).await?;
    let view = only(reader.periods(db, &rows).await?)?;
    let view = AssessmentPeriodView { is_intact: Some(is_intact), ..view };
    Ok(Reply::ok(&view)?.personal())
}

/// Closes a period by hand: 403, 422 where there is no such scheme within the scope or the period cannot
/// be closed yet, 409 where it is.
pub async fn close(
    state: &AppState,
    reader: &Reader<'_>,
    command: Command<CloseAssessmentPeriodRequest>,
) -> AppResult<Reply<AssessmentPeriodView>> {
    let Command { body, idempotency } = command;
    let (db, now, actor) = (state.db.reader(), state.clock.now(), reader.actor);
    let scope = repo::readable_schemes(actor);
    let unknown = || AppError::field("/scheme_id", ErrorCode::AssessmentPeriodUnknown);
    let scheme = match repo::find_scheme(db, &scope, body.scheme_id).await {
        Ok(scheme) => scheme,
        Err(error) if error.code() == ErrorCode::RequestNotFound => return Err(unknown()),
        Err(error) => return Err(error),
    };
    authorize(actor, Action::AssessmentClose, &schemes::facts_of(&scheme))?;
    let versions = repo::versions(db, scheme.line_id).await?;
    let period = closing::closable(&versions, &scheme, body.from_on, now)?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let bell = Bell::of(state).await?;
    // Before the transaction: it reads much.
    let prepared = Box::pin(closing::prepare(state, db, &reader.directory, scheme, period)).await?;
    let work = async |tx: &Tx| {
        let facts = schemes::facts_of(&prepared.scheme);
        let permit = authorize(actor, Action::AssessmentClose, &facts)?;
        let by = By { person_id: Some(actor.person_id), at: now };
        let heard = Some((&bell, &*reader.directory));
        let closing = closing::close_in(state, tx, permit, &prepared, &calendar, by, heard);
        let row = Box::pin(closing).await?;
        let entry = Entry::of(state, AuditAction::AssessmentPeriodClosed).by(actor);
        record(tx, entry.on("assessment_period", row.id)).await?;
        let view = only(reader.periods(&**tx, std::slice::from_ref(&row)).await?)?;
        Reply::created(&view, format!("/api/v1/assessments/periods/{}", row.id))
    };
    Box::pin(state.once(actor).run(idempotency, work)).await
}

/// One page of results, by department and name.
pub async fn list(
    state: &AppState,
    reader: &Reader<'_>,
    filter: &AssessmentFilter,
) -> AppResult<Page<AssessmentView>> {
    let db = state.db.reader();
    let after = filter.cursor.as_deref().map(place).transpose()?;
    let scope = repo::readable(reader.actor);
    let subject = filter.subject.map(|subject| match subject {
        AssessmentSubject::Department => Column::PersonId.is_null(),
        AssessmentSubject::Person => Column::PersonId.is_not_null(),
    });
    let matching = Condition::all()
        .add_option(filter.period_id.map(|id| Column::PeriodId.eq(id)))
        .add_option(filter.department_id.map(|id| Column::UnitId.eq(id)))
        .add_option(filter.person_id.map(|id| Column::PersonId.eq(id)))
        .add_option(subject);
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list(db, &scope, matching, after, most + 1).await?;
    let at = |row: &assessment::Model| (Some(row.listed_no.to_string()), row.id);
    let page = Page::cut(rows, most, RESULTS, at, |row| row)?;
    let items = reader.assessments(db, &page.items).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn place(cursor: &str) -> AppResult<(i32, Uuid)> {
    let cursor = Cursor::decode(cursor, RESULTS)?;
    let no = cursor.key.as_deref().and_then(|key| key.parse().ok());
    Ok((no.ok_or(ErrorCode::RequestInvalidCursor)?, cursor.id))
}

/// One result; 404 outside the scope.
pub async fn get(
    state: &AppState,
    reader: &Reader<'_>,
    id: Uuid,
) -> AppResult<Reply<AssessmentView>> {
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(reader.actor), id).await?;
    let view = only(reader.assessments(db, std::slice::from_ref(&row)).await?)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// One page of the facts behind a result; 404 outside the scope.
pub async fn facts(
    state: &AppState,
    reader: &Reader<'_>,
    id: Uuid,
    filter: &AssessmentFactFilter,
) -> AppResult<Page<AssessmentFactView>> {
    let db = state.db.reader();
    let after = Cursor::last_id(filter.cursor.as_deref(), FACTS)?;
    let row = repo::find(db, &repo::readable(reader.actor), id).await?;
    let sources = filter.source.iter().map(|source| source.as_str());
    let matching = repo::behind(&row)
        .add_option((!filter.source.is_empty()).then(|| fact::Column::Source.is_in(sources)))
        .add_option(filter.is_failed.map(|is_failed| fact::Column::IsFailed.eq(is_failed)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_facts(db, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list_facts(db, matching, after, Some(most + 1)).await?;
    let rulings = repo::rulings(db, row.period_id).await?;
    let page = Page::cut(rows, most, FACTS, |row| (None, row.id), |row| row)?;
    let items = reader.facts(db, &page.items, &rulings).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}
