//! Use cases of precedents.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{
    PrecedentFilter, PrecedentRegion, PrecedentState, PrecedentView, RetirePrecedentRequest,
};
use super::entity::precedent::{Column, Entity, Model};
use super::repo;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::entity::case;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::{CenterRef, DepartmentRef};
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "precedents:-ruled_at";

/// Numbers of the cases an actor may see.
pub type CaseNumbers = HashMap<Uuid, String>;

/// One page, newest ruling first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &PrecedentFilter,
) -> AppResult<Page<PrecedentView>> {
    let db = state.db.reader();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let scope = Scope::precedents(actor, Action::PrecedentRead);
    let matching = matching(&directory, filter)?;
    let after = filter.cursor.as_deref().map(place).transpose()?;
    let rows = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let numbers = numbers(db, actor, &found).await?;
    let at =
        |row: &Model| (Some(row.ruled_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let view = |row: Model| view(&directory, actor, &row, &numbers);
    Ok(Page::cut(found, rows, ORDER, at, view)?.of(total))
}

fn place(cursor: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(cursor, ORDER)?;
    Ok((cursor.instant()?, cursor.id))
}

fn matching(directory: &Directory, filter: &PrecedentFilter) -> AppResult<Condition> {
    let column = |column: Column| Expr::col((Entity, column).into_column_ref());
    let mut all = Condition::all();
    if !filter.type_code.is_empty() {
        let starts = |any: Condition, code: &String| {
            any.add(portable::below(&column(Column::TypeCode), code))
        };
        all = all.add(filter.type_code.iter().fold(Condition::any(), starts));
    }
    if !filter.region_id.is_empty() {
        let mut any = Condition::any();
        for id in &filter.region_id {
            let region = directory.regions.get(id).ok_or_else(|| {
                AppError::from(ErrorCode::RequestInvalidParameter)
                    .with("parameters", vec!["region_id"])
            })?;
            any = any.add(portable::below(&column(Column::RegionCode), &region.code));
        }
        all = all.add(any);
    }
    if !filter.department_id.is_empty() {
        all = all.add(Column::DepartmentId.is_in(filter.department_id.iter().copied()));
    }
    Ok(all.add_option(filter.state.map(|state| match state {
        PrecedentState::InForce => Column::RetiredAt.is_null(),
        PrecedentState::Retired => Column::RetiredAt.is_not_null(),
    })))
}

/// The numbers of those cases that `actor` may see, in one query.
pub async fn numbers(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[Model],
) -> AppResult<CaseNumbers> {
    if rows.is_empty() {
        return Ok(CaseNumbers::new());
    }
    let seen: Vec<(Uuid, String)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::CaseNo])
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.is_in(rows.iter().map(|row| row.case_id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(seen.into_iter().collect())
}

/// One precedent; 404 outside the scope.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<PrecedentView>> {
    let db = state.db.reader();
    let scope = Scope::precedents(actor, Action::PrecedentRead);
    let row = repo::find(db, &scope, id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answer(db, &directory, actor, row).await
}

/// Retires a precedent: 404 outside the scope, 403, 409 when it is retired already, 412 when stale.
pub async fn retire(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<RetirePrecedentRequest>,
) -> AppResult<Reply<PrecedentView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let scope = Scope::precedents(actor, Action::PrecedentRead);
    let reason = command.body.reason.trim().to_owned();
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::find(&**tx, &scope, id).await?;
            let permit = authorize(actor, Action::PrecedentRetire, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if row.retired_at.is_some() {
                return Err(ErrorCode::PrecedentRetired.into());
            }
            let row =
                repo::retire(tx, permit, &row, seen, actor.person_id, reason.clone(), now).await?;
            let entry = Entry::of(state, AuditAction::PrecedentRetired).by(actor);
            record(tx, entry.on("precedent", id)).await?;
            answer(&**tx, &directory, actor, row).await
        })
        .await
}

async fn answer(
    db: &impl ConnectionTrait,
    directory: &Directory,
    actor: &Actor,
    row: Model,
) -> AppResult<Reply<PrecedentView>> {
    let numbers = numbers(db, actor, std::slice::from_ref(&row)).await?;
    let view = view(directory, actor, &row, &numbers);
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

/// The codes of the returns a precedent settled.
pub fn ground_codes(row: &Model) -> Vec<String> {
    row.grounds.split(',').filter(|code| !code.is_empty()).map(ToOwned::to_owned).collect()
}

fn view(directory: &Directory, actor: &Actor, row: &Model, seen: &CaseNumbers) -> PrecedentView {
    let region = directory.regions.get(&row.region_id);
    let center = directory.centers.get(&row.center_id);
    let case_no = seen.get(&row.case_id).cloned();
    let refusal = if holds(actor, Action::PrecedentRetire, &facts_of(row)) {
        row.retired_at.map(|_| ErrorCode::PrecedentRetired)
    } else {
        Some(ErrorCode::AuthNotAllowed)
    };
    PrecedentView {
        id: row.id,
        type_code: row.type_code.clone(),
        region: PrecedentRegion {
            id: row.region_id,
            code: row.region_code.clone(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        },
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        department: DepartmentRef {
            id: row.department_id,
            name: directory.department_name(row.department_id),
        },
        ground_codes: ground_codes(row),
        is_fallback: row.is_fallback,
        ruled_at: row.ruled_at,
        state: match row.retired_at {
            None => PrecedentState::InForce,
            Some(_) => PrecedentState::Retired,
        },
        retired_at: row.retired_at,
        retire_reason: row.retire_reason.clone(),
        case_id: case_no.as_ref().map(|_| row.case_id),
        case_no,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: match refusal {
            None => vec!["retire".to_owned()],
            Some(_) => Vec::new(),
        },
        refused_actions: refusal
            .map(|code| BTreeMap::from([("retire".to_owned(), code.as_str().to_owned())]))
            .unwrap_or_default(),
    }
}
