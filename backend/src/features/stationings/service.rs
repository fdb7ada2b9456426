//! Use cases of entry and exit (准入准出).

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    RequestStationingRequest, StationingCandidateFilter, StationingFilter, StationingStepRequest,
    StationingView,
};
use super::entity::stationing::{Column, Model};
use super::entity::step;
use super::repo;
use super::view::{Reader, facts_of, is_own_request, open_steps, right, unreadable};
use super::workflow::{StationingState, StationingStep, last_day};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "stationings:-id";
/// More would be looked through by nobody: the name is typed.
const CANDIDATES: u64 = 50;

fn readable(actor: &Actor) -> Scope {
    Scope::personal(actor, Action::StationingRead, "stationings")
}

/// One page of entries within the caller's scope, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &StationingFilter,
    lang: Lang,
) -> AppResult<Page<StationingView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = readable(actor);
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let matching = Condition::all()
        .add_option(filter.person_id.map(|id| Column::PersonId.eq(id)))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(states);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, actor, &directory, lang, &found, &[]).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row, &[]))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// People of a department who could be sent, by name.
pub async fn candidates(
    state: &AppState,
    actor: &Actor,
    filter: &StationingCandidateFilter,
) -> AppResult<Page<PersonRef>> {
    let department_id = filter.department_id.or(actor.department_id);
    let Some(department_id) = department_id else { return Ok(Page::whole(Vec::new())) };
    let facts = Facts {
        region_code: actor.region_code.as_deref(),
        center_id: actor.center_id,
        addressed_department_id: Some(department_id),
        ..Facts::default()
    };
    authorize(actor, Action::StationingRequest, &facts)?;
    let (db, named) = (state.db.reader(), filter.q.as_deref());
    let found = personnel::repo::list_members(db, department_id, named, CANDIDATES).await?;
    Ok(Page::whole(found))
}

/// One entry with its steps; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<StationingView>> {
    let db = state.db.reader();
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answer(db, actor, &directory, lang, &row).await
}

async fn view(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    lang: Lang,
    row: &Model,
) -> AppResult<StationingView> {
    let steps = repo::steps(db, row.id).await?;
    let rows = std::slice::from_ref(row);
    Reader::of(db, actor, directory, lang, rows, &steps).await?.view(row, &steps)
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    lang: Lang,
    row: &Model,
) -> AppResult<Reply<StationingView>> {
    let view = view(db, actor, directory, lang, row).await?;
    Ok(Reply::ok(&view)?.version(view.version))
}

/// Asks a centre to admit somebody.
pub async fn request(
    state: &AppState,
    actor: &Actor,
    command: Command<RequestStationingRequest>,
    lang: Lang,
) -> AppResult<Reply<StationingView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = ask(state, tx, actor, &directory, &body).await?;
            let view = view(&**tx, actor, &directory, lang, &row).await?;
            let location = format!("/api/v1/stationings/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn ask(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    body: &RequestStationingRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    if body.until_on.is_some_and(|last| last < body.from_on) {
        return Err(AppError::field("/until_on", ErrorCode::StationingDates));
    }
    let center = directory.centers.get(&body.center_id);
    let region = center.and_then(|center| directory.regions.get(&center.region_id));
    let region = region.ok_or_else(|| AppError::field("/center_id", ErrorCode::CenterUnknown))?;
    let unknown = || AppError::field("/department_id", ErrorCode::DepartmentUnknown);
    let department_id = body.department_id.or(actor.department_id).ok_or_else(unknown)?;
    let department = directory.departments.get(&department_id);
    department.filter(|department| department.is_active).ok_or_else(unknown)?;
    let row = Model {
        id: state.ids.next(),
        person_id: body.person_id,
        department_id,
        center_id: body.center_id,
        region_code: region.code.clone(),
        state: StationingState::Requested.as_str().to_owned(),
        letter: body.letter.trim().to_owned(),
        from_on: body.from_on,
        until_on: body.until_on,
        requested_by_id: actor.person_id,
        exit_requested_by_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let permit = authorize(actor, Action::StationingRequest, &facts_of(&row))?;
    // Held, so that one person is asked for once at a time.
    let person = personnel::repo::find_person_for_update(tx, body.person_id).await?;
    let known = person.filter(|person| person.is_active);
    known.ok_or_else(|| AppError::field("/person_id", ErrorCode::PersonUnknown))?;
    let people = [body.person_id];
    let members = personnel::repo::members_of(&**tx, department_id, &people).await?;
    if members.is_empty() {
        return Err(AppError::field("/person_id", ErrorCode::StationingOtherDepartment));
    }
    alone(tx, &row).await?;
    let first = step(state, actor, &row, (1, StationingStep::Request), None, now);
    repo::insert(tx, permit, row.clone(), first).await?;
    Ok(row)
}

