//! `/assessments`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AppealAssessmentRequest, AssessmentFactFilter, AssessmentFactView, AssessmentFilter,
    AssessmentView,
};
use super::view::Reader;
use super::{appeals, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the results.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(assessments_list)
        .service(assessments_get)
        .service(assessments_list_facts)
        .service(assessments_appeal);
}

/// List assessments
///
/// Who is assessed sees their own, the head of a department those of its people, the centre all of
/// them. By department and name; there is no other order, and nothing ranks anybody. A corrected
/// result follows the one it corrects.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_list",
    params(AssessmentFilter),
    responses((status = 200, description = "A page", body = Page<AssessmentView>))
)]
#[get("/assessments")]
async fn assessments_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<AssessmentFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AssessmentView>>> {
    actor.may(Action::AssessmentRead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Reply::page(service::list(&state, &reader, &filter.0).await?, &filter)
}

/// Read an assessment
///
/// With its indicators and the appeals against it; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_get",
    params(("id" = Uuid, Path, description = "Id of the result")),
    responses((status = 200, description = "The result", body = AssessmentView))
)]
#[get("/assessments/{id}")]
async fn assessments_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentView>> {
    actor.may(Action::AssessmentRead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    service::get(&state, &reader, id.id()).await
}

/// List the facts behind an assessment
///
/// Every one of them, as it stood when the period was closed, with the row it is and what an appeal
/// decided about it. The case is named to all who may know of it, its title to those who may read it.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_list_facts",
    params(("id" = Uuid, Path, description = "Id of the result"), AssessmentFactFilter),
    responses((status = 200, description = "A page", body = Page<AssessmentFactView>))
)]
#[get("/assessments/{id}/facts")]
async fn assessments_list_facts(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    filter: Params<AssessmentFactFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AssessmentFactView>>> {
    actor.may(Action::AssessmentRead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Reply::page(service::facts(&state, &reader, id.id(), &filter.0).await?, &filter)
}

/// Appeal against an assessment
///
/// By a person against their own result, by a department against its own, within the working days the
/// scheme gives. It names the failed facts that are said not to be so, and goes to the director of the
/// centre above; where none is above, to a leader of the region.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_appeal",
    params(("id" = Uuid, Path, description = "Id of the result")),
    request_body = AppealAssessmentRequest,
    responses((status = 201, description = "The result with the appeal", body = AssessmentView))
)]
#[post("/assessments/{id}/appeals")]
async fn assessments_appeal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    command: Command<AppealAssessmentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentView>> {
    actor.may(Action::AssessmentAppeal)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Box::pin(appeals::appeal(&state, &reader, id.id(), command)).await
}
