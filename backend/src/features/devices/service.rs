//! Use cases of the register: listing, entering, changing.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    CreateDeviceRequest, DeviceFilter, DeviceState, DeviceView, UpdateDeviceRequest, whole,
};
use super::entity::device::{Column, Model};
use super::repo;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::dto::RegionRef;
use crate::features::cases::intake::center_in_charge;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::{CenterRef, DepartmentRef};
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, TOWNSHIP, authorize, holds};

const ORDER: &str = "devices:id";

/// The devices the caller may see.
pub(super) fn readable(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::DeviceRead, "devices")
}

/// One page, the oldest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &DeviceFilter,
    lang: Lang,
) -> AppResult<Page<DeviceView>> {
    let db = state.db.reader();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let below = match filter.region_id {
        None => None,
        Some(id) => {
            let unknown = || {
                let names = vec!["region_id".to_owned()];
                AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names)
            };
            let region = directory.regions.get(&id).ok_or_else(unknown)?;
            let code = Column::RegionCode.into_expr();
            Some(portable::starts_below(&code, &region.code, TOWNSHIP))
        }
    };
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let matching = Condition::all()
        .add(readable(actor).condition())
        .add_option(below)
        .add_option(filter.owner_department_id.map(|id| Column::OwnerDepartmentId.eq(id)))
        .add_option(states)
        .add_option(filter.national_code.as_deref().map(|code| Column::NationalCode.eq(code)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, matching.clone()).await?),
        None => None,
    };
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, matching, after, most + 1).await?;
    let view = |row: Model| view(&directory, actor, &row, lang);
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total);
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
}

/// One device; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<DeviceView>> {
    let row = repo::find(state.db.reader(), &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    Ok(Reply::ok(&view(&directory, actor, &row, lang)?)?.version(row.row_version).personal())
}

/// Enters a device where the caller keeps the register.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateDeviceRequest>,
    lang: Lang,
) -> AppResult<Reply<DeviceView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let unknown = || AppError::field("/region_id", ErrorCode::RegionUnknown);
    let region = directory.regions.get(&body.region_id).ok_or_else(unknown)?;
    let center_id = center_in_charge(&directory, region.id).ok_or_else(unknown)?;
    owned(&directory, body.owner_department_id)?;
    let row = Model {
        id: state.ids.next(),
        national_code: body.national_code.clone(),
        name: body.name.trim().to_owned(),
        center_id,
        region_id: region.id,
        region_code: region.code.clone(),
        address: body.address.as_deref().map(|text| text.trim().to_owned()),
        lng: body.lng,
        lat: body.lat,
        owner_department_id: body.owner_department_id,
        state: DeviceState::InUse.as_str().to_owned(),
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let permit = authorize(actor, Action::DeviceKeep, &facts_of(&row))?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            repo::insert(tx, permit, row.clone()).await?;
            let entry = Entry::of(state, AuditAction::DeviceEntered).by(actor).on("device", row.id);
            record(tx, entry.with("national_code", row.national_code.clone())).await?;
            let location = format!("/api/v1/devices/{}", row.id);
            Ok(Reply::created(&view(&directory, actor, &row, lang)?, location)?.version(1))
        })
        .await
}

/// Changes a device.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateDeviceRequest>,
    lang: Lang,
) -> AppResult<Reply<DeviceView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    owned(&directory, body.owner_department_id.flatten())?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::hold(tx, &readable(actor), id).await?;
            let permit = authorize(actor, Action::DeviceKeep, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let row = changed(row, &body, now);
            if whole(row.lng.is_some(), row.lat.is_some()).is_err() {
                let missing = if row.lng.is_some() { "/lat" } else { "/lng" };
                let missing = FieldError::rule(missing, "missing_field", serde_json::Map::new());
                return Err(AppError::Validation(vec![missing]));
            }
            repo::save(tx, permit, row.clone()).await?;
            let entry = Entry::of(state, AuditAction::DeviceChanged).by(actor).on("device", row.id);
            record(tx, entry.with("state", row.state.clone())).await?;
            let answer = Reply::ok(&view(&directory, actor, &row, lang)?)?;
            Ok(answer.version(row.row_version).personal())
        })
        .await
}

fn changed(row: Model, body: &UpdateDeviceRequest, now: DateTime<Utc>) -> Model {
    let trimmed = |text: &str| text.trim().to_owned();
    let address = body.address.as_ref().map(|text| text.as_deref().map(trimmed));
    Model {
        name: body.name.as_deref().map_or(row.name, trimmed),
        address: address.unwrap_or(row.address),
        lng: body.lng.unwrap_or(row.lng),
        lat: body.lat.unwrap_or(row.lat),
        owner_department_id: body.owner_department_id.unwrap_or(row.owner_department_id),
        state: body.state.map_or(row.state, |state| state.as_str().to_owned()),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

fn owned(directory: &Directory, department_id: Option<Uuid>) -> AppResult<()> {
    match department_id {
        Some(id) if !directory.departments.contains_key(&id) => {
            Err(AppError::field("/owner_department_id", ErrorCode::DepartmentUnknown))
        }
        Some(_) | None => Ok(()),
    }
}

/// What rights over a device look at.
pub(super) fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        center_id: Some(row.center_id),
        region_code: Some(&row.region_code),
        ..Facts::default()
    }
}

fn view(directory: &Directory, actor: &Actor, row: &Model, lang: Lang) -> AppResult<DeviceView> {
    let state = DeviceState::parse(&row.state);
    let state = state.ok_or_else(|| AppError::internal("unknown word in the database"))?;
    let lacks =
        |action| (!holds(actor, action, &facts_of(row))).then_some(ErrorCode::AuthNotAllowed);
    let is_idle = state != DeviceState::InUse;
    let actions = [
        ("update", lacks(Action::DeviceKeep)),
        ("look", lacks(Action::DeviceLook).or(is_idle.then_some(ErrorCode::DeviceNotInUse))),
        ("read_looks", lacks(Action::DeviceReadLooks)),
    ];
    let allowed = actions.iter().filter(|(_, refusal)| refusal.is_none());
    let refusals = actions.iter();
    let region = directory.regions.get(&row.region_id);
    let center = directory.centers.get(&row.center_id);
    let owner = row.owner_department_id.map(|id| DepartmentRef {
        id,
        name: directory.departments.get(&id).map(|one| one.name.clone()).unwrap_or_default(),
    });
    Ok(DeviceView {
        id: row.id,
        national_code: row.national_code.clone(),
        name: row.name.clone(),
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        region: RegionRef {
            id: row.region_id,
            code: row.region_code.clone(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        },
        address: row.address.clone(),
        lng: row.lng,
        lat: row.lat,
        owner_department: owner,
        state,
        state_name: state.name(lang),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: allowed.map(|(name, _)| *name).collect(),
        refused_actions: refusals.flat_map(|(name, code)| refused(&[*name], *code)).collect(),
    })
}
