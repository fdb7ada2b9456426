//! `/duty-stand-ins`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::stand_in_dto::{
    CreateStandInRequest, DecideStandInRequest, StandInCandidateFilter, StandInCandidatesView,
    StandInFilter, StandInView,
};
use super::workflow::StandInStep;
use super::{candidates, stand_ins};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(duty_stand_ins_list)
        .service(duty_stand_ins_request)
        .service(duty_stand_ins_get_candidates)
        .service(duty_stand_ins_get)
        .service(duty_stand_ins_approve)
        .service(duty_stand_ins_refuse)
        .service(duty_stand_ins_cancel);
}

/// List the stand-ins
///
/// Within the caller's scope, newest first: the centre's all, a department's own, and one's own.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_list",
    params(StandInFilter),
    responses((status = 200, description = "A page", body = Page<StandInView>))
)]
#[get("/duty-stand-ins")]
async fn duty_stand_ins_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<StandInFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<StandInView>>> {
    actor.may(Action::StandInRead)?;
    let page = stand_ins::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Ask for a stand-in
///
/// For oneself, or for somebody of the department. It waits for the centre's decision; what the centre
/// enters itself is decided. A place that has a stand-in on some of these days is 409.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_request",
    request_body = CreateStandInRequest,
    responses((status = 201, description = "Asked for", body = StandInView))
)]
#[post("/duty-stand-ins")]
async fn duty_stand_ins_request(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateStandInRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StandInView>> {
    actor.may(Action::StandInAsk)?;
    stand_ins::request(&state, &actor, command, Lang::of(&request)).await
}

/// See who could stand in
///
/// Whose places are empty at a post on a day, and everybody named for it: whether they are admitted,
/// qualified, at work and nowhere on duty that day. For whoever may ask for a stand-in there.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_get_candidates",
    params(StandInCandidateFilter),
    responses((status = 200, description = "The people", body = StandInCandidatesView))
)]
#[get("/duty-stand-ins/candidates")]
async fn duty_stand_ins_get_candidates(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<StandInCandidateFilter>,
    request: HttpRequest,
) -> AppResult<Reply<StandInCandidatesView>> {
    actor.may(Action::StandInAsk)?;
    let lang = Lang::of(&request);
    let view = Box::pin(candidates::get(&state, &actor, &filter.0, lang)).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Read a stand-in
///
/// With what the caller may do with it.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_get",
    params(("id" = Uuid, Path, description = "The stand-in")),
    responses((
        status = 200,
        description = "The stand-in",
        body = StandInView,
        headers(("ETag" = String, description = "Its version")),
    ))
)]
#[get("/duty-stand-ins/{id}")]
async fn duty_stand_ins_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<StandInView>> {
    actor.may(Action::StandInRead)?;
    stand_ins::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Approve a stand-in
///
/// The centre agrees; nobody decides on what they asked for or have a part in (409).
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_approve",
    params(("id" = Uuid, Path, description = "The stand-in"), ("If-Match" = String, Header)),
    request_body = DecideStandInRequest,
    responses((status = 200, description = "The stand-in as it is now", body = StandInView))
)]
#[post("/duty-stand-ins/{id}/actions/approve")]
async fn duty_stand_ins_approve(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<DecideStandInRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StandInView>> {
    actor.may(Action::StandInDecide)?;
    let step = (path.id(), StandInStep::Approve);
    stand_ins::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Refuse a stand-in
///
/// With the reason.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_refuse",
    params(("id" = Uuid, Path, description = "The stand-in"), ("If-Match" = String, Header)),
    request_body = DecideStandInRequest,
    responses((status = 200, description = "The stand-in as it is now", body = StandInView))
)]
#[post("/duty-stand-ins/{id}/actions/refuse")]
async fn duty_stand_ins_refuse(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<DecideStandInRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StandInView>> {
    actor.may(Action::StandInDecide)?;
    let step = (path.id(), StandInStep::Refuse);
    stand_ins::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Cancel a stand-in
///
/// Before it is decided on or after it was approved.
#[utoipa::path(
    tag = "duty_stand_ins",
    operation_id = "duty_stand_ins_cancel",
    params(("id" = Uuid, Path, description = "The stand-in"), ("If-Match" = String, Header)),
    request_body = DecideStandInRequest,
    responses((status = 200, description = "The stand-in as it is now", body = StandInView))
)]
#[post("/duty-stand-ins/{id}/actions/cancel")]
async fn duty_stand_ins_cancel(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<DecideStandInRequest>,
    request: HttpRequest,
) -> AppResult<Reply<StandInView>> {
    actor.may(Action::StandInAsk)?;
    let step = (path.id(), StandInStep::Cancel);
    stand_ins::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}
