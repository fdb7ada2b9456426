//! `/time-limit-rules`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    PublishTimeLimitRuleRequest, RetireTimeLimitRuleRequest, TimeLimitRuleFilter, TimeLimitRuleView,
};
use super::{publishing, retiring, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::limit_changes::dto::LimitChangeView;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(time_limits_list)
        .service(time_limits_publish)
        .service(time_limits_simulate)
        .service(time_limits_get)
        .service(time_limits_simulate_retirement)
        .service(time_limits_retire);
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_list",
    summary = "List the time-limit rules",
    description = "All versions by code, answered whole unless `limit` is given. For a clock that starts, the most \
        narrowly drawn rule in force applies: type before channel before level.",
    params(TimeLimitRuleFilter),
    responses((status = 200, description = "A page", body = Page<TimeLimitRuleView>))
)]
#[get("/time-limit-rules")]
async fn time_limits_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<TimeLimitRuleFilter>,
) -> AppResult<Reply<Page<TimeLimitRuleView>>> {
    actor.require(Action::ReferenceRead)?;
    Ok(filter.reply(service::list(&state, &actor, &filter.0).await?)?.personal())
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_get",
    summary = "Read a time-limit rule",
    description = "One version of a rule, as a clock refers to it, with its `ETag`.",
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
    service::get(&state, &actor, id.id()).await
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_publish",
    summary = "Publish a version of a time-limit rule",
    description = "A new rule, or the next version of one by its `code`; a version that was to last \
        ends the day before. Limits that run keep theirs, unless an error is corrected \
        (`applies_to: running`): then the simulation of the same draft is named, and the server \
        counts them anew in the background (`limit_change_id`), each change in the ledger of its \
        case. Refused with 409 when the draft differs from what was simulated, or rules or \
        calendars have changed since.",
    request_body = PublishTimeLimitRuleRequest,
    responses((status = 201, description = "Published", body = TimeLimitRuleView))
)]
#[post("/time-limit-rules")]
async fn time_limits_publish(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PublishTimeLimitRuleRequest>,
) -> AppResult<Reply<TimeLimitRuleView>> {
    publishing::publish(&state, &actor, command).await
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_simulate",
    summary = "Try out a version of a time-limit rule",
    description = "What the same body would do if it were published now: over all open cases, by \
        unit, with the list of the limits that move (`GET /limit-changes/{id}/items`). Nothing is \
        changed. Kept for a day.",
    request_body = PublishTimeLimitRuleRequest,
    responses((status = 201, description = "Tried out", body = LimitChangeView))
)]
#[post("/time-limit-rules/simulations")]
async fn time_limits_simulate(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PublishTimeLimitRuleRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LimitChangeView>> {
    publishing::simulate(&state, &actor, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_retire",
    summary = "Retire a version of a time-limit rule",
    description = "Sets its last day. Refused where cases it was drawn for would be left without a \
        rule; one for all levels or channels may be followed by one for each. Limits that run keep \
        it, unless an error is corrected (`applies_to: running`, with today as the last day): then \
        the simulation of the same retirement is named, and the server counts them by what applies \
        afterwards. Refused with 409 when it differs from what was simulated, or rules or calendars \
        have changed since.",
    params(
        ("id" = Uuid, Path, description = "Id of the version"),
        ("If-Match" = String, Header)
    ),
    request_body = RetireTimeLimitRuleRequest,
    responses((status = 200, description = "Retired", body = TimeLimitRuleView))
)]
#[post("/time-limit-rules/{id}/actions/retire")]
async fn time_limits_retire(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<RetireTimeLimitRuleRequest>,
) -> AppResult<Reply<TimeLimitRuleView>> {
    retiring::retire(&state, &actor, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "time_limits",
    operation_id = "time_limits_simulate_retirement",
    summary = "Try out the retirement of a version of a time-limit rule",
    description = "What the same body would do if the version were retired now: over all open cases, \
        by unit, with the list of the limits that move (`GET /limit-changes/{id}/items`). Nothing \
        is changed. Kept for a day.",
    params(("id" = Uuid, Path, description = "Id of the version")),
    request_body = RetireTimeLimitRuleRequest,
    responses((status = 201, description = "Tried out", body = LimitChangeView))
)]
#[post("/time-limit-rules/{id}/simulations")]
async fn time_limits_simulate_retirement(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    command: Command<RetireTimeLimitRuleRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LimitChangeView>> {
    retiring::simulate(&state, &actor, id.id(), command, Lang::of(&request)).await
}
