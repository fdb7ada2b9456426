//! `/rooms` and `/mediators`: what sessions are made of.

use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::register_dto::{
    CreateMediatorRequest, CreateRoomRequest, MediatorCandidateFilter, MediatorFilter,
    MediatorView, RoomFilter, RoomView, UpdateMediatorRequest, UpdateRoomRequest,
};
use super::{mediators, rooms};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::policy::Action;

/// Mounts both.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(rooms_list)
        .service(rooms_create)
        .service(rooms_get)
        .service(rooms_update)
        .service(mediators_list)
        .service(mediators_create)
        .service(mediators_list_candidates)
        .service(mediators_get)
        .service(mediators_update);
}

/// List the rooms
///
/// Of a centre, oldest entries first; the caller's own unless another is asked for.
#[utoipa::path(
    tag = "rooms",
    operation_id = "rooms_list",
    params(RoomFilter),
    responses((status = 200, description = "A page", body = Page<RoomView>))
)]
#[get("/rooms")]
async fn rooms_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<RoomFilter>,
) -> AppResult<Reply<Page<RoomView>>> {
    actor.may(Action::MediationRead)?;
    Reply::page(rooms::list(&state, &actor, &filter.0).await?, &filter)
}

/// Enter a room
///
/// Of the caller's own centre.
#[utoipa::path(
    tag = "rooms",
    operation_id = "rooms_create",
    request_body = CreateRoomRequest,
    responses((status = 201, description = "Entered", body = RoomView))
)]
#[post("/rooms")]
async fn rooms_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateRoomRequest>,
) -> AppResult<Reply<RoomView>> {
    actor.may(Action::MediationKeepRooms)?;
    rooms::create(&state, &actor, command).await
}

/// Read a room
///
/// With what the caller may do with it.
#[utoipa::path(
    tag = "rooms",
    operation_id = "rooms_get",
    params(("id" = Uuid, Path, description = "The room")),
    responses((
        status = 200,
        description = "The room",
        body = RoomView,
        headers(("ETag" = String, description = "Version of the room")),
    ))
)]
#[get("/rooms/{id}")]
async fn rooms_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
) -> AppResult<Reply<RoomView>> {
    actor.may(Action::MediationRead)?;
    rooms::get(&state, &actor, path.id()).await
}

/// Change a room
///
/// One that sessions to come are booked in stays in use.
#[utoipa::path(
    tag = "rooms",
    operation_id = "rooms_update",
    params(("id" = Uuid, Path, description = "The room"), ("If-Match" = String, Header)),
    request_body = UpdateRoomRequest,
    responses((
        status = 200,
        description = "The room as it is now",
        body = RoomView,
        headers(("ETag" = String, description = "New version of the room")),
    ))
)]
#[patch("/rooms/{id}")]
async fn rooms_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateRoomRequest>,
) -> AppResult<Reply<RoomView>> {
    actor.may(Action::MediationKeepRooms)?;
    rooms::update(&state, &actor, path.id(), seen, command).await
}

/// List the mediators
///
/// The register of a centre, oldest entries first; the caller's own unless another is asked for.
#[utoipa::path(
    tag = "mediators",
    operation_id = "mediators_list",
    params(MediatorFilter),
    responses((status = 200, description = "A page", body = Page<MediatorView>))
)]
#[get("/mediators")]
async fn mediators_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<MediatorFilter>,
) -> AppResult<Reply<Page<MediatorView>>> {
    actor.may(Action::MediationRead)?;
    Reply::page(mediators::list(&state, &actor, &filter.0).await?, &filter)
}

/// Enter a mediator
///
/// Into the register of the caller's own centre, with whom they declared to be close to. Those names
/// are compared with the parties of a case and shown to nobody.
#[utoipa::path(
    tag = "mediators",
    operation_id = "mediators_create",
    request_body = CreateMediatorRequest,
    responses((status = 201, description = "Entered", body = MediatorView))
)]
#[post("/mediators")]
async fn mediators_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateMediatorRequest>,
) -> AppResult<Reply<MediatorView>> {
    actor.may(Action::MediationKeepMediators)?;
    mediators::create(&state, &actor, command).await
}

/// List who could be entered into the register
///
/// Mediators and handlers of the region of the caller's centre, by name. 50 at most.
#[utoipa::path(
    tag = "mediators",
    operation_id = "mediators_list_candidates",
    params(MediatorCandidateFilter),
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/mediators/candidates")]
async fn mediators_list_candidates(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<MediatorCandidateFilter>,
) -> AppResult<Reply<Page<PersonRef>>> {
    actor.may(Action::MediationKeepMediators)?;
    filter.reply(mediators::candidates(&state, &actor, &filter.0).await?)
}

/// Read a mediator
///
/// With what the caller may do with the entry.
#[utoipa::path(
    tag = "mediators",
    operation_id = "mediators_get",
    params(("id" = Uuid, Path, description = "The entry")),
    responses((
        status = 200,
        description = "The entry",
        body = MediatorView,
        headers(("ETag" = String, description = "Version of the entry")),
    ))
)]
#[get("/mediators/{id}")]
async fn mediators_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
) -> AppResult<Reply<MediatorView>> {
    actor.may(Action::MediationRead)?;
    mediators::get(&state, &actor, path.id()).await
}

/// Change a mediator
///
/// What is declared anew takes the place of everything declared before.
#[utoipa::path(
    tag = "mediators",
    operation_id = "mediators_update",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = UpdateMediatorRequest,
    responses((
        status = 200,
        description = "The entry as it is now",
        body = MediatorView,
        headers(("ETag" = String, description = "New version of the entry")),
    ))
)]
#[patch("/mediators/{id}")]
async fn mediators_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateMediatorRequest>,
) -> AppResult<Reply<MediatorView>> {
    actor.may(Action::MediationKeepMediators)?;
    mediators::update(&state, &actor, path.id(), seen, command).await
}
