//! `/rotation-plans/{id}`: repair and changes, people and costs explained, assignments by hand,
//! workbooks.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ChangedAssignment, RotationJobView};
use super::explanation_dto::{AssignmentExplanation, PeopleExplanation};
use super::import_dto::{ImportRosterRequest, ImportedRoster};
use super::repair_dto::{
    AddAssignmentRequest, RemoveAssignmentRequest, RepairRotationPlanRequest, RotationChanges,
};
use super::{adding, explaining, importing, repairing, sheets};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::reports::dto::Workbook;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// What a workbook is on the wire.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(rotation_plans_repair)
        .service(rotation_plans_list_changes)
        .service(rotation_plans_explain_people)
        .service(rotation_plans_explain_assignment)
        .service(rotation_plans_add_assignment)
        .service(rotation_plans_remove_assignment)
        .service(rotation_plans_export_roster)
        .service(rotation_plans_import_roster);
}

/// Repair a published plan
///
/// Draws up its next edition, in which as few people and days as possible differ: sick leave, an
/// obligation entered meanwhile, somebody who left. A job makes the roster, which the answer names;
/// who changes is told by `changes` before anything is published. What is before the first day stays
/// as it is.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_repair",
    params(("id" = Uuid, Path, description = "The plan"), ("If-Match" = String, Header)),
    request_body = RepairRotationPlanRequest,
    responses((status = 202, description = "It is being done", body = RotationJobView))
)]
#[post("/rotation-plans/{id}/actions/repair")]
async fn rotation_plans_repair(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<RepairRotationPlanRequest>,
    request: HttpRequest,
) -> AppResult<Reply<RotationJobView>> {
    actor.may(Action::RotationDraw)?;
    repairing::ask(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// List who changes
///
/// Everybody whose days differ from the roster that is published, or was before this one; 404 where
/// there is none.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_list_changes",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 200, description = "The changes", body = RotationChanges))
)]
#[get("/rotation-plans/{id}/changes")]
async fn rotation_plans_list_changes(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
) -> AppResult<Reply<RotationChanges>> {
    actor.may(Action::RotationRead)?;
    Reply::ok(&repairing::changes(&state, &actor, path.id()).await?)
}

/// Explain what people do
///
/// Their load, what it should be, the mean of their department, the rule that forced a deviation, and
/// the best legal swap: of everybody for who draws up plans, of oneself for others.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_explain_people",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 200, description = "The people", body = PeopleExplanation))
)]
#[get("/rotation-plans/{id}/explanation/people")]
async fn rotation_plans_explain_people(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<PeopleExplanation>> {
    actor.may(Action::RotationRead)?;
    let told = explaining::people(&state, &actor, path.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&told)?.personal())
}

/// Explain what an assignment costs
///
/// Term by term, in equivalent minutes.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_explain_assignment",
    params(
        ("id" = Uuid, Path, description = "The plan"),
        ("assignment_id" = Uuid, Path, description = "The assignment")
    ),
    responses((status = 200, description = "The cost", body = AssignmentExplanation))
)]
#[get("/rotation-plans/{id}/assignments/{assignment_id}/explanation")]
async fn rotation_plans_explain_assignment(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
) -> AppResult<Reply<AssignmentExplanation>> {
    actor.may(Action::RotationRead)?;
    Reply::ok(&explaining::assignment(&state, &actor, path.0, Lang::of(&request)).await?)
}

/// Add an assignment
///
/// To a draft. Every rule is checked at once: what breaks one is refused (409) with the rules in words.
/// With `is_trial` nothing is changed (200), and the answer tells what it would break and cost.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_add_assignment",
    params(("id" = Uuid, Path, description = "The plan")),
    request_body = AddAssignmentRequest,
    responses(
        (status = 200, description = "What it would come to", body = ChangedAssignment),
        (status = 201, description = "Added", body = ChangedAssignment)
    )
)]
#[post("/rotation-plans/{id}/assignments")]
async fn rotation_plans_add_assignment(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<AddAssignmentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ChangedAssignment>> {
    actor.may(Action::RotationDraw)?;
    adding::add(&state, &actor, path.id(), command, Lang::of(&request)).await
}

/// Remove an assignment
///
/// From a draft, under the same checks; `is_trial` only tells.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_remove_assignment",
    params(
        ("id" = Uuid, Path, description = "The plan"),
        ("assignment_id" = Uuid, Path, description = "The assignment"),
        ("If-Match" = String, Header)
    ),
    request_body = RemoveAssignmentRequest,
    responses((status = 200, description = "What it comes to", body = ChangedAssignment))
)]
#[post("/rotation-plans/{id}/assignments/{assignment_id}/actions/remove")]
async fn rotation_plans_remove_assignment(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<RemoveAssignmentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ChangedAssignment>> {
    actor.may(Action::RotationDraw)?;
    adding::remove(&state, &actor, path.0, seen, command, Lang::of(&request)).await
}

/// Export a roster
///
/// As a workbook, one line a turn, marked with who asked for it and when; the same lines can be imported
/// again. The security log says so, too. 404 while there is no roster.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_export_roster",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((
        status = 200,
        description = "The workbook",
        body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ))
)]
#[get("/rotation-plans/{id}/workbook")]
async fn rotation_plans_export_roster(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::RotationRead)?;
    let lang = Lang::of(&request);
    let file = Box::pin(sheets::export(&state, &actor, path.id(), lang)).await?;
    Ok(HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"roster.xlsx\""))
        .body(file))
}

/// Import a roster
///
/// From a workbook as it was exported, in place of what a draft has: all of it or nothing. Every line is
/// read against the plan, and every rule is checked: lines that do not fit and rules that would be broken
/// are refused (409) in words. With `is_trial` nothing is changed.
#[utoipa::path(
    tag = "rotation_plans",
    operation_id = "rotation_plans_import_roster",
    params(("id" = Uuid, Path, description = "The plan"), ("If-Match" = String, Header)),
    request_body = ImportRosterRequest,
    responses((status = 200, description = "What it comes to", body = ImportedRoster))
)]
#[post("/rotation-plans/{id}/actions/import_roster")]
async fn rotation_plans_import_roster(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<ImportRosterRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ImportedRoster>> {
    actor.may(Action::RotationDraw)?;
    let lang = Lang::of(&request);
    Box::pin(importing::import(&state, &actor, path.id(), seen, command, lang)).await
}
