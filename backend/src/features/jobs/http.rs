//! `/jobs`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{JobFilter, JobView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(jobs_list).service(jobs_get).service(jobs_cancel);
}

/// List my jobs
///
/// What the caller asked for and takes long: imports, exports, rosters. Newest first.
#[utoipa::path(
    tag = "jobs",
    operation_id = "jobs_list",
    params(JobFilter),
    responses((status = 200, description = "A page", body = Page<JobView>))
)]
#[get("/jobs")]
async fn jobs_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<JobFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<JobView>>> {
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Read a job
///
/// Where it stands, how far it is, and where what comes of it is found. One's own; a run of the solver
/// is read by everybody who sees its plan.
#[utoipa::path(
    tag = "jobs",
    operation_id = "jobs_get",
    params(("id" = Uuid, Path, description = "The job")),
    responses((status = 200, description = "The job", body = JobView))
)]
#[get("/jobs/{id}")]
async fn jobs_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<JobView>> {
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Cancel a job
///
/// What it has stored stays: rows that were imported, the best roster so far. The rest is not done.
#[utoipa::path(
    tag = "jobs",
    operation_id = "jobs_cancel",
    params(("id" = Uuid, Path, description = "The job"), ("If-Match" = String, Header)),
    responses((status = 200, description = "It ends", body = JobView))
)]
#[post("/jobs/{id}/actions/cancel")]
async fn jobs_cancel(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<JobView>> {
    let lang = Lang::of(&request);
    service::cancel(&state, &actor, path.id(), seen, command, lang).await
}
