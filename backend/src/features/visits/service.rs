//! Use cases of visits.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sea_orm::sea_query::{
    Alias, Asterisk, Expr, ExprTrait as _, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::dto::{
    AcceptVisitRequest, CloseVisitRequest, HandOverVisitRequest, LinkVisitRequest,
    NoteVisitRequest, VisitFigures, VisitFilter, VisitSort, VisitState, VisitStep, VisitView,
};
use super::entity::visit::{Column, Entity, Model};
use super::entity::visit_event;
use super::repo;
use super::view::{Reader, facts_of};
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, local_date, start_of_day};
use crate::features::cases;
use crate::features::cases::ground::Ground;
use crate::features::cases::intake::center_in_charge;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// How long ago a visit may be noted.
const DAYS_BACK: i64 = 30;
/// The reason that names a unit.
const GUIDED: &str = "guided";

/// One page of visits.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &VisitFilter,
    lang: Lang,
) -> AppResult<Page<VisitView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = Scope::visits(actor, Action::VisitRead);
    let matching = matching(filter, actor, now);
    let (order, is_descending) = match filter.sort {
        VisitSort::CameAtDesc => ("visits:-came_at", true),
        VisitSort::CameAt => ("visits:came_at", false),
    };
    let after = filter.cursor.as_deref().map(|text| place(text, order)).transpose()?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, is_descending, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, actor, &directory, (lang, now), &found, &[]).await?;
    let at = |row: &Model| (Some(row.came_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let page = Page::cut(found, most, order, at, |row| reader.view(&row, &[]))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn place(text: &str, order: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(text, order)?;
    Ok((cursor.instant()?, cursor.id))
}

/// The rows a filter lets through, within whatever scope the query has.
pub fn matching(filter: &VisitFilter, actor: &Actor, now: DateTime<Utc>) -> Condition {
    let open = || Column::State.eq(VisitState::Open.as_str());
    let mut all = Condition::all();
    if !filter.state.is_empty() {
        all = all.add(Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    }
    if !filter.channel.is_empty() {
        all = all.add(Column::Channel.is_in(filter.channel.iter().map(|one| one.as_str())));
    }
    let late = filter.is_overdue.map(|is_overdue| {
        let late = Condition::all().add(open()).add(Column::DueAt.lt(now));
        if is_overdue { late } else { late.not() }
    });
    let offered = filter.is_offered_to_me.map(|is_offered| {
        let to_me = Condition::any()
            .add(Column::OfferedPersonId.eq(actor.person_id))
            .add_option(actor.department_id.map(|id| Column::OfferedDepartmentId.eq(id)));
        let waiting = Condition::all().add(open()).add(Column::OfferedAt.is_not_null()).add(to_me);
        // What is compared may be absent, and then neither so nor not so.
        if is_offered {
            waiting
        } else {
            let ids = Entity::find().select_only().column(Column::Id).filter(waiting).into_query();
            Condition::all().add(Column::Id.not_in_subquery(ids))
        }
    });
    all.add_option(late)
        .add_option(offered)
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.owner_person_id.map(|id| Column::OwnerPersonId.eq(id)))
        .add_option(filter.case_id.map(|id| Column::CaseId.eq(id)))
        .add_option(filter.came_from.map(|day| Column::CameAt.gte(start_of_day(day))))
        .add_option(filter.came_to.map(|day| Column::CameAt.lte(end_of_day(day))))
}

#[derive(FromQueryResult)]
struct Figure {
    name: String,
    count: i64,
}

/// The figures of the caller's scope, in one statement.
pub async fn counts(state: &AppState, actor: &Actor) -> AppResult<VisitFigures> {
    let now = state.clock.now();
    let open = VisitFilter { state: vec![VisitState::Open], ..VisitFilter::default() };
    let each = [
        ("open", open.clone()),
        ("overdue", VisitFilter { is_overdue: Some(true), ..open.clone() }),
        ("mine", VisitFilter { owner_person_id: Some(actor.person_id), ..open.clone() }),
        ("offered_to_me", VisitFilter { is_offered_to_me: Some(true), ..open }),
    ];
    let scope = Scope::visits(actor, Action::VisitRead);
    let mut all: Option<SelectStatement> = None;
    for (name, filter) in each {
        let one = figure(name, &scope, matching(&filter, actor, now));
        match &mut all {
            Some(all) => {
                all.union(UnionType::All, one);
            }
            None => all = Some(one),
        }
    }
    let mut figures = VisitFigures { as_of: now, ..VisitFigures::default() };
    let Some(all) = all else { return Ok(figures) };
    for row in state.db.reader().query_all(&all).await? {
        let row = Figure::from_query_result(&row, "")?;
        let count = u64::try_from(row.count).unwrap_or(0);
        match row.name.as_str() {
            "open" => figures.open = count,
            "overdue" => figures.overdue = count,
            "mine" => figures.mine = count,
            "offered_to_me" => figures.offered_to_me = count,
            name => tracing::error!(name, "an unknown figure"),
        }
    }
    Ok(figures)
}

fn figure(name: &'static str, scope: &Scope, matching: Condition) -> SelectStatement {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(scope.condition())
        .filter(matching)
        .into_query();
    Query::select()
        .expr_as(Expr::val(name), Alias::new("name"))
        .expr_as(Expr::col(Asterisk).count(), Alias::new("count"))
        .from_subquery(rows, Alias::new("rows"))
        .take()
}

/// One visit with its chain; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<VisitView>> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::visits(actor, Action::VisitRead), id).await?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    answer(db, actor, &directory, (lang, now), row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    at: (Lang, DateTime<Utc>),
    row: Model,
) -> AppResult<Reply<VisitView>> {
    let chain = repo::chain(db, row.id).await?;
    let rows = std::slice::from_ref(&row);
    let reader = Reader::of(db, actor, directory, at, rows, &chain).await?;
    let view = reader.view(&row, &chain)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// 首问: notes a visit; whoever was asked has it in hand.
pub async fn note(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<NoteVisitRequest>,
    lang: Lang,
) -> AppResult<Reply<VisitView>> {
    let now = state.clock.now();
    let Command { body, idempotency } = command;
    let ground = Ground::of(state).await?;
    let row = noted(state, actor, &ground, &body, now).await?;
    let step = step(state, actor, &row, 1, VisitStep::Noted, now);
    let step = visit_event::Model { person_id: Some(row.asked_person_id), ..step };
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            repo::insert(tx, permit, row.clone(), step).await?;
            let location = format!("/api/v1/visits/{}", row.id);
            let rows = std::slice::from_ref(&row);
            let chain = repo::chain(&**tx, row.id).await?;
            let at = (lang, now);
            let reader = Reader::of(&**tx, actor, &ground.directory, at, rows, &chain).await?;
            let view = reader.view(&row, &chain)?;
            Ok(Reply::created(&view, location)?.version(view.version).personal())
        })
        .await
}

