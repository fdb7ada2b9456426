//! `/assessments/periods`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AssessmentPeriodFilter, AssessmentPeriodView, CloseAssessmentPeriodRequest};
use super::service;
use super::view::Reader;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the periods.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(assessments_list_periods)
        .service(assessments_close_period)
        .service(assessments_get_period);
}

/// List closed periods
///
/// Those in which the caller may see a result, the newest first.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_list_periods",
    params(AssessmentPeriodFilter),
    responses((status = 200, description = "A page", body = Page<AssessmentPeriodView>))
)]
#[get("/assessments/periods")]
async fn assessments_list_periods(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<AssessmentPeriodFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AssessmentPeriodView>>> {
    actor.may(Action::AssessmentRead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Reply::page(service::periods(&state, &reader, &filter.0).await?, &filter)
}

/// Close a period
///
/// By hand, once it is over; otherwise it closes by itself some days later. Its facts and results are
/// kept as they are, under hashes, and the days for an appeal begin.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_close_period",
    request_body = CloseAssessmentPeriodRequest,
    responses((status = 201, description = "Closed", body = AssessmentPeriodView))
)]
#[post("/assessments/periods")]
async fn assessments_close_period(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CloseAssessmentPeriodRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentPeriodView>> {
    actor.may(Action::AssessmentClose)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Box::pin(service::close(&state, &reader, command)).await
}

/// Read a closed period
///
/// With whether its results, worked out anew from its facts, are still the same (`is_intact`).
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_get_period",
    params(("id" = Uuid, Path, description = "Id of the period")),
    responses((status = 200, description = "The period", body = AssessmentPeriodView))
)]
#[get("/assessments/periods/{id}")]
async fn assessments_get_period(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentPeriodView>> {
    actor.may(Action::AssessmentRead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Box::pin(service::period(&state, &reader, id.id())).await
}
