//! Use cases of saved views.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveValue, ConnectionTrait};
use serde_json::Map;
use uuid::Uuid;

use super::dto::{
    ArrangeViewsRequest, SaveViewRequest, SavedView, UpdateViewRequest, ViewOrigin, filters_of,
};
use super::entity::view::{ActiveModel, Model};
use super::repo;
use super::shipped::{self, Shipped};
use crate::app::AppState;
use crate::features::cases::dto::CaseFilter;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Permit, Role, authorize, authorize_any, holds};

/// More of them nobody finds anything in.
const MOST: u64 = 50;

/// Whether the actor publishes views for the centre.
fn is_publisher(actor: &Actor) -> bool {
    holds(actor, Action::CasePublishView, &of_center(actor.center_id))
}

fn of_center(center_id: Option<Uuid>) -> Facts<'static> {
    Facts { center_id, ..Facts::default() }
}

/// Every view the caller has, in the caller's order: what was put somewhere, then what is shipped,
/// then what was published, then one's own.
pub async fn list(state: &AppState, actor: &Actor, lang: Lang) -> AppResult<Page<SavedView>> {
    Ok(Page::whole(arranged(state.db.reader(), actor, lang).await?))
}

async fn arranged(
    db: &impl ConnectionTrait,
    actor: &Actor,
    lang: Lang,
) -> AppResult<Vec<SavedView>> {
    let places = repo::places(db, actor.person_id).await?;
    let rows = repo::list(db, actor, is_publisher(actor)).await?;
    let names = personnel::repo::list_names(db, rows.iter().map(|row| row.person_id)).await?;
    let mut views: Vec<_> = shipped_for(actor)?.map(|view| from_data(&view, actor, lang)).collect();
    for row in rows {
        views.push(from_row(row, actor, &names)?);
    }
    for view in &mut views {
        view.is_hidden = places.get(&view.id).is_some_and(|(_, is_hidden)| *is_hidden);
    }
    let position = |id: &Uuid| places.get(id).map_or(i32::MAX, |(position, _)| *position);
    let kind = |view: &SavedView| match view.origin {
        ViewOrigin::Shipped => 0,
        ViewOrigin::Published => 1,
        ViewOrigin::Own => 2,
    };
    // Stable: shipped ones stay in the order of the data, the others in that of their making.
    views.sort_by_key(|view| (position(&view.id), kind(view)));
    Ok(views)
}

fn shipped_for(actor: &Actor) -> AppResult<impl Iterator<Item = Shipped>> {
    let role = actor.role;
    Ok(shipped::all()?.into_iter().filter(move |view| view.roles.contains(&role)))
}

/// One view; 404 when it is not the caller's to see.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid, lang: Lang) -> AppResult<SavedView> {
    let db = state.db.reader();
    if let Some(view) = shipped_for(actor)?.find(|view| view.id == id) {
        return Ok(from_data(&view, actor, lang));
    }
    let row = repo::find(db, actor, is_publisher(actor), id).await?;
    shown(db, row, actor).await
}

async fn shown(db: &impl ConnectionTrait, row: Model, actor: &Actor) -> AppResult<SavedView> {
    let names = personnel::repo::list_names(db, [row.person_id]).await?;
    from_row(row, actor, &names)
}

fn from_data(view: &Shipped, actor: &Actor, lang: Lang) -> SavedView {
    SavedView {
        id: view.id,
        name: view.name(lang).to_owned(),
        origin: ViewOrigin::Shipped,
        role: Some(actor.role),
        person: None,
        filters: view.filters.clone(),
        columns: view.columns.clone(),
        is_hidden: false,
        created_at: None,
        updated_at: None,
        version: 1,
        allowed_actions: Vec::new(),
    }
}

