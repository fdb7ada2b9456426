//! `/people/{id}/leaves`, `/people/{id}/qualifications` and `/leaves`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::people_dto::{
    CreateLeaveRequest, CreateQualificationRequest, DecideLeaveRequest, LeaveFilter, LeaveView,
    PersonLeaveFilter, QualificationView, UpdateQualificationRequest,
};
use super::workflow::LeaveStep;
use super::{leaves, qualifications};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts what belongs to people.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(leaves_list)
        .service(leaves_list_of_person)
        .service(leaves_report)
        .service(leaves_approve)
        .service(leaves_refuse)
        .service(leaves_cancel)
        .service(qualifications_list)
        .service(qualifications_create)
        .service(qualifications_update);
}

/// List the leaves
///
/// Of the people within the caller's scope, newest first; `state=requested` is what waits for a
/// decision.
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_list",
    params(LeaveFilter),
    responses((status = 200, description = "A page", body = Page<LeaveView>))
)]
#[get("/leaves")]
async fn leaves_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<LeaveFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LeaveView>>> {
    actor.may(Action::LeaveRead)?;
    Reply::page(leaves::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// List the leaves of a person
///
/// Newest first; 404 for whom the caller may not see.
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_list_of_person",
    params(("id" = Uuid, Path, description = "The person"), PersonLeaveFilter),
    responses((status = 200, description = "A page", body = Page<LeaveView>))
)]
#[get("/people/{id}/leaves")]
async fn leaves_list_of_person(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<PersonLeaveFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LeaveView>>> {
    actor.may(Action::LeaveRead)?;
    let (id, lang) = (path.id(), Lang::of(&request));
    Reply::page(leaves::of_person(&state, &actor, id, &filter.0, lang).await?, &filter)
}

/// Report a leave
///
/// One's own, or of somebody of the centre. It waits for the centre's decision; the wish to avoid days
/// (`avoid`) stands at once. Days that another leave has already are refused (409).
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_report",
    params(("id" = Uuid, Path, description = "The person")),
    request_body = CreateLeaveRequest,
    responses((status = 201, description = "Reported", body = LeaveView))
)]
#[post("/people/{id}/leaves")]
async fn leaves_report(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<CreateLeaveRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LeaveView>> {
    actor.may(Action::LeaveReport)?;
    leaves::report(&state, &actor, path.id(), command, Lang::of(&request)).await
}

/// Approve a leave
///
/// The centre agrees; nobody agrees to their own (409).
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_approve",
    params(
        ("id" = Uuid, Path, description = "The person"),
        ("leave_id" = Uuid, Path, description = "The leave"),
        ("If-Match" = String, Header)
    ),
    request_body = DecideLeaveRequest,
    responses((status = 200, description = "The leave as it is now", body = LeaveView))
)]
#[post("/people/{id}/leaves/{leave_id}/actions/approve")]
async fn leaves_approve(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<DecideLeaveRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LeaveView>> {
    actor.may(Action::LeaveDecide)?;
    let step = (path.0, LeaveStep::Approve);
    leaves::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Refuse a leave
///
/// With the reason.
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_refuse",
    params(
        ("id" = Uuid, Path, description = "The person"),
        ("leave_id" = Uuid, Path, description = "The leave"),
        ("If-Match" = String, Header)
    ),
    request_body = DecideLeaveRequest,
    responses((status = 200, description = "The leave as it is now", body = LeaveView))
)]
#[post("/people/{id}/leaves/{leave_id}/actions/refuse")]
async fn leaves_refuse(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<DecideLeaveRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LeaveView>> {
    actor.may(Action::LeaveDecide)?;
    let step = (path.0, LeaveStep::Refuse);
    leaves::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// Cancel a leave
///
/// Before it is decided on or after it was approved.
#[utoipa::path(
    tag = "leaves",
    operation_id = "leaves_cancel",
    params(
        ("id" = Uuid, Path, description = "The person"),
        ("leave_id" = Uuid, Path, description = "The leave"),
        ("If-Match" = String, Header)
    ),
    request_body = DecideLeaveRequest,
    responses((status = 200, description = "The leave as it is now", body = LeaveView))
)]
#[post("/people/{id}/leaves/{leave_id}/actions/cancel")]
async fn leaves_cancel(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<DecideLeaveRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LeaveView>> {
    actor.may(Action::LeaveReport)?;
    let step = (path.0, LeaveStep::Cancel);
    leaves::act(&state, &actor, step, seen, command, Lang::of(&request)).await
}

/// List the qualifications of a person
///
/// With their entry in the register of mediators, which is kept there; 404 for whom the caller may not
/// see.
#[utoipa::path(
    tag = "qualifications",
    operation_id = "qualifications_list",
    params(("id" = Uuid, Path, description = "The person")),
    responses((status = 200, description = "All of them", body = Page<QualificationView>))
)]
#[get("/people/{id}/qualifications")]
async fn qualifications_list(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<QualificationView>>> {
    actor.may(Action::StationingRead)?;
    list.reply(qualifications::list(&state, &actor, path.id(), Lang::of(&request)).await?)
}

/// Enter a qualification
///
/// Of a person of the centre. `mediation` is kept in the register of mediators (422); the same skill
/// twice in some of the same days is 409.
#[utoipa::path(
    tag = "qualifications",
    operation_id = "qualifications_create",
    params(("id" = Uuid, Path, description = "The person")),
    request_body = CreateQualificationRequest,
    responses((status = 201, description = "Entered", body = QualificationView))
)]
#[post("/people/{id}/qualifications")]
async fn qualifications_create(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<CreateQualificationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<QualificationView>> {
    actor.may(Action::QualificationKeep)?;
    qualifications::create(&state, &actor, path.id(), command, Lang::of(&request)).await
}

/// Change a qualification
///
/// Prolong, correct or revoke it; what is absent stays, null empties.
#[utoipa::path(
    tag = "qualifications",
    operation_id = "qualifications_update",
    params(
        ("id" = Uuid, Path, description = "The person"),
        ("qualification_id" = Uuid, Path, description = "The qualification"),
        ("If-Match" = String, Header)
    ),
    request_body = UpdateQualificationRequest,
    responses((status = 200, description = "As it is now", body = QualificationView))
)]
#[patch("/people/{id}/qualifications/{qualification_id}")]
async fn qualifications_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<UpdateQualificationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<QualificationView>> {
    actor.may(Action::QualificationKeep)?;
    let lang = Lang::of(&request);
    qualifications::update(&state, &actor, path.0, seen, command, lang).await
}