async fn noted(
    state: &AppState,
    actor: &Actor,
    ground: &Ground,
    body: &NoteVisitRequest,
    now: DateTime<Utc>,
) -> AppResult<Model> {
    let directory = &ground.directory;
    let region_code = actor.region_code.clone().ok_or(ErrorCode::AuthNotAllowed)?;
    let region = directory.region_by_code.get(&region_code).ok_or(ErrorCode::AuthNotAllowed)?;
    let center_id = center_in_charge(directory, *region).ok_or(ErrorCode::CenterUnknown)?;
    let came_at = body.came_at.unwrap_or(now);
    // A caller's clock may be a little ahead.
    if came_at > now + TimeDelta::minutes(5) || came_at < now - TimeDelta::days(DAYS_BACK) {
        return Err(AppError::field("/came_at", ErrorCode::CaseInvalidTime));
    }
    let asked = body.asked_person_id.unwrap_or(actor.person_id);
    let department_id = if asked == actor.person_id {
        actor.department_id
    } else {
        let person = personnel::repo::find_person(state.db.reader(), asked).await?;
        let person = person.filter(|person| person.is_active);
        let unknown = || AppError::field("/asked_person_id", ErrorCode::PersonUnknown);
        person.ok_or_else(unknown)?.department_id
    };
    let due_at = ground.keeper.registration_due(came_at, body.channel.as_str())?;
    Ok(Model {
        id: state.ids.next(),
        center_id,
        region_code,
        channel: body.channel.as_str().to_owned(),
        subject: body.subject.as_deref().map(|text| text.trim().to_owned()),
        people_count: body.people_count,
        came_at,
        // Without a rule the day it came.
        due_at: due_at.unwrap_or_else(|| end_of_day(local_date(came_at))),
        state: VisitState::Open.as_str().to_owned(),
        asked_person_id: asked,
        noted_by_id: actor.person_id,
        owner_person_id: asked,
        owner_department_id: department_id,
        owner_since: came_at,
        offered_person_id: None,
        offered_department_id: None,
        offered_at: None,
        close_reason_code: None,
        guided_department_id: None,
        ended_at: None,
        case_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    })
}

