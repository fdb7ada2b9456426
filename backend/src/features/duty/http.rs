//! `/duty`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DutyFilter, DutyView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Params, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts it.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(duty_get);
}

/// Show who is on duty
///
/// Who is at which post, who stands in for whom and who comes when called: from the published roster,
/// what residents owe, approved leaves and stand-ins. Without a day it is now, with the nights that
/// began yesterday. Names and posts only, fit for a wall.
#[utoipa::path(
    tag = "duty",
    operation_id = "duty_get",
    params(DutyFilter),
    responses((status = 200, description = "Who is on duty", body = DutyView))
)]
#[get("/duty")]
async fn duty_get(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DutyFilter>,
    request: HttpRequest,
) -> AppResult<Reply<DutyView>> {
    actor.may(Action::DutyRead)?;
    let view = service::get(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}
