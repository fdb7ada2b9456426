//! `/code-sets`.

use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CodeSetSummary, CodeSetView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, PathName, Reply, WholeList};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(code_sets_list).service(code_sets_get);
}

#[utoipa::path(
    tag = "code_sets",
    operation_id = "code_sets_list",
    summary = "List the code sets",
    description = "All code sets by name, without their codes; answered whole unless `limit` is given.",
    responses((status = 200, description = "A page", body = Page<CodeSetSummary>))
)]
#[get("/code-sets")]
async fn code_sets_list(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<CodeSetSummary>>> {
    actor.require(Action::ReferenceRead)?;
    list.reply(service::list(&state).await?)
}

#[utoipa::path(
    tag = "code_sets",
    operation_id = "code_sets_get",
    summary = "Read a code set",
    description = "A code set with all its codes in order. The ETag is its version.",
    params(("name" = String, Path, description = "Name of the set", example = "case_type",
        min_length = 1, max_length = 100)),
    responses((status = 200, description = "As it is now", body = CodeSetView))
)]
#[get("/code-sets/{name}")]
async fn code_sets_get(
    state: Data<AppState>,
    actor: CurrentActor,
    name: PathName,
) -> AppResult<Reply<CodeSetView>> {
    actor.require(Action::ReferenceRead)?;
    let set = service::get(&state, &name.0).await?;
    Ok(Reply::ok(&set)?.version(set.version))
}
