//! Who heads a department (单位负责人): one at a time, named by the director of the centre. They see
//! how the people of their department were assessed.

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::dto::{DepartmentHeadFilter, DepartmentHeadView, NameHeadRequest};
use super::entity::head::{self, Model};
use super::repo;
use super::view::{Reader, offered, person};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::personnel;
use crate::features::personnel::dto::DepartmentRef;
use crate::features::personnel::entity::capacity;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Facts, Role, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "department_heads:-id";

fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

/// One page, the newest first.
pub async fn list(
    state: &AppState,
    reader: &Reader<'_>,
    filter: &DepartmentHeadFilter,
) -> AppResult<Page<DepartmentHeadView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let scope = repo::named_by(reader.actor);
    let matching = Condition::all()
        .add_option(filter.department_id.map(|id| head::Column::DepartmentId.eq(id)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_heads(db, &scope, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list_heads(db, &scope, matching, before, most + 1).await?;
    let page = Page::cut(rows, most, ORDER, |row| (None, row.id), |row| row)?;
    let items = views(db, reader, &page.items).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

async fn views(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    rows: &[Model],
) -> AppResult<Vec<DepartmentHeadView>> {
    let names = personnel::repo::list_names(db, rows.iter().map(|row| row.person_id)).await?;
    let view = |row: &Model| {
        let refusal = if holds(reader.actor, Action::AssessmentNameHead, &facts_of(row)) {
            row.ended_at.map(|_| ErrorCode::AssessmentHeadEnded)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
        let (allowed_actions, refused_actions) = offered(&[("end", refusal)]);
        DepartmentHeadView {
            id: row.id,
            department: DepartmentRef {
                id: row.department_id,
                name: reader.directory.department_name(row.department_id),
            },
            person: person(&names, row.person_id),
            source: row.source.clone(),
            since_on: row.since_on,
            ended_at: row.ended_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        }
    };
    Ok(rows.iter().map(view).collect())
}

async fn answer(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    row: &Model,
) -> AppResult<DepartmentHeadView> {
    super::view::only(views(db, reader, std::slice::from_ref(row)).await?)
}

/// Names the head of a department; whoever headed it before no longer does.
pub async fn name(
    state: &AppState,
    reader: &Reader<'_>,
    command: Command<NameHeadRequest>,
) -> AppResult<Reply<DepartmentHeadView>> {
    let Command { body, idempotency } = command;
    let (actor, now) = (reader.actor, state.clock.now());
    let work = async |tx: &Tx| {
        let row = row_of(state, reader, &body)?;
        let permit = authorize(actor, Action::AssessmentNameHead, &facts_of(&row))?;
        works_there(tx, &body).await?;
        repo::end_heads(tx, &permit, row.department_id, now).await?;
        repo::insert_head(tx, permit, row.clone()).await?;
        let entry = Entry::of(state, AuditAction::DepartmentHeadNamed).by(actor);
        record(tx, entry.on("department", row.department_id)).await?;
        let view = answer(&**tx, reader, &row).await?;
        let reply = Reply::created(&view, "/api/v1/assessments/heads".to_owned())?;
        Ok(reply.version(view.version).personal())
    };
    Box::pin(state.once(actor).run(idempotency, work)).await
}

fn row_of(state: &AppState, reader: &Reader<'_>, body: &NameHeadRequest) -> AppResult<Model> {
    let directory = &reader.directory;
    let unknown = || AppError::field("/department_id", ErrorCode::DepartmentUnknown);
    let department = directory.departments.get(&body.department_id);
    let department = department.filter(|unit| unit.is_active).ok_or_else(unknown)?;
    let region = directory.regions.get(&department.region_id).ok_or_else(unknown)?;
    let center = directory.center_by_region.get(&region.id).ok_or_else(unknown)?;
    let now = state.clock.now();
    Ok(Model {
        id: state.ids.next(),
        department_id: department.id,
        person_id: body.person_id,
        center_id: *center,
        region_code: region.code.clone(),
        source: body.source.trim().to_owned(),
        since_on: reader.today,
        ended_at: None,
        named_by_id: reader.actor.person_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
    })
}

/// Only who holds a post in the department may head it.
async fn works_there(tx: &Tx, body: &NameHeadRequest) -> AppResult<()> {
    let held = Condition::all()
        .add(capacity::Column::PersonId.eq(body.person_id))
        .add(capacity::Column::DepartmentId.eq(body.department_id))
        .add(capacity::Column::Role.is_in([Role::Handler.as_str(), Role::Mediator.as_str()]))
        .add(capacity::Column::IsActive.eq(true));
    let found = capacity::Entity::find().filter(held).one(&**tx).await?;
    let unknown = || AppError::field("/person_id", ErrorCode::AssessmentHeadUnknown);
    found.map(|_| ()).ok_or_else(unknown)
}

/// Ends it: 404 outside the scope, 403, 412 when stale, 409 when it has ended.
pub async fn end(
    state: &AppState,
    tx: &Tx,
    reader: &Reader<'_>,
    (id, seen): (Uuid, IfMatch),
) -> AppResult<Reply<DepartmentHeadView>> {
    let row = repo::find_head(tx, &repo::named_by(reader.actor), id).await?;
    let permit = authorize(reader.actor, Action::AssessmentNameHead, &facts_of(&row))?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    if row.ended_at.is_some() {
        return Err(ErrorCode::AssessmentHeadEnded.into());
    }
    let now = state.clock.now();
    let version = row.row_version + 1;
    let row = Model { ended_at: Some(now), updated_at: now, row_version: version, ..row };
    repo::save_head(tx, permit, row.clone()).await?;
    let entry = Entry::of(state, AuditAction::DepartmentHeadNamed).by(reader.actor);
    record(tx, entry.on("department", row.department_id)).await?;
    let view = answer(&**tx, reader, &row).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}
