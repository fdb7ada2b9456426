//! Use cases of people and capacities.

use sea_orm::{ActiveValue, ColumnTrait as _, Condition};
use serde_json::Map;
use uuid::Uuid;

use super::dto::{
    CapacityFilter, CapacityView, CreatePersonRequest, GrantCapacityRequest, PersonFilter,
    PersonView, UpdateCapacityRequest, UpdatePersonRequest,
};
use super::entity::{capacity, person};
use super::{repo, roles};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::features::{auth, substitutions, users};
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Role, may_ever};

const PEOPLE_ORDER: &str = "people:id";
const CAPACITIES_ORDER: &str = "capacities:id";

/// A page of people.
pub async fn list_people(
    state: &AppState,
    actor: &Actor,
    filter: &PersonFilter,
) -> AppResult<Page<PersonView>> {
    let db = state.db.reader();
    let matching = || {
        let name = (person::Entity, person::Column::Name);
        Condition::all()
            .add_option(filter.q.as_deref().map(|q| portable::starts_with(name, q)))
            .add_option(filter.department_id.map(|id| person::Column::DepartmentId.eq(id)))
            .add_option(filter.is_active.map(|is| person::Column::IsActive.eq(is)))
    };
    let cursor = filter.cursor.as_deref();
    let after = cursor.map(|text| Cursor::decode(text, PEOPLE_ORDER)).transpose()?;
    let rows = limit(filter.limit);
    let found = repo::list_people(db, matching(), after.map(|at| at.id), rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_people(db, matching()).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let may_write = may_ever(actor, Action::PersonWrite);
    let view = |row| PersonView::of(&directory, row, may_write);
    Ok(Page::cut(found, rows, PEOPLE_ORDER, |row| (None, row.id), view)?.of(total))
}

/// One person.
pub async fn get_person(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<PersonView> {
    let row = repo::find_person(state.db.reader(), id).await?.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    Ok(PersonView::of(&directory, row, may_ever(actor, Action::PersonWrite)))
}

/// Enters a person.
pub async fn create_person(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<CreatePersonRequest>,
) -> AppResult<Reply<PersonView>> {
    let new = command.body;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = enter_person(state, tx, permit, Some(actor), &directory, new).await?;
            let view = PersonView::of(&directory, row, true);
            let location = format!("/api/v1/people/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await
}

/// Enters a person in a transaction. `actor` is none on the command line.
pub async fn enter_person(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    actor: Option<&Actor>,
    directory: &Directory,
    new: CreatePersonRequest,
) -> AppResult<person::Model> {
    let CreatePersonRequest { name, department_id, phone } = new;
    known_department(directory, department_id)?;
    let now = state.clock.now();
    let row = person::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        name: ActiveValue::Set(name.trim().to_owned()),
        department_id: ActiveValue::Set(department_id),
        phone: ActiveValue::Set(phone),
        is_active: ActiveValue::Set(true),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    let row = repo::insert_person(tx, permit, row).await?;
    let entry = Entry::of(state, AuditAction::PersonCreated).by_any(actor);
    record(tx, entry.on("person", row.id)).await?;
    Ok(row)
}

/// Changes a person's record; who no longer works here is signed out.
pub async fn update_person(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdatePersonRequest>,
) -> AppResult<Reply<PersonView>> {
    let UpdatePersonRequest { name, department_id, phone, is_active } = command.body;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    known_department(&directory, department_id.flatten())?;
    let set_name = name.map(|name| name.trim().to_owned());
    let change = person::ActiveModel {
        name: set(set_name),
        department_id: set(department_id),
        phone: set(phone),
        is_active: set(is_active),
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            if is_active == Some(false) && id == actor.person_id {
                return Err(ErrorCode::UserOwnAccount.into());
            }
            let row = repo::save_person(tx, permit, id, seen, change).await?;
            if is_active == Some(false) {
                for user in users::repo::list_ids_of_person(&**tx, id).await? {
                    auth::sessions::revoke_user(tx, user, None, state.clock.now()).await?;
                }
            }
            let entry = Entry::of(state, AuditAction::PersonChanged).by(actor).on("person", id);
            record(tx, entry.with("is_active", is_active)).await?;
            let view = PersonView::of(&directory, row, true);
            Ok(Reply::ok(&view)?.version(view.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}

fn set<V: Into<sea_orm::Value>>(value: Option<V>) -> ActiveValue<V> {
    value.map_or(ActiveValue::NotSet, ActiveValue::Set)
}

/// Refuses with 422 a department that does not exist or is closed.
fn known_department(directory: &Directory, id: Option<Uuid>) -> AppResult<()> {
    match id {
        Some(id) if !directory.departments.get(&id).is_some_and(|found| found.is_active) => {
            Err(AppError::field("/department_id", ErrorCode::DepartmentUnknown))
        }
        Some(_) | None => Ok(()),
    }
}

/// A page of capacities.
pub async fn list_capacities(
    state: &AppState,
    actor: &Actor,
    filter: &CapacityFilter,
    lang: Lang,
) -> AppResult<Page<CapacityView>> {
    let db = state.db.reader();
    let matching = || {
        Condition::all()
            .add_option(filter.person_id.map(|id| capacity::Column::PersonId.eq(id)))
            .add_option(filter.department_id.map(|id| capacity::Column::DepartmentId.eq(id)))
            .add_option(filter.role.map(|role| capacity::Column::Role.eq(role.as_str())))
            .add_option(filter.is_active.map(|is| capacity::Column::IsActive.eq(is)))
    };
    let cursor = filter.cursor.as_deref();
    let after = cursor.map(|text| Cursor::decode(text, CAPACITIES_ORDER)).transpose()?;
    let rows = limit(filter.limit);
    let found = repo::list_capacities(db, matching(), after.map(|at| at.id), rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_capacities(db, matching()).await?),
        None => None,
    };
    let mut names = repo::list_names(db, found.iter().map(|row| row.person_id)).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let may_write = may_ever(actor, Action::CapacityWrite);
    let view = |row: capacity::Model| {
        let name = names.entry(row.person_id).or_default().clone();
        CapacityView::of(&directory, &row, name, may_write, lang)
    };
    let page = Page::cut(found, rows, CAPACITIES_ORDER, |row| (None, row.id), view)?;
    let items = page.items.into_iter().flatten().collect();
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One capacity.
pub async fn get_capacity(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<CapacityView> {
    let found = repo::find_capacity(state.db.reader(), id).await?;
    let (row, name) = found.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let may_write = may_ever(actor, Action::CapacityWrite);
    CapacityView::of(&directory, &row, name, may_write, lang)
        .ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Grants a capacity.
pub async fn grant_capacity(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<GrantCapacityRequest>,
    lang: Lang,
) -> AppResult<Reply<CapacityView>> {
    let wanted = command.body;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let (row, name) = grant(state, tx, permit, Some(actor), &directory, wanted).await?;
            let view = CapacityView::of(&directory, &row, name, true, lang);
            let view = view.ok_or_else(|| AppError::internal("a role just written is unknown"))?;
            let location = format!("/api/v1/capacities/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}

/// Grants a capacity in a transaction; answers it with the person's name. `actor` is none on the
/// command line.
pub async fn grant(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    actor: Option<&Actor>,
    directory: &Directory,
    wanted: GrantCapacityRequest,
) -> AppResult<(capacity::Model, String)> {
    let GrantCapacityRequest { person_id, role, department_id, region_id } = wanted;
    let region_id = unit(directory, role, department_id, region_id)?;
    let name = may_hold(state, tx, person_id, role).await?;
    let now = state.clock.now();
    let row = capacity::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        person_id: ActiveValue::Set(person_id),
        role: ActiveValue::Set(role.as_str().to_owned()),
        department_id: ActiveValue::Set(department_id),
        region_id: ActiveValue::Set(region_id),
        unit_key: ActiveValue::Set(department_id.unwrap_or(region_id).to_string()),
        is_active: ActiveValue::Set(true),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    let row = repo::insert_capacity(tx, permit, row).await?;
    let entry = Entry::of(state, AuditAction::CapacityGranted).by_any(actor);
    let entry = entry.on("capacity", row.id).with("person_id", person_id.to_string());
    record(tx, entry.with("role", role.as_str())).await?;
    Ok((row, name))
}

/// Where the role is to be held: checks department and region against each other and the role.
fn unit(
    directory: &Directory,
    role: Role,
    department_id: Option<Uuid>,
    region_id: Option<Uuid>,
) -> AppResult<Uuid> {
    known_department(directory, department_id)?;
    let department = department_id.and_then(|id| directory.departments.get(&id));
    let missing =
        |field| AppError::Validation(vec![FieldError::rule(field, "missing_field", Map::new())]);
    if department.is_none() && roles::needs_department(role) {
        return Err(missing("/department_id"));
    }
    let region_id = region_id.or(department.map(|department| department.region_id));
    let region_id = region_id.ok_or_else(|| missing("/region_id"))?;
    let region = directory.regions.get(&region_id);
    let region = region.ok_or_else(|| AppError::field("/region_id", ErrorCode::RegionUnknown))?;
    let home = department.and_then(|department| directory.regions.get(&department.region_id));
    if home.is_some_and(|home| !region.code.starts_with(&home.code)) {
        return Err(ErrorCode::CapacityWrongRegion.into());
    }
    if !roles::exists_at(role, &region.level) {
        return Err(AppError::from(ErrorCode::CapacityWrongLevel).with("level", &*region.level));
    }
    Ok(region_id)
}

/// Whether the person may hold `role` beside what they hold, or replace somebody in; their name.
async fn may_hold(state: &AppState, tx: &Tx, person_id: Uuid, role: Role) -> AppResult<String> {
    let person = repo::find_person_for_update(tx, person_id).await?;
    let person = person.filter(|person| person.is_active);
    let person = person.ok_or_else(|| AppError::field("/person_id", ErrorCode::PersonUnknown))?;
    let held = repo::list_active_capacities(&**tx, person_id).await?;
    let mut held: Vec<_> = held.iter().filter_map(|row| Role::parse(&row.role)).collect();
    let today = local_date(state.clock.now());
    held.extend(substitutions::repo::list_roles(&**tx, person_id, today).await?);
    if !roles::may_hold(&held, role) {
        let held: Vec<_> = held.iter().map(|role| role.as_str()).collect();
        return Err(AppError::from(ErrorCode::CapacityExclusiveRoles).with("held", held));
    }
    Ok(person.name)
}

/// Withdraws a capacity or gives it back.
pub async fn update_capacity(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateCapacityRequest>,
    lang: Lang,
) -> AppResult<Reply<CapacityView>> {
    let UpdateCapacityRequest { is_active } = command.body;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let change = capacity::ActiveModel {
        is_active: ActiveValue::Set(is_active),
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let found = repo::find_capacity(&**tx, id).await?;
            let (before, name) = found.ok_or(ErrorCode::RequestNotFound)?;
            seen.check(before.row_version, ErrorCode::RequestStaleVersion)?;
            let role = Role::parse(&before.role).ok_or(ErrorCode::RequestNotFound)?;
            if !is_active && id == actor.capacity_id {
                return Err(ErrorCode::CapacityInUse.into());
            }
            if is_active && !before.is_active {
                may_hold(state, tx, before.person_id, role).await?;
            }
            let row = repo::save_capacity(tx, permit, id, seen, change).await?;
            let entry = Entry::of(state, AuditAction::CapacityChanged).by(actor);
            record(tx, entry.on("capacity", id).with("is_active", is_active)).await?;
            let view = CapacityView::of(&directory, &row, name, true, lang);
            let view = view.ok_or(ErrorCode::RequestNotFound)?;
            Ok(Reply::ok(&view)?.version(view.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}