fn from_row(row: Model, actor: &Actor, names: &HashMap<Uuid, String>) -> AppResult<SavedView> {
    let is_own = row.person_id == actor.person_id;
    let allowed_actions = allowed(actor, &row);
    let name = names.get(&row.person_id).cloned().unwrap_or_default();
    Ok(SavedView {
        id: row.id,
        name: row.name,
        origin: if is_own { ViewOrigin::Own } else { ViewOrigin::Published },
        role: row.shared_role.as_deref().and_then(Role::parse),
        person: Some(PersonRef { id: row.person_id, name }),
        filters: serde_json::from_str(&row.filters)?,
        columns: serde_json::from_str(&row.columns)?,
        is_hidden: false,
        created_at: Some(row.created_at),
        updated_at: Some(row.updated_at),
        version: row.row_version,
        allowed_actions,
    })
}

/// Whether the actor keeps the views published for the view's centre in order.
fn publishes(actor: &Actor, row: &Model) -> bool {
    holds(actor, Action::CasePublishView, &of_center(row.shared_center_id))
}

fn allowed(actor: &Actor, row: &Model) -> Vec<&'static str> {
    let is_own = row.person_id == actor.person_id;
    match (is_own, row.shared_role.is_some(), publishes(actor, row)) {
        (true, false, _) | (_, true, true) => vec!["update", "remove"],
        // Somebody who publishes no longer may still take back what they did.
        (true, true, false) => vec!["remove"],
        (false, ..) => Vec::new(),
    }
}

/// One's own is one's own; what others rely on is for whoever publishes, but its author may always
/// take it back.
fn permit_to_change(actor: &Actor, row: &Model, is_taken_back: bool) -> AppResult<Permit> {
    let is_own = row.person_id == actor.person_id;
    if is_own && (row.shared_role.is_none() || is_taken_back) {
        return authorize_any(actor, Action::CaseKeepView);
    }
    authorize(actor, Action::CasePublishView, &of_center(row.shared_center_id))
}

/// What a view filters by has to be there.
async fn check(state: &AppState, filters: &CaseFilter) -> AppResult<()> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let regions = filters.region_id.iter().enumerate();
    let regions = regions.filter(|(_, id)| !directory.regions.contains_key(id)).map(|(at, _)| {
        FieldError::of(format!("/filters/region_id/{at}"), ErrorCode::RegionUnknown)
    });
    let departments = filters.department_id.iter().enumerate();
    let departments =
        departments.filter(|(_, id)| !directory.departments.contains_key(id)).map(|(at, _)| {
            FieldError::of(format!("/filters/department_id/{at}"), ErrorCode::DepartmentUnknown)
        });
    let unknown: Vec<_> = regions.chain(departments).collect();
    if unknown.is_empty() { Ok(()) } else { Err(AppError::Validation(unknown)) }
}

