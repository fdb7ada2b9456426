//! Use cases of the register of mediators (调解员名册).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{mediator, tie};
use super::register_dto::{
    CreateMediatorRequest, MediatorCandidateFilter, MediatorFilter, MediatorTieRequest,
    MediatorTieView, MediatorView, UpdateMediatorRequest,
};
use super::repo;
use super::view::{person, unreadable};
use super::workflow::{MediatorKind, MediatorTieKind};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::{CenterRef, DepartmentRef};
use crate::features::cases::masks;
use crate::features::cases::repo::Names;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::personnel::entity::capacity;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, Role, authorize, holds};

const ORDER: &str = "mediators:id";
/// More would be looked through by nobody: the name is typed.
const CANDIDATES: u64 = 50;

/// One page of the register of a centre, oldest entries first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &MediatorFilter,
) -> AppResult<Page<MediatorView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let center = filter.center_id.or(actor.center_id);
    let matching = Condition::all()
        .add_option(center.map(|id| mediator::Column::CenterId.eq(id)))
        .add_option(filter.is_active.map(|is| mediator::Column::IsActive.eq(is)))
        .add_option(filter.lapses_by.map(|day| mediator::Column::QualifiedUntilOn.lte(day)));
    let total = match filter.count {
        Some(Count::Exact) => {
            Some(mediator::Entity::find().filter(matching.clone()).count(db).await?)
        }
        None => None,
    };
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let matching = matching.add_option(after.map(|id| mediator::Column::Id.gt(id)));
    let most = limit(filter.limit);
    let entries = mediator::Entity::find().filter(matching).order_by_asc(mediator::Column::Id);
    let found = entries.limit(most + 1).all(db).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, actor, &directory, local_date(now), &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// People of the region of the caller's centre who could be entered, by name.
pub async fn candidates(
    state: &AppState,
    actor: &Actor,
    filter: &MediatorCandidateFilter,
) -> AppResult<Page<PersonRef>> {
    let region = actor.region_code.as_deref().ok_or(ErrorCode::AuthNotAllowed)?;
    let roles = [Role::Mediator.as_str(), Role::Handler.as_str()];
    let held = personnel::repo::held_below(region)
        .add(capacity::Column::IsActive.eq(true))
        .add(capacity::Column::Role.is_in(roles));
    let (db, named) = (state.db.reader(), filter.q.as_deref());
    let found = personnel::repo::list_holders(db, held, actor.person_id, named, CANDIDATES).await?;
    Ok(Page::whole(found))
}

/// One entry. Unknown: 404.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<MediatorView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = mediator::Entity::find_by_id(id).one(db).await?;
    let row = row.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, now).await?;
    answer(db, actor, &directory, local_date(now), row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    today: NaiveDate,
    row: mediator::Model,
) -> AppResult<Reply<MediatorView>> {
    let reader = Reader::of(db, actor, directory, today, std::slice::from_ref(&row)).await?;
    Ok(Reply::ok(&reader.view(&row)?)?.version(row.row_version).personal())
}

/// Enters somebody into the register of the caller's own centre.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateMediatorRequest>,
) -> AppResult<Reply<MediatorView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let center_id = actor.center_id.ok_or(ErrorCode::AuthNotAllowed)?;
    let permit = authorize(actor, Action::MediationKeepMediators, &facts(center_id))?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let found = personnel::repo::find_person(&**tx, body.person_id).await?;
            let unknown = || AppError::field("/person_id", ErrorCode::PersonUnknown);
            let known = found.filter(|person| person.is_active).ok_or_else(unknown)?;
            let row = mediator::Model {
                id: state.ids.next(),
                person_id: known.id,
                center_id,
                department_id: known.department_id,
                kind: body.kind.as_str().to_owned(),
                certificate_no: body.certificate_no.trim().to_owned(),
                qualified_from_on: body.qualified_from_on,
                qualified_until_on: body.qualified_until_on,
                is_active: true,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            let ties = ties(state, row.id, &body.ties, now);
            repo::insert_mediator(tx, permit, row.clone(), ties).await?;
            let rows = std::slice::from_ref(&row);
            let reader = Reader::of(&**tx, actor, &directory, local_date(now), rows).await?;
            let location = format!("/api/v1/mediators/{}", row.id);
            Ok(Reply::created(&reader.view(&row)?, location)?.version(1).personal())
        })
        .await
}

