//! Use cases of centres (综治中心).

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::directory::Directory;
use super::dto::{CenterFilter, CenterView, CreateCenterRequest, UpdateCenterRequest};
use super::entity::{center, region};
use super::listing::{Asked, page_of};
use super::{regions, repo, rights};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::policy::{Action, Actor, Facts, authorize};

/// One page of centres.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &CenterFilter,
) -> AppResult<Page<CenterView>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let root = rights::root_code(&directory, filter.region_id);
    let mut rows = Vec::new();
    for row in directory.centers.values() {
        let Some(region) = directory.regions.get(&row.region_id) else { continue };
        let is_wanted = root.as_deref().is_none_or(|root| region.code.starts_with(root))
            && (filter.level.is_empty()
                || filter.level.iter().any(|level| level.as_str() == row.level))
            && (filter.parent_id.is_empty()
                || above(&directory, region).is_some_and(|id| filter.parent_id.contains(&id)))
            && (filter.parent_region_id.is_empty()
                || region.parent_id.is_some_and(|id| filter.parent_region_id.contains(&id)))
            && filter.q.as_deref().is_none_or(|q| row.name.contains(q.trim()));
        if is_wanted {
            let key = filter.sort.key(&region.code, &row.name);
            rows.push((key, row.id, view(&directory, actor, row)?));
        }
    }
    let asked = Asked {
        list: "centers",
        sort: filter.sort,
        limit: filter.limit,
        cursor: filter.cursor.as_deref(),
        count: filter.count,
    };
    page_of(rows, asked)
}

/// One centre as it is stored now. Unknown: 404.
pub(super) async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<CenterView> {
    let found = center::Entity::find_by_id(id).one(state.db.reader()).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    view(&directory, actor, &found.ok_or(ErrorCode::RequestNotFound)?)
}

/// Enters a centre. One a region: the second is 409.
pub(super) async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateCenterRequest>,
) -> AppResult<Reply<CenterView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    rights::require_some(actor)?;
    let body = command.body;
    let region = rights::region(&directory, body.region_id)?;
    let facts = Facts { region_code: Some(&region.code), ..Facts::default() };
    let permit = authorize(actor, Action::OrgWrite, &facts)?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            if let Some(office) = body.department_id {
                check_office(tx, office, region.id).await?;
            }
            let row = center::Model {
                id: state.ids.next(),
                region_id: region.id,
                department_id: body.department_id,
                fallback_department_id: None,
                name: body.name.trim().to_owned(),
                level: region.level.clone(),
                address: body.address,
                phone: body.phone,
                opening_hours: body.opening_hours,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            repo::insert_center(tx, permit, &row).await?;
            let entry = Entry::of(state, AuditAction::CenterCreated).by(actor);
            record(tx, entry.on("center", row.id)).await?;
            let location = format!("/api/v1/centers/{}", row.id);
            let view = view(&directory, actor, &row)?;
            Ok(Reply::created(&view, location)?.version(row.row_version))
        })
        .await?;
    state.directory.forget();
    Ok(reply)
}

/// Changes a centre.
pub(super) async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateCenterRequest>,
) -> AppResult<Reply<CenterView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let body = command.body;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::find_center(tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let region = directory.regions.get(&row.region_id);
            let facts = Facts { region_code: region.map(|r| r.code.as_str()), ..Facts::default() };
            let permit = authorize(actor, Action::OrgWrite, &facts)?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if let Some(Some(office)) = body.department_id {
                check_office(tx, office, row.region_id).await?;
            }
            if let Some(Some(unit)) = body.fallback_department_id {
                check_fallback(&directory, tx, unit, row.region_id).await?;
            }
            let row = changed(row, body, now);
            repo::save_center(tx, permit, &row, seen.0).await?;
            let entry = Entry::of(state, AuditAction::CenterChanged).by(actor);
            record(tx, entry.on("center", id)).await?;
            Ok(Reply::ok(&view(&directory, actor, &row)?)?.version(row.row_version))
        })
        .await?;
    state.directory.forget();
    Ok(reply)
}

fn changed(row: center::Model, body: UpdateCenterRequest, now: DateTime<Utc>) -> center::Model {
    center::Model {
        name: body.name.map_or(row.name, |name| name.trim().to_owned()),
        department_id: body.department_id.unwrap_or(row.department_id),
        fallback_department_id: body.fallback_department_id.unwrap_or(row.fallback_department_id),
        address: body.address.unwrap_or(row.address),
        phone: body.phone.unwrap_or(row.phone),
        opening_hours: body.opening_hours.unwrap_or(row.opening_hours),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

/// 422 unless the office exists, is in use and stands in the centre's own region.
async fn check_office(tx: &Tx, office: Uuid, region_id: Uuid) -> AppResult<()> {
    let found = repo::find_department(tx, office).await?;
    if found.is_some_and(|office| office.is_active && office.region_id == region_id) {
        return Ok(());
    }
    Err(AppError::field("/department_id", ErrorCode::DepartmentUnknown))
}

/// 422 unless the unit exists, is in use and covers the centre's region: it would own cases it
/// cannot see otherwise.
async fn check_fallback(
    directory: &Directory,
    tx: &Tx,
    unit: Uuid,
    region_id: Uuid,
) -> AppResult<()> {
    let found = repo::find_department(tx, unit).await?.filter(|unit| unit.is_active);
    let covers = |id: Uuid| directory.ancestry(region_id).any(|region| region.id == id);
    if found.is_some_and(|unit| covers(unit.region_id)) {
        return Ok(());
    }
    Err(AppError::field("/fallback_department_id", ErrorCode::DepartmentUnknown))
}

/// The centre of the region above.
fn above(directory: &Directory, region: &region::Model) -> Option<Uuid> {
    directory.center_by_region.get(&region.parent_id?).copied()
}

fn view(directory: &Directory, actor: &Actor, row: &center::Model) -> AppResult<CenterView> {
    let region = directory.regions.get(&row.region_id);
    let region = region.ok_or_else(|| AppError::internal("a centre without its region"))?;
    let (allowed_actions, refused_actions) = rights::actions(actor, &region.code);
    Ok(CenterView {
        id: row.id,
        name: row.name.clone(),
        level: regions::level_of(region)?,
        region_id: row.region_id,
        region_code: region.code.clone(),
        region_name: region.name.clone(),
        parent_region_id: region.parent_id,
        parent_id: above(directory, region),
        department_id: row.department_id,
        department_name: row.department_id.map(|id| directory.department_name(id)),
        fallback_department_id: row.fallback_department_id,
        fallback_department_name: row
            .fallback_department_id
            .map(|id| directory.department_name(id)),
        address: row.address.clone(),
        phone: row.phone.clone(),
        opening_hours: row.opening_hours.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions,
        refused_actions,
    })
}
