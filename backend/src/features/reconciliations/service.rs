//! Reading reconciliations, and asking a unit about a number.

use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    AskReconciliationRequest, ReconciliationFilter, ReconciliationItemFilter,
    ReconciliationItemView, ReconciliationSummary, ReconciliationView,
};
use super::entity::{item, run};
use super::matching::ReconciliationState;
use super::repo;
use super::view::{self, Reader, fact_key, facts_of, refusal};
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::features::questions;
use crate::features::questions::facts::QuestionFacts;
use crate::features::questions::kind::QuestionKind;
use crate::features::questions::raise::{Raised, raise};
use crate::features::reports::figures::Month;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Scope, authorize};

/// The orders of the lists, in their cursors.
const RUNS: &str = "reconciliations:-id";
const ITEMS: &str = "reconciliation_items:place";

/// The runs `actor` may read.
fn readable(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReconciliationRead, "reconciliations")
}

/// One page of runs, the last first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ReconciliationFilter,
) -> AppResult<Page<ReconciliationSummary>> {
    let (db, scope) = (state.db.reader(), readable(actor));
    let matching = Condition::all()
        .add_option(filter.source_system.as_ref().map(|s| run::Column::SourceSystem.eq(s.trim())))
        .add_option(filter.month.as_ref().map(|month| run::Column::Month.eq(month)));
    let before = Cursor::last_id(filter.cursor.as_deref(), RUNS)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let mut views = view::summaries(db, &directory, &found).await?;
    let page = Page::cut(found, most, RUNS, |row| (None, row.id), |row| views.remove(&row.id))?;
    let items = page.items.into_iter().flatten().collect();
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One run; 404 outside the scope.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> AppResult<Reply<ReconciliationView>> {
    let db = state.db.reader();
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let view = view::run(db, &directory, &row).await?;
    Ok(Reply::ok(&view)?.version(view.version))
}

/// One page of the numbers of a run, in the order of the list.
pub(super) async fn list_items(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &ReconciliationItemFilter,
) -> AppResult<Page<ReconciliationItemView>> {
    let db = state.db.reader();
    let run = repo::find(db, &readable(actor), id).await?;
    let mut matching = Condition::all();
    if !filter.state.is_empty() {
        let states = filter.state.iter().map(|state| state.as_str());
        matching = matching.add(item::Column::State.is_in(states));
    }
    matching =
        matching.add_option(filter.department_id.map(|id| item::Column::DepartmentId.eq(id)));
    let after = filter.cursor.as_deref().map(place).transpose()?;
    let most = limit(filter.limit);
    let found = repo::list_items(db, actor, id, matching.clone(), after, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_items(db, actor, id, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reader = Reader::of(db, actor, &directory, &run, &found).await?;
    let at = |row: &item::Model| (Some(row.place.to_string()), row.id);
    let page = Page::cut(found, most, ITEMS, at, |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// The place in the list a cursor names.
fn place(text: &str) -> AppResult<i32> {
    let key = Cursor::decode(text, ITEMS)?.key;
    let place = key.and_then(|key| key.parse().ok());
    place.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
}

/// One number; 404 outside the scope.
pub(super) async fn get_item(
    state: &AppState,
    actor: &Actor,
    (id, item_id): (Uuid, Uuid),
) -> AppResult<Reply<ReconciliationItemView>> {
    let db = state.db.reader();
    let run = repo::find(db, &readable(actor), id).await?;
    let row = repo::find_item(db, actor, id, item_id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answer(db, actor, &directory, &run, &row).await
}

async fn answer(
    db: &impl sea_orm::ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    run: &run::Model,
    row: &item::Model,
) -> AppResult<Reply<ReconciliationItemView>> {
    let rows = std::slice::from_ref(row);
    let view = Reader::of(db, actor, directory, run, rows).await?.view(row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Asks a unit about a number: once, in however many lists of the month it stands.
pub(super) async fn ask(
    state: &AppState,
    actor: &Actor,
    (id, item_id): (Uuid, Uuid),
    seen: IfMatch,
    command: Command<AskReconciliationRequest>,
) -> AppResult<Reply<ReconciliationItemView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let scope = readable(actor);
    let work = async |tx: &Tx| {
        let run = repo::find(&**tx, &scope, id).await?;
        let row = repo::find_item_for_update(tx, actor, id, item_id).await?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let permit = authorize(actor, Action::ReconciliationAsk, &facts_of(&run))?;
        let what = ReconciliationState::parse(&row.state)
            .ok_or_else(|| AppError::internal("an unreadable reconciliation item"))?;
        let is_asked = !questions::repo::of_items(&**tx, vec![row.id]).await?.is_empty();
        if let Some(code) = refusal(what, is_asked) {
            return Err(code.into());
        }
        let department_id = body.department_id.or(row.department_id);
        let department_id = department_id
            .filter(|id| is_within(&directory, *id, &run.region_code))
            .ok_or(ErrorCode::ReconciliationUnitUnknown)?;
        let month = Month::read(&run.month).ok_or_else(|| AppError::internal("a run's month"))?;
        let raised = Raised {
            kind: QuestionKind::UnregisteredNumber,
            fact_key: fact_key(&run, &row),
            center_id: run.center_id,
            region_code: run.region_code.clone(),
            department_id: Some(department_id),
            region_id: None,
            item_id: Some(row.id),
            window: (month.first(), month.after().first().pred_opt().unwrap_or(month.first())),
            facts: QuestionFacts { count: 1, ..QuestionFacts::default() },
        };
        if raise(state, tx, &permit, vec![raised]).await? == 0 {
            return Err(ErrorCode::ReconciliationAsked.into());
        }
        let version = row.row_version + 1;
        let next = item::Model { updated_at: now, row_version: version, ..row };
        repo::save_item(tx, permit, next.clone()).await?;
        answer(&**tx, actor, &directory, &run, &next).await
    };
    state.once(actor).run(idempotency, work).await
}

fn is_within(directory: &Directory, department_id: Uuid, region_code: &str) -> bool {
    let department = directory.departments.get(&department_id).filter(|one| one.is_active);
    let region = department.and_then(|one| directory.regions.get(&one.region_id));
    region.is_some_and(|region| region.code.starts_with(region_code))
}