fn step(
    state: &AppState,
    actor: &Actor,
    row: &Model,
    seq: i32,
    kind: VisitStep,
    at: DateTime<Utc>,
) -> visit_event::Model {
    visit_event::Model {
        id: state.ids.next(),
        visit_id: row.id,
        seq,
        kind: kind.as_str().to_owned(),
        actor_id: actor.person_id,
        capacity_id: Some(actor.capacity_id),
        person_id: None,
        department_id: None,
        note: None,
        at,
    }
}

/// What is to be done with a visit.
#[derive(Debug)]
pub enum Step {
    /// 移交
    HandOver(HandOverVisitRequest),
    /// 接收
    Accept(AcceptVisitRequest),
    /// 了结
    Close(CloseVisitRequest),
    /// 登记为案件
    Link(LinkVisitRequest),
}

impl Step {
    const fn right(&self) -> Action {
        match self {
            Self::HandOver(_) => Action::VisitHandOver,
            Self::Accept(_) => Action::VisitAccept,
            Self::Close(_) => Action::VisitClose,
            Self::Link(_) => Action::VisitLink,
        }
    }
}

/// Carries out a step: 404 outside the scope, 412 when stale, 403, 409 or 422 when refused.
pub async fn act(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    step: &Step,
    idempotency: Option<IdempotentRequest>,
    lang: Lang,
) -> AppResult<Reply<VisitView>> {
    let now = state.clock.now();
    let ground = Ground::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::find(&**tx, &Scope::visits(actor, Action::VisitRead), id).await?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            // What ended cannot be offered any more: said before whose right it would be.
            if row.state != VisitState::Open.as_str() {
                return Err(ErrorCode::VisitEnded.into());
            }
            if matches!(step, Step::Accept(_)) && row.offered_at.is_none() {
                return Err(ErrorCode::VisitNothingOffered.into());
            }
            let permit = authorize(actor, step.right(), &facts_of(&row))?;
            let (next, told) = after(state, tx, actor, &ground, row, step, now).await?;
            repo::save(tx, permit, seen, next.clone(), told).await?;
            answer(&**tx, actor, &ground.directory, (lang, now), next).await
        })
        .await
}

/// The visit after a step, and the step itself.
async fn after(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    row: Model,
    asked: &Step,
    now: DateTime<Utc>,
) -> AppResult<(Model, visit_event::Model)> {
    let told = |kind| step(state, actor, &row, row.row_version + 1, kind, now);
    let (change, told) = match asked {
        Step::HandOver(body) => {
            let told = told(VisitStep::HandedOver);
            hand_over(tx, &ground.directory, row, body, told).await?
        }
        Step::Accept(body) => {
            let told = visit_event::Model {
                person_id: Some(actor.person_id),
                department_id: actor.department_id,
                note: body.note.clone(),
                ..told(VisitStep::Accepted)
            };
            let next = Model {
                owner_person_id: actor.person_id,
                owner_department_id: actor.department_id,
                owner_since: now,
                ..row
            };
            (unoffered(next), told)
        }
        Step::Close(body) => close(ground, told(VisitStep::Closed), row, body, now)?,
        Step::Link(body) => {
            let scope = Scope::cases(actor, Action::CaseRead);
            let case = cases::repo::find(&**tx, &scope, body.case_id).await;
            let case =
                case.map_err(|error| unless_found(error, "/case_id", ErrorCode::VisitCaseUnknown))?;
            let told = told(VisitStep::Registered);
            (registered(row, case.id, now), told)
        }
    };
    let version = change.row_version + 1;
    Ok((Model { row_version: version, updated_at: now, ..change }, told))
}

/// What cannot be found is a field that names nothing.
fn unless_found(error: AppError, pointer: &str, code: ErrorCode) -> AppError {
    if error.code() == ErrorCode::RequestNotFound { AppError::field(pointer, code) } else { error }
}

