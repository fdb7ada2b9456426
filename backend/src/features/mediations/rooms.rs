//! Use cases of rooms (调解室).

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{mediation, room};
use super::register_dto::{CreateRoomRequest, RoomFilter, RoomView, UpdateRoomRequest};
use super::repo;
use crate::app::AppState;
use crate::features::cases::dto::CenterRef;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, authorize, holds};

const ORDER: &str = "rooms:id";

/// One page of the rooms of a centre, oldest entries first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &RoomFilter,
) -> AppResult<Page<RoomView>> {
    let db = state.db.reader();
    let center = filter.center_id.or(actor.center_id);
    let matching = Condition::all()
        .add_option(center.map(|id| room::Column::CenterId.eq(id)))
        .add_option(filter.is_active.map(|is| room::Column::IsActive.eq(is)));
    let total = match filter.count {
        Some(Count::Exact) => Some(room::Entity::find().filter(matching.clone()).count(db).await?),
        None => None,
    };
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let matching = matching.add_option(after.map(|id| room::Column::Id.gt(id)));
    let most = limit(filter.limit);
    let rooms = room::Entity::find().filter(matching).order_by_asc(room::Column::Id);
    let found = rooms.limit(most + 1).all(db).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let view = |row: room::Model| view(&directory, actor, &row);
    Ok(Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total))
}

/// One room. Unknown: 404.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<RoomView>> {
    let row = find(state.db.reader(), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    Ok(Reply::ok(&view(&directory, actor, &row))?.version(row.row_version))
}

async fn find(db: &impl ConnectionTrait, id: Uuid) -> AppResult<room::Model> {
    let found = room::Entity::find_by_id(id).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Enters a room of the caller's own centre.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateRoomRequest>,
) -> AppResult<Reply<RoomView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let center_id = actor.center_id.ok_or(ErrorCode::AuthNotAllowed)?;
    let permit = authorize(actor, Action::MediationKeepRooms, &facts(center_id))?;
    let row = room::Model {
        id: state.ids.next(),
        center_id,
        name: body.name.trim().to_owned(),
        place: body.place.as_deref().map(|text| text.trim().to_owned()),
        seats: body.seats,
        is_video: body.is_video,
        is_active: true,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            repo::insert_room(tx, permit, row.clone()).await?;
            let location = format!("/api/v1/rooms/{}", row.id);
            Ok(Reply::created(&view(&directory, actor, &row), location)?.version(1))
        })
        .await
}

/// Changes a room; one that sessions to come are booked in stays in use.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateRoomRequest>,
) -> AppResult<Reply<RoomView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::hold_room(tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let permit = authorize(actor, Action::MediationKeepRooms, &facts(row.center_id))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let booked = Condition::all().add(mediation::Column::RoomId.eq(id));
            if body.is_active == Some(false) && repo::is_awaited(&**tx, booked).await? {
                return Err(ErrorCode::RoomInUse.into());
            }
            let row = changed(row, body, now);
            repo::save_room(tx, permit, row.clone()).await?;
            Ok(Reply::ok(&view(&directory, actor, &row))?.version(row.row_version))
        })
        .await
}

fn changed(row: room::Model, body: UpdateRoomRequest, now: DateTime<Utc>) -> room::Model {
    let trimmed = |text: String| text.trim().to_owned();
    room::Model {
        name: body.name.map_or(row.name, trimmed),
        place: body.place.map_or(row.place, |place| place.map(trimmed)),
        seats: body.seats.unwrap_or(row.seats),
        is_video: body.is_video.unwrap_or(row.is_video),
        is_active: body.is_active.unwrap_or(row.is_active),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

fn facts(center_id: Uuid) -> Facts<'static> {
    Facts { center_id: Some(center_id), ..Facts::default() }
}

fn view(directory: &Directory, actor: &Actor, row: &room::Model) -> RoomView {
    let center = directory.centers.get(&row.center_id);
    let may = holds(actor, Action::MediationKeepRooms, &facts(row.center_id));
    RoomView {
        id: row.id,
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        name: row.name.clone(),
        place: row.place.clone(),
        seats: row.seats,
        is_video: row.is_video,
        is_active: row.is_active,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        refused_actions: refused(&["update"], (!may).then_some(ErrorCode::AuthNotAllowed)),
    }
}
