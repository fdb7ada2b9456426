//! Use cases of departments (单位).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::directory::Directory;
use super::dto::{
    CreateDepartmentRequest, DepartmentFilter, DepartmentView, UpdateDepartmentRequest,
};
use super::entity::{department, region};
use super::listing::{Asked, page_of};
use super::{regions, repo, rights};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::code_sets::Codes;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::policy::{Action, Actor, Facts, authorize};

/// One page of departments.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &DepartmentFilter,
) -> AppResult<Page<DepartmentView>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let root = rights::root_code(&directory, filter.region_id);
    let mut rows = Vec::new();
    for row in directory.departments.values() {
        let Some(region) = directory.regions.get(&row.region_id) else { continue };
        let codes = directory.duties.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        if is_wanted(filter, root.as_deref(), row, region, codes) {
            let key = filter.sort.key(&region.code, &row.name);
            rows.push((key, row.id, view(&directory, actor, row, codes.to_vec())?));
        }
    }
    let asked = Asked {
        list: "departments",
        sort: filter.sort,
        limit: filter.limit,
        cursor: filter.cursor.as_deref(),
        count: filter.count,
    };
    page_of(rows, asked)
}

fn is_wanted(
    filter: &DepartmentFilter,
    root: Option<&str>,
    row: &department::Model,
    region: &region::Model,
    codes: &[String],
) -> bool {
    let is_competent = |asked: &String| {
        codes.iter().any(|code| asked.starts_with(code.as_str()) || code.starts_with(asked))
    };
    root.is_none_or(|root| region.code.starts_with(root))
        && (filter.level.is_empty()
            || filter.level.iter().any(|level| level.as_str() == region.level))
        && (filter.parent_id.is_empty()
            || row.parent_id.is_some_and(|parent| filter.parent_id.contains(&parent)))
        && filter.is_active.is_none_or(|active| active == row.is_active)
        && filter.is_center_office.is_none_or(|office| office == row.is_center_office)
        && (filter.case_type_code.is_empty() || filter.case_type_code.iter().any(is_competent))
        && filter.q.as_deref().is_none_or(|q| row.name.contains(q.trim()))
}

/// One department as it is stored now. Unknown: 404.
pub(super) async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<DepartmentView> {
    let found = department::Entity::find_by_id(id).one(state.db.reader()).await?;
    let row = found.ok_or(ErrorCode::RequestNotFound)?;
    let codes = repo::duties(state.db.reader(), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    view(&directory, actor, &row, codes)
}

/// Enters a department.
pub(super) async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateDepartmentRequest>,
) -> AppResult<Reply<DepartmentView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    rights::require_some(actor)?;
    let body = command.body;
    let region = rights::region(&directory, body.region_id)?;
    let facts = Facts { region_code: Some(&region.code), ..Facts::default() };
    let permit = authorize(actor, Action::OrgWrite, &facts)?;
    let codes = duty_list(state, body.case_type_codes).await?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            if let Some(parent) = body.parent_id {
                check_parent(tx, parent, None).await?;
            }
            let row = department::Model {
                id: state.ids.next(),
                region_id: body.region_id,
                parent_id: body.parent_id,
                name: body.name.trim().to_owned(),
                phone: body.phone,
                is_center_office: body.is_center_office,
                is_active: true,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            repo::insert_department(tx, permit, &row).await?;
            repo::replace_duties(tx, &state.ids, row.id, &codes).await?;
            let entry = Entry::of(state, AuditAction::DepartmentCreated).by(actor);
            let entry = entry.on("department", row.id).with("duties", codes.clone());
            record(tx, entry).await?;
            let location = format!("/api/v1/departments/{}", row.id);
            let version = row.row_version;
            let view = view(&directory, actor, &row, codes)?;
            Ok(Reply::created(&view, location)?.version(version))
        })
        .await?;
    state.directory.forget();
    Ok(reply)
}

/// Changes a department.
pub(super) async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateDepartmentRequest>,
) -> AppResult<Reply<DepartmentView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let mut body = command.body;
    let codes = match body.case_type_codes.take() {
        Some(codes) => Some(duty_list(state, codes).await?),
        None => None,
    };
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::find_department(tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let region = directory.regions.get(&row.region_id);
            let facts = Facts { region_code: region.map(|r| r.code.as_str()), ..Facts::default() };
            let permit = authorize(actor, Action::OrgWrite, &facts)?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if let Some(Some(parent)) = body.parent_id {
                check_parent(tx, parent, Some(id)).await?;
            }
            let row = changed(row, body, now);
            repo::save_department(tx, permit, &row, seen.0).await?;
            let codes = match codes {
                Some(codes) => {
                    repo::replace_duties(tx, &state.ids, id, &codes).await?;
                    codes
                }
                None => repo::duties(&**tx, id).await?,
            };
            let entry = Entry::of(state, AuditAction::DepartmentChanged).by(actor);
            let entry = entry.on("department", id).with("is_active", row.is_active);
            record(tx, entry.with("duties", codes.clone())).await?;
            let version = row.row_version;
            Ok(Reply::ok(&view(&directory, actor, &row, codes)?)?.version(version))
        })
        .await?;
    state.directory.forget();
    Ok(reply)
}

