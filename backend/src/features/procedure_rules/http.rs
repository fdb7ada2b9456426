//! `/procedure-rules`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ProcedureRuleFilter, ProcedureRuleView, PublishProcedureRuleRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(procedure_rules_list)
        .service(procedure_rules_publish)
        .service(procedure_rules_get);
}

#[utoipa::path(
    tag = "procedure_rules",
    operation_id = "procedure_rules_list",
    summary = "List the rules of the procedure",
    description = "All versions by code, answered whole unless `limit` is given. What began under a version keeps it: \
        a limit by the day it started, a case by the day it was registered, reopening by the day it \
        was closed.",
    params(ProcedureRuleFilter),
    responses((status = 200, description = "A page", body = Page<ProcedureRuleView>))
)]
#[get("/procedure-rules")]
async fn procedure_rules_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<ProcedureRuleFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ProcedureRuleView>>> {
    actor.require(Action::ReferenceRead)?;
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(filter.reply(page)?.personal())
}

#[utoipa::path(
    tag = "procedure_rules",
    operation_id = "procedure_rules_get",
    summary = "Read a rule of the procedure",
    description = "One version of a rule.",
    params(("id" = Uuid, Path, description = "Id of the version")),
    responses((status = 200, description = "As it is now", body = ProcedureRuleView))
)]
#[get("/procedure-rules/{id}")]
async fn procedure_rules_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ProcedureRuleView>> {
    actor.require(Action::ReferenceRead)?;
    let view = service::get(&state, &actor, id.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

#[utoipa::path(
    tag = "procedure_rules",
    operation_id = "procedure_rules_publish",
    summary = "Publish a version of a rule of the procedure",
    description = "The next version of a rule, from tomorrow on or later; the one before ends the day \
        before. What began by then keeps the version it began under.",
    request_body = PublishProcedureRuleRequest,
    responses((status = 201, description = "Published", body = ProcedureRuleView))
)]
#[post("/procedure-rules")]
async fn procedure_rules_publish(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PublishProcedureRuleRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ProcedureRuleView>> {
    service::publish(&state, &actor, command, Lang::of(&request)).await
}