/// Keeps a view, published where a role is named.
pub async fn save(
    state: &AppState,
    actor: &Actor,
    command: Command<SaveViewRequest>,
) -> AppResult<Reply<SavedView>> {
    let SaveViewRequest { name, filters, columns, role } = command.body;
    let filters = filters_of(filters)?;
    check(state, &filters).await?;
    let permit = match role {
        Some(_) => authorize(actor, Action::CasePublishView, &of_center(actor.center_id))?,
        None => authorize_any(actor, Action::CaseKeepView)?,
    };
    let now = state.clock.now();
    let row = ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        person_id: ActiveValue::Set(actor.person_id),
        name: ActiveValue::Set(name.trim().to_owned()),
        filters: ActiveValue::Set(serde_json::to_string(&filters)?),
        columns: ActiveValue::Set(serde_json::to_string(&columns)?),
        shared_role: ActiveValue::Set(role.map(|role| role.as_str().to_owned())),
        shared_center_id: ActiveValue::Set(actor.center_id.filter(|_| role.is_some())),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    let keep = async |tx: &Tx| {
        if repo::count_own(&**tx, actor.person_id).await? >= MOST {
            return Err(AppError::from(ErrorCode::ViewTooMany).with("max", MOST));
        }
        let row = repo::insert(tx, permit, row).await?;
        let view = shown(&**tx, row, actor).await?;
        let location = format!("/api/v1/views/{}", view.id);
        Ok(Reply::created(&view, location)?.version(view.version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}

/// Changes a view.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateViewRequest>,
) -> AppResult<Reply<SavedView>> {
    let UpdateViewRequest { name, filters, columns, role } = command.body;
    let filters = filters.map(filters_of).transpose()?;
    if let Some(filters) = &filters {
        check(state, filters).await?;
    }
    let is_to_be_published = matches!(role, Some(Some(_)));
    let is_taken_back = matches!(role, Some(None));
    if is_to_be_published {
        authorize(actor, Action::CasePublishView, &of_center(actor.center_id))?;
    }
    let set = |text: Option<String>| text.map_or(ActiveValue::NotSet, ActiveValue::Set);
    let change = ActiveModel {
        name: set(name.map(|name| name.trim().to_owned())),
        filters: set(filters.map(|filters| serde_json::to_string(&filters)).transpose()?),
        columns: set(columns.map(|columns| serde_json::to_string(&columns)).transpose()?),
        shared_role: role.map_or(ActiveValue::NotSet, |role| {
            ActiveValue::Set(role.map(|role| role.as_str().to_owned()))
        }),
        shared_center_id: role.map_or(ActiveValue::NotSet, |role| {
            ActiveValue::Set(actor.center_id.filter(|_| role.is_some()))
        }),
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let save = async |tx: &Tx| {
        let current = repo::find(&**tx, actor, is_publisher(actor), id).await?;
        let permit = permit_to_change(actor, &current, is_taken_back)?;
        let row = repo::save(tx, permit, &current, seen, change).await?;
        let view = shown(&**tx, row, actor).await?;
        Ok(Reply::ok(&view)?.version(view.version).personal())
    };
    state.once(actor).run(command.idempotency, save).await
}

/// Takes a view away; answers it as it was, so that it can be saved again.
pub async fn remove(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    idempotency: Option<IdempotentRequest>,
) -> AppResult<Reply<SavedView>> {
    let remove = async |tx: &Tx| {
        let current = repo::find(&**tx, actor, is_publisher(actor), id).await?;
        let permit = permit_to_change(actor, &current, true)?;
        repo::remove(tx, permit, &current, seen).await?;
        Ok(Reply::ok(&shown(&**tx, current, actor).await?)?.personal())
    };
    state.once(actor).run(idempotency, remove).await
}

/// Puts the caller's views in order and hides some; answers all of them.
pub async fn arrange(
    state: &AppState,
    actor: &Actor,
    lang: Lang,
    command: Command<ArrangeViewsRequest>,
) -> AppResult<Reply<Page<SavedView>>> {
    let permit = authorize_any(actor, Action::CaseKeepView)?;
    let places: Vec<_> =
        command.body.places.iter().map(|place| (place.id, place.is_hidden)).collect();
    let arrange = async |tx: &Tx| {
        let known: HashSet<_> =
            arranged(&**tx, actor, lang).await?.into_iter().map(|view| view.id).collect();
        let mut seen = HashSet::new();
        let wrong = places.iter().enumerate().find_map(|(at, (id, _))| {
            let pointer = format!("/places/{at}/id");
            if !known.contains(id) {
                return Some(FieldError::of(pointer, ErrorCode::ViewUnknown));
            }
            (!seen.insert(*id)).then(|| FieldError::rule(pointer, "duplicate", Map::new()))
        });
        if let Some(wrong) = wrong {
            return Err(AppError::Validation(vec![wrong]));
        }
        repo::arrange(tx, permit, actor.person_id, &places).await?;
        Ok(Reply::ok(&Page::whole(arranged(&**tx, actor, lang).await?))?.personal())
    };
    state.once(actor).run(command.idempotency, arrange).await
}