/// 422 at `pointer` unless the unit named is in use.
fn unit(directory: &Directory, id: Option<Uuid>, pointer: &str) -> AppResult<Option<Uuid>> {
    let is_open = |id: &Uuid| directory.departments.get(id).is_some_and(|unit| unit.is_active);
    if id.as_ref().is_some_and(|id| !is_open(id)) {
        return Err(AppError::field(pointer, ErrorCode::DepartmentUnknown));
    }
    Ok(id)
}

async fn hand_over(
    tx: &Tx,
    directory: &Directory,
    row: Model,
    body: &HandOverVisitRequest,
    told: visit_event::Model,
) -> AppResult<(Model, visit_event::Model)> {
    let department_id = unit(directory, body.department_id, "/department_id")?;
    let is_one = body.person_id.is_some() != department_id.is_some();
    if !is_one || body.person_id == Some(row.owner_person_id) {
        return Err(AppError::field("/person_id", ErrorCode::VisitReceiver));
    }
    if let Some(id) = body.person_id {
        let person = personnel::repo::find_person(&**tx, id).await?;
        if !person.is_some_and(|person| person.is_active) {
            return Err(AppError::field("/person_id", ErrorCode::PersonUnknown));
        }
    }
    let note = body.note.clone();
    let told = visit_event::Model { person_id: body.person_id, department_id, note, ..told };
    let next = Model {
        offered_person_id: body.person_id,
        offered_department_id: department_id,
        offered_at: Some(told.at),
        ..row
    };
    Ok((next, told))
}

fn close(
    ground: &Ground,
    told: visit_event::Model,
    row: Model,
    body: &CloseVisitRequest,
    now: DateTime<Utc>,
) -> AppResult<(Model, visit_event::Model)> {
    let set = "visit_close_reason";
    ground.codes.check(set, &body.reason_code, local_date(now), "/reason_code")?;
    let pointer = "/guided_department_id";
    let guided = unit(&ground.directory, body.guided_department_id, pointer)?;
    if (body.reason_code == GUIDED) != guided.is_some() {
        return Err(AppError::field(pointer, ErrorCode::DepartmentUnknown));
    }
    let told = visit_event::Model { department_id: guided, note: body.note.clone(), ..told };
    let next = Model {
        state: VisitState::Closed.as_str().to_owned(),
        close_reason_code: Some(body.reason_code.clone()),
        guided_department_id: guided,
        ended_at: Some(now),
        ..row
    };
    Ok((unoffered(next), told))
}

fn unoffered(row: Model) -> Model {
    Model { offered_person_id: None, offered_department_id: None, offered_at: None, ..row }
}

fn registered(row: Model, case_id: Uuid, now: DateTime<Utc>) -> Model {
    let state = VisitState::Registered.as_str().to_owned();
    unoffered(Model { state, case_id: Some(case_id), ended_at: Some(now), ..row })
}

/// The open visit a registration begins with; 422 at `/visit_id` unless the caller may join it.
pub async fn open_visit(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> AppResult<Model> {
    let unknown = || AppError::field("/visit_id", ErrorCode::VisitUnknown);
    let found = Entity::find_by_id(id)
        .filter(Scope::visits(actor, Action::VisitLink).condition())
        .filter(Column::State.eq(VisitState::Open.as_str()))
        .one(db)
        .await?;
    found.ok_or_else(unknown)
}

/// Joins a visit to the case that is being registered in the same transaction.
pub async fn join(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    visit: Model,
    case_id: Uuid,
) -> AppResult<()> {
    let now = state.clock.now();
    let permit = authorize(actor, Action::VisitLink, &facts_of(&visit))?;
    let seen = IfMatch(visit.row_version);
    let told = step(state, actor, &visit, visit.row_version + 1, VisitStep::Registered, now);
    let next = registered(visit, case_id, now);
    let next = Model { row_version: next.row_version + 1, updated_at: now, ..next };
    let saved = repo::save(tx, permit, seen, next, told).await;
    // Somebody ended it a moment ago.
    saved.map_err(|error| {
        if error.code() == ErrorCode::RequestStaleVersion {
            AppError::field("/visit_id", ErrorCode::VisitUnknown)
        } else {
            error
        }
    })
}