fn changed(
    row: department::Model,
    body: UpdateDepartmentRequest,
    now: DateTime<Utc>,
) -> department::Model {
    department::Model {
        name: body.name.map_or(row.name, |name| name.trim().to_owned()),
        parent_id: body.parent_id.unwrap_or(row.parent_id),
        phone: body.phone.unwrap_or(row.phone),
        is_active: body.is_active.unwrap_or(row.is_active),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

/// The codes in order, each once; 422 at each one that is no case type.
async fn duty_list(state: &AppState, codes: Vec<String>) -> AppResult<Vec<String>> {
    let now = state.clock.now();
    let known = state.codes.get(&state.db, now).await?;
    let today = crate::features::calendars::civil_day::local_date(now);
    let problems = unknown(&known, &codes, today);
    if !problems.is_empty() {
        return Err(AppError::Validation(problems));
    }
    let mut codes = codes;
    codes.sort();
    codes.dedup();
    Ok(codes)
}

fn unknown(known: &Codes, codes: &[String], on: chrono::NaiveDate) -> Vec<FieldError> {
    let is_unknown = |(_, code): &(usize, &String)| !known.exists("case_type", code, on);
    let pointer = |(index, _)| format!("/case_type_codes/{index}");
    codes
        .iter()
        .enumerate()
        .filter(is_unknown)
        .map(|found| FieldError::of(pointer(found), ErrorCode::CodeUnknown))
        .collect()
}

/// 422 unless `parent` exists and is neither `child` nor below it.
async fn check_parent(tx: &Tx, parent: Uuid, child: Option<Uuid>) -> AppResult<()> {
    let parents: HashMap<_, _> = repo::department_parents(tx).await?.into_iter().collect();
    if !parents.contains_key(&parent) {
        return Err(AppError::field("/parent_id", ErrorCode::DepartmentUnknown));
    }
    if child.is_some_and(|child| makes_ring(&parents, child, parent)) {
        return Err(AppError::field("/parent_id", ErrorCode::DepartmentCycle));
    }
    Ok(())
}

/// Whether `child` would stand above itself with `parent` over it.
fn makes_ring(parents: &HashMap<Uuid, Option<Uuid>>, child: Uuid, parent: Uuid) -> bool {
    std::iter::successors(Some(parent), |id| parents.get(id).copied().flatten())
        .take(parents.len() + 1)
        .any(|id| id == child)
}

fn view(
    directory: &Directory,
    actor: &Actor,
    row: &department::Model,
    case_type_codes: Vec<String>,
) -> AppResult<DepartmentView> {
    let region = directory.regions.get(&row.region_id);
    let region = region.ok_or_else(|| AppError::internal("a department without its region"))?;
    let (allowed_actions, refused_actions) = rights::actions(actor, &region.code);
    Ok(DepartmentView {
        id: row.id,
        name: row.name.clone(),
        region_id: row.region_id,
        region_code: region.code.clone(),
        region_name: region.name.clone(),
        level: regions::level_of(region)?,
        parent_id: row.parent_id,
        parent_name: row.parent_id.map(|parent| directory.department_name(parent)),
        phone: row.phone.clone(),
        is_center_office: row.is_center_office,
        is_active: row.is_active,
        case_type_codes,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions,
        refused_actions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_cannot_stand_above_itself() {
        let id = Uuid::from_u128;
        let parents: HashMap<_, _> =
            [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2))), (id(4), None)].into();
        assert!(makes_ring(&parents, id(1), id(1)));
        assert!(makes_ring(&parents, id(1), id(3)));
        assert!(!makes_ring(&parents, id(3), id(1)));
        assert!(!makes_ring(&parents, id(2), id(4)));
    }

    #[test]
    fn a_ring_that_is_there_already_does_not_hang() {
        let id = Uuid::from_u128;
        let parents: HashMap<_, _> = [(id(1), Some(id(2))), (id(2), Some(id(1)))].into();
        assert!(!makes_ring(&parents, id(3), id(1)));
    }
}
