//! `/burden`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{BurdenFilter, BurdenTold, BurdenView, TellBurdenRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Params, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(burden_get).service(burden_tell);
}

#[utoipa::path(
    tag = "burden",
    operation_id = "burden_get",
    summary = "Read what typing costs",
    description = "Fields typed, seconds and repeats by unit, form or class of matter, month by \
        month, within the caller's scope. Nothing is kept of a person; sums of fewer than five \
        forms are not shown.",
    params(BurdenFilter),
    responses((status = 200, description = "The sums", body = BurdenView))
)]
#[get("/burden")]
async fn burden_get(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<BurdenFilter>,
    request: HttpRequest,
) -> AppResult<Reply<BurdenView>> {
    actor.may(Action::BurdenRead)?;
    let view = service::view(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

#[utoipa::path(
    tag = "burden",
    operation_id = "burden_tell",
    summary = "Add what a form cost",
    description = "Sent by the pages beside a form. It is added to the sums of the caller's unit, \
        and kept nowhere else.",
    request_body = TellBurdenRequest,
    responses((status = 200, description = "Added", body = BurdenTold))
)]
#[post("/burden")]
async fn burden_tell(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<TellBurdenRequest>,
) -> AppResult<Reply<BurdenTold>> {
    let permit = actor.require(Action::BurdenTell)?;
    service::tell(&state, &actor, permit, command).await
}
