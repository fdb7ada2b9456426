//! `/rotation-plans`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AssignmentFilter, AssignmentView, BoardFilter, ChangeAssignmentRequest, ChangedAssignment,
    CreateRotationPlanRequest, RotationBoard, RotationExplanation, RotationJobView,
    RotationPlanFilter, RotationPlanView, UpdateRotationPlanRequest,
};
use super::{board, editing, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(rotation_plans_list)
        .service(rotation_plans_create)
        .service(rotation_plans_get)
        .service(rotation_plans_update)
        .service(rotation_plans_solve)
        .service(rotation_plans_publish)
        .service(rotation_plans_list_assignments)
        .service(rotation_plans_change_assignment)
        .service(rotation_plans_explain)
        .service(rotation_plans_get_board);
}

/// List the plans
///
/// Newest first: published ones of the centre's region and above its own, drafts for who draws them up.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_list",
    params(RotationPlanFilter),
    responses((status = 200, description = "A page", body = Page<RotationPlanView>))
)]
#[get("/rotation-plans")]
async fn rotation_plans_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<RotationPlanFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<RotationPlanView>>> {
    actor.may(Action::RotationRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Draw up a plan
///
/// For some days of the caller's own centre and those below it. Another for the same days is the next
/// edition; the ones before are kept.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_create",
    request_body = CreateRotationPlanRequest,
    responses((status = 201, description = "Drawn up", body = RotationPlanView))
)]
#[post("/rotation-plans")]
async fn rotation_plans_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateRotationPlanRequest>,
    request: HttpRequest,
) -> AppResult<Reply<RotationPlanView>> {
    actor.may(Action::RotationDraw)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

/// Read a plan
///
/// With the run that made its roster; outside the caller's reach it is 404.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_get",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 200, description = "The plan", body = RotationPlanView))
)]
#[get("/rotation-plans/{id}")]
async fn rotation_plans_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<RotationPlanView>> {
    actor.may(Action::RotationRead)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Change a draft
///
/// Its name, or all its limits and prices; those count from the next solving on.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_update",
    params(("id" = Uuid, Path, description = "The plan"), ("If-Match" = String, Header)),
    request_body = UpdateRotationPlanRequest,
    responses((status = 200, description = "The plan as it is now", body = RotationPlanView))
)]
#[patch("/rotation-plans/{id}")]
async fn rotation_plans_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateRotationPlanRequest>,
    request: HttpRequest,
) -> AppResult<Reply<RotationPlanView>> {
    actor.may(Action::RotationDraw)?;
    service::update(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// Make the roster
///
/// From obligations, people, leaves and qualifications as they are now; what is locked stays. It is
/// done by a job, which the answer names.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_solve",
    params(("id" = Uuid, Path, description = "The plan"), ("If-Match" = String, Header)),
    responses((status = 202, description = "It is being done", body = RotationJobView))
)]
#[post("/rotation-plans/{id}/actions/solve")]
async fn rotation_plans_solve(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<RotationJobView>> {
    actor.may(Action::RotationDraw)?;
    service::solve(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// Publish a plan
///
/// Published plans of its centres within its days are superseded; one that has other days or centres as
/// well is in the way (409), and so are a broken rule and somebody who is on duty by another plan
/// that was published meanwhile. Plans of other centres stand.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_publish",
    params(("id" = Uuid, Path, description = "The plan"), ("If-Match" = String, Header)),
    responses((status = 200, description = "Published", body = RotationPlanView))
)]
#[post("/rotation-plans/{id}/actions/publish")]
async fn rotation_plans_publish(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<RotationPlanView>> {
    actor.may(Action::RotationPublish)?;
    service::publish(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// List the assignments of a plan
///
/// Who serves which block of days of which obligation.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_list_assignments",
    params(("id" = Uuid, Path, description = "The plan"), AssignmentFilter),
    responses((status = 200, description = "A page", body = Page<AssignmentView>))
)]
#[get("/rotation-plans/{id}/assignments")]
async fn rotation_plans_list_assignments(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<AssignmentFilter>,
) -> AppResult<Reply<Page<AssignmentView>>> {
    actor.may(Action::RotationRead)?;
    Reply::page(editing::list(&state, &actor, path.id(), &filter.0).await?, &filter)
}

/// Lock or move an assignment
///
/// Of a draft. Every rule is checked at once: what breaks one is refused (409) with the rules in words.
/// With `is_trial` nothing is changed, and the answer tells what it would break and cost.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_change_assignment",
    params(
        ("id" = Uuid, Path, description = "The plan"),
        ("assignment_id" = Uuid, Path, description = "The assignment"),
        ("If-Match" = String, Header)
    ),
    request_body = ChangeAssignmentRequest,
    responses((status = 200, description = "What it comes to", body = ChangedAssignment))
)]
#[patch("/rotation-plans/{id}/assignments/{assignment_id}")]
async fn rotation_plans_change_assignment(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<ChangeAssignmentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ChangedAssignment>> {
    actor.may(Action::RotationDraw)?;
    editing::change(&state, &actor, path.0, seen, command, Lang::of(&request)).await
}

/// Explain what a roster costs
///
/// Term by term, with the rules it breaks and the places it leaves empty, each in words with who is
/// named and why they cannot come; 404 while there is none.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_explain",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 200, description = "The explanation", body = RotationExplanation))
)]
#[get("/rotation-plans/{id}/explanation")]
async fn rotation_plans_explain(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<RotationExplanation>> {
    actor.may(Action::RotationRead)?;
    Reply::ok(&service::explain(&state, &actor, path.id(), Lang::of(&request)).await?)
}

/// Read the board of a plan
///
/// Some of its days by post, with who is there and how many are missing, and by person, with the days
/// away.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_get_board",
    params(("id" = Uuid, Path, description = "The plan"), BoardFilter),
    responses((status = 200, description = "The board", body = RotationBoard))
)]
#[get("/rotation-plans/{id}/board")]
async fn rotation_plans_get_board(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<BoardFilter>,
) -> AppResult<Reply<RotationBoard>> {
    actor.may(Action::RotationRead)?;
    Reply::ok(&board::board(&state, &actor, path.id(), &filter.0).await?)
}
