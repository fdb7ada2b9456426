//! `/stationings`: entry and exit (准入准出).

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    RequestStationingRequest, StationingCandidateFilter, StationingFilter, StationingStepRequest,
    StationingView,
};
use super::service;
use super::workflow::StationingStep;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(stationings_list)
        .service(stationings_request)
        .service(stationings_list_candidates)
        .service(stationings_get)
        .service(stationings_admit)
        .service(stationings_refuse)
        .service(stationings_withdraw)
        .service(stationings_request_exit)
        .service(stationings_approve_exit)
        .service(stationings_refuse_exit);
}

/// List the entries
///
/// Who is admitted to which centre, or asked to be, within the caller's scope, newest first: the
/// centre's all, a department's own people, and one's own.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_list",
    params(StationingFilter),
    responses((status = 200, description = "A page", body = Page<StationingView>))
)]
#[get("/stationings")]
async fn stationings_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<StationingFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<StationingView>>> {
    actor.may(Action::StationingRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Ask for entry
///
/// A department asks a centre to admit one of its people, with its letter. The same person, department
/// and centre stand in one open entry at a time (409).
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_request",
    request_body = RequestStationingRequest,
    responses((status = 201, description = "Asked for", body = StationingView))
)]
#[post("/stationings")]
async fn stationings_request(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<RequestStationingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingRequest)?;
    service::request(&state, &actor, command, Lang::of(&request)).await
}

/// List who could be sent
///
/// People at work of a department, by name: by their record, or by a capacity held there. 50 at most.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_list_candidates",
    params(StationingCandidateFilter),
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/stationings/candidates")]
async fn stationings_list_candidates(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<StationingCandidateFilter>,
) -> AppResult<Reply<Page<PersonRef>>> {
    actor.may(Action::StationingRequest)?;
    filter.reply(service::candidates(&state, &actor, &filter.0).await?)
}

/// Read an entry
///
/// With every step; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_get",
    params(("id" = Uuid, Path, description = "The entry")),
    responses((
        status = 200,
        description = "The entry",
        body = StationingView,
        headers(("ETag" = String, description = "Version of the entry")),
    ))
)]
#[get("/stationings/{id}")]
async fn stationings_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingRead)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Admit somebody
///
/// The centre consents to what a department asked for (准入). Who asked does not decide, nor
/// who it is about (409).
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_admit",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/admit")]
async fn stationings_admit(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingDecide)?;
    let step = (path.id(), StationingStep::Admit);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Refuse entry
///
/// With the reason.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_refuse",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/refuse")]
async fn stationings_refuse(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingDecide)?;
    let step = (path.id(), StationingStep::Refuse);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Withdraw a request
///
/// Of entry or of exit, before it is decided on.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_withdraw",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/withdraw")]
async fn stationings_withdraw(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingRequest)?;
    let step = (path.id(), StationingStep::Withdraw);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Ask for exit
///
/// The department takes somebody back, with the reason and their last day (准出).
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_request_exit",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/request_exit")]
async fn stationings_request_exit(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingRequest)?;
    let step = (path.id(), StationingStep::RequestExit);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Approve an exit
///
/// The last day is the one asked for unless another is named; today where none was.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_approve_exit",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/approve_exit")]
async fn stationings_approve_exit(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingDecide)?;
    let step = (path.id(), StationingStep::ApproveExit);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Refuse an exit
///
/// With the reason; they stay.
#[utoipa::path(
    tag = "stationings",
    operation_id = "stationings_refuse_exit",
    params(("id" = Uuid, Path, description = "The entry"), ("If-Match" = String, Header)),
    request_body = StationingStepRequest,
    responses((status = 200, description = "The entry as it is now", body = StationingView))
)]
#[post("/stationings/{id}/actions/refuse_exit")]
async fn stationings_refuse_exit(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<StationingStepRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StationingView>> {
    actor.may(Action::StationingDecide)?;
    let step = (path.id(), StationingStep::RefuseExit);
    service::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}