/// 409 where the same is asked for, or in force, already.
async fn alone(tx: &Tx, row: &Model) -> AppResult<()> {
    let open = StationingState::ALL.iter().filter(|state| state.is_open());
    let same = Condition::all()
        .add(Column::PersonId.eq(row.person_id))
        .add(Column::DepartmentId.eq(row.department_id))
        .add(Column::CenterId.eq(row.center_id))
        .add(Column::State.is_in(open.map(|state| state.as_str())));
    if repo::all(&**tx, same).await?.is_empty() {
        return Ok(());
    }
    Err(ErrorCode::StationingDuplicate.into())
}

fn step(
    state: &AppState,
    actor: &Actor,
    row: &Model,
    (seq, kind): (i32, StationingStep),
    note: Option<String>,
    at: DateTime<Utc>,
) -> step::Model {
    step::Model {
        id: state.ids.next(),
        stationing_id: row.id,
        seq,
        kind: kind.as_str().to_owned(),
        actor_id: actor.person_id,
        capacity_id: Some(actor.capacity_id),
        note,
        effective_on: None,
        at,
    }
}

/// Takes a step of entry or exit.
pub async fn act(
    state: &AppState,
    actor: &Actor,
    (id, kind): (Uuid, StationingStep),
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    lang: Lang,
) -> AppResult<Reply<StationingView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = take(state, tx, actor, (id, kind), seen, &body).await?;
            answer(&**tx, actor, &directory, lang, &row).await
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn take(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (id, kind): (Uuid, StationingStep),
    seen: IfMatch,
    body: &StationingStepRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let row = repo::find_for_update(tx, &readable(actor), id).await?;
    let permit = authorize(actor, right(kind), &facts_of(&row))?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let before = StationingState::parse(&row.state).ok_or_else(unreadable)?;
    let wrong = || {
        let refused = AppError::from(ErrorCode::StationingWrongState);
        refused.standing(before.as_str(), open_steps(&row, before, actor))
    };
    let after = before.after(kind).ok_or_else(wrong)?;
    if is_own_request(&row, before, kind, actor) {
        return Err(ErrorCode::StationingOwnRequest.into());
    }
    let needs_reason = matches!(
        kind,
        StationingStep::Refuse | StationingStep::RefuseExit | StationingStep::RequestExit
    );
    let note = body.note.as_deref().map(|text| text.trim().to_owned());
    if needs_reason && note.is_none() {
        return Err(AppError::field("/note", ErrorCode::StationingReasonRequired));
    }
    let leaves = matches!(kind, StationingStep::RequestExit | StationingStep::ApproveExit);
    if body.last_on.is_some() && !leaves {
        return Err(AppError::field("/last_on", ErrorCode::StationingDates));
    }
    let (from_on, seq) = (row.from_on, row.row_version + 1);
    let mut next = Model {
        state: after.as_str().to_owned(),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    let mut told = step(state, actor, &next, (seq, kind), note, now);
    told.effective_on = body.last_on;
    if kind == StationingStep::RequestExit {
        next.exit_requested_by_id = Some(actor.person_id);
    }
    if kind == StationingStep::ApproveExit {
        let asked = match body.last_on {
            Some(day) => Some(day),
            None => asked_day(tx, id).await?,
        };
        let last = last_day(from_on, asked, local_date(now))
            .map_err(|code| AppError::field("/last_on", code))?;
        next.until_on = Some(last);
        told.effective_on = Some(last);
    }
    repo::save(tx, permit, next.clone(), told).await?;
    Ok(next)
}

/// The last day that was named when exit was asked for.
async fn asked_day(tx: &Tx, id: Uuid) -> AppResult<Option<chrono::NaiveDate>> {
    let steps = repo::steps(&**tx, id).await?;
    let asked = steps.iter().rev().find(|step| step.kind == StationingStep::RequestExit.as_str());
    Ok(asked.and_then(|step| step.effective_on))
}
