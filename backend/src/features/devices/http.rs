//! `/devices`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CreateDeviceRequest, DeviceFilter, DeviceLookFilter, DeviceLookTicket, DeviceLookView,
    DeviceView, LookThroughDeviceRequest, UpdateDeviceRequest,
};
use super::{looks, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(devices_list)
        .service(devices_create)
        .service(devices_get)
        .service(devices_update)
        .service(devices_look)
        .service(devices_list_looks);
}

/// List the devices
///
/// Video devices of the caller's region or centre, oldest entries first.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_list",
    params(DeviceFilter),
    responses((status = 200, description = "A page", body = Page<DeviceView>))
)]
#[get("/devices")]
async fn devices_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DeviceFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DeviceView>>> {
    actor.may(Action::DeviceRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Enter a device
///
/// By its code of GB/T 28181, which is entered once; in a region the caller keeps the register of.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_create",
    request_body = CreateDeviceRequest,
    responses((status = 201, description = "Entered", body = DeviceView))
)]
#[post("/devices")]
async fn devices_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateDeviceRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DeviceView>> {
    actor.may(Action::DeviceKeep)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

/// Read a device
///
/// With what the caller may do with it.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_get",
    params(("id" = Uuid, Path, description = "The device")),
    responses((
        status = 200,
        description = "The device",
        body = DeviceView,
        headers(("ETag" = String, description = "Version of the device")),
    ))
)]
#[get("/devices/{id}")]
async fn devices_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<DeviceView>> {
    actor.may(Action::DeviceRead)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Change a device
///
/// Code and region stay: what hangs elsewhere is another entry.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_update",
    params(("id" = Uuid, Path, description = "The device"), ("If-Match" = String, Header)),
    request_body = UpdateDeviceRequest,
    responses((
        status = 200,
        description = "The device as it is now",
        body = DeviceView,
        headers(("ETag" = String, description = "New version of the device")),
    ))
)]
#[patch("/devices/{id}")]
async fn devices_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateDeviceRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DeviceView>> {
    actor.may(Action::DeviceKeep)?;
    service::update(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// Look through a device
///
/// Answers the address of the platform's own player with a ticket for the caller, valid for minutes.
/// Nothing is streamed or kept here. Who, when, why and for which case is noted before the address is
/// told. Without a configured player it is 409.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_look",
    params(("id" = Uuid, Path, description = "The device"), ("If-Match" = String, Header)),
    request_body = LookThroughDeviceRequest,
    responses((status = 200, description = "Where to look", body = DeviceLookTicket))
)]
#[post("/devices/{id}/actions/look")]
async fn devices_look(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<LookThroughDeviceRequest>,
) -> AppResult<Reply<DeviceLookTicket>> {
    actor.may(Action::DeviceLook)?;
    looks::look(&state, &actor, path.id(), seen, command).await
}

/// List who looked through a device
///
/// Newest first, for auditors and the centre's director: who, when, why. Which case it was for is told
/// those who may read the case.
#[utoipa::path(
    tag = "devices",
    operation_id = "devices_list_looks",
    params(("id" = Uuid, Path, description = "The device"), DeviceLookFilter),
    responses((status = 200, description = "A page", body = Page<DeviceLookView>))
)]
#[get("/devices/{id}/looks")]
async fn devices_list_looks(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<DeviceLookFilter>,
) -> AppResult<Reply<Page<DeviceLookView>>> {
    actor.may(Action::DeviceReadLooks)?;
    Reply::page(looks::list(&state, &actor, path.id(), &filter.0).await?, &filter)
}
