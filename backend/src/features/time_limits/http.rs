//! `/time-limit-rules`.

use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{TimeLimitRuleFilter, TimeLimitRuleView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(time_limits_list).service(time_limits_get);
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_list",
    summary = "List the time-limit rules",
    description = "All versions by code, always answered whole. For a clock that starts, the most \
        narrowly drawn rule in force applies: type before channel before level.",
    params(TimeLimitRuleFilter),
    responses((status = 200, description = "A page", body = Page<TimeLimitRuleView>))
)]
#[get("/time-limit-rules")]
async fn time_limits_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<TimeLimitRuleFilter>,
) -> AppResult<Reply<Page<TimeLimitRuleView>>> {
    actor.require(Action::ReferenceRead)?;
    Reply::ok(&service::list(&state, &filter.0).await?)
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_get",
    summary = "Read a time-limit rule",
    description = "One version of a rule, as a clock refers to it.",
    params(("id" = Uuid, Path, description = "Id of the version")),
    responses((status = 200, description = "As it is now", body = TimeLimitRuleView))
)]
#[get("/time-limit-rules/{id}")]
async fn time_limits_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<TimeLimitRuleView>> {
    actor.require(Action::ReferenceRead)?;
    Reply::ok(&service::get(&state, id.id()).await?)
}