/// Changes an entry.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateMediatorRequest>,
) -> AppResult<Reply<MediatorView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let found = repo::hold_mediators(tx, &[id]).await?.pop();
            let row = found.ok_or(ErrorCode::RequestNotFound)?;
            let permit = authorize(actor, Action::MediationKeepMediators, &facts(row.center_id))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let ties = body.ties.as_deref().map(|said| ties(state, id, said, now));
            let row = changed(row, body, now);
            if row.qualified_until_on < row.qualified_from_on {
                return Err(AppError::field("/qualified_until_on", ErrorCode::MediatorValidity));
            }
            repo::save_mediator(tx, permit, row.clone(), ties).await?;
            answer(&**tx, actor, &directory, local_date(now), row).await
        })
        .await
}

fn changed(
    row: mediator::Model,
    body: UpdateMediatorRequest,
    now: DateTime<Utc>,
) -> mediator::Model {
    mediator::Model {
        kind: body.kind.map_or(row.kind, |kind| kind.as_str().to_owned()),
        certificate_no: body.certificate_no.map_or(row.certificate_no, |no| no.trim().to_owned()),
        qualified_from_on: body.qualified_from_on.unwrap_or(row.qualified_from_on),
        qualified_until_on: body.qualified_until_on.unwrap_or(row.qualified_until_on),
        is_active: body.is_active.unwrap_or(row.is_active),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

fn ties(
    state: &AppState,
    mediator_id: Uuid,
    said: &[MediatorTieRequest],
    now: DateTime<Utc>,
) -> Vec<tie::Model> {
    let row = |said: &MediatorTieRequest| tie::Model {
        id: state.ids.next(),
        mediator_id,
        kind: said.kind.as_str().to_owned(),
        name: said.name.trim().to_owned(),
        created_at: now,
    };
    let mut rows: Vec<_> = said.iter().map(row).collect();
    // They are read in the order of the ids, which within one millisecond are in none.
    let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    for (row, id) in rows.iter_mut().zip(ids) {
        row.id = id;
    }
    rows
}

fn facts(center_id: Uuid) -> Facts<'static> {
    Facts { center_id: Some(center_id), ..Facts::default() }
}

/// What is needed to write entries out.
struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    today: NaiveDate,
    names: Names,
    ties: HashMap<Uuid, Vec<tie::Model>>,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        today: NaiveDate,
        rows: &[mediator::Model],
    ) -> AppResult<Self> {
        let names = personnel::repo::list_names(db, rows.iter().map(|row| row.person_id)).await?;
        let ties = repo::ties(db, rows.iter().map(|row| row.id)).await?;
        Ok(Self { actor, directory, today, names, ties })
    }

    fn view(&self, row: &mediator::Model) -> AppResult<MediatorView> {
        let center = self.directory.centers.get(&row.center_id);
        let may = holds(self.actor, Action::MediationKeepMediators, &facts(row.center_id));
        let ties = self.ties.get(&row.id).into_iter().flatten().map(|tie| {
            let kind = MediatorTieKind::parse(&tie.kind).ok_or_else(unreadable)?;
            // An employer is an organisation; the others are people until shown otherwise.
            let name = masks::name(&tie.name, kind != MediatorTieKind::Employer);
            Ok(MediatorTieView { kind, name })
        });
        Ok(MediatorView {
            id: row.id,
            person: person(row.person_id, &self.names),
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            department: row
                .department_id
                .map(|id| DepartmentRef { id, name: self.directory.department_name(id) }),
            kind: MediatorKind::parse(&row.kind).ok_or_else(unreadable)?,
            certificate_no: row.certificate_no.clone(),
            qualified_from_on: row.qualified_from_on,
            qualified_until_on: row.qualified_until_on,
            is_qualified: row.is_active
                && (row.qualified_from_on..=row.qualified_until_on).contains(&self.today),
            is_active: row.is_active,
            ties: ties.collect::<AppResult<_>>()?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may { vec!["update"] } else { Vec::new() },
            refused_actions: refused(&["update"], (!may).then_some(ErrorCode::AuthNotAllowed)),
        })
    }
}
