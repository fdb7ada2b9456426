//! `/precedents`.

use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{PrecedentFilter, PrecedentView, RetirePrecedentRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(precedents_list).service(precedents_get).service(precedents_retire);
}

#[utoipa::path(
    tag = "precedents",
    operation_id = "precedents_list",
    summary = "List the precedents",
    description = "Rulings on who leads, newest first, within the caller's scope. The number of \
        the case is told only to those who may see the case.",
    params(PrecedentFilter),
    responses((status = 200, description = "A page", body = Page<PrecedentView>))
)]
#[get("/precedents")]
async fn precedents_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PrecedentFilter>,
) -> AppResult<Reply<Page<PrecedentView>>> {
    actor.may(Action::PrecedentRead)?;
    Reply::page(service::list(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "precedents",
    operation_id = "precedents_get",
    summary = "Read a precedent",
    description = "One precedent with its `ETag`; outside the caller's scope it is 404.",
    params(("id" = Uuid, Path, description = "Id of the precedent")),
    responses((status = 200, description = "The precedent", body = PrecedentView))
)]
#[get("/precedents/{id}")]
async fn precedents_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<PrecedentView>> {
    actor.may(Action::PrecedentRead)?;
    service::get(&state, &actor, id.id()).await
}

#[utoipa::path(
    tag = "precedents",
    operation_id = "precedents_retire",
    summary = "Retire a precedent",
    description = "It stays in the list, and no suggestion follows it any more. For the director \
        of the centre that ruled.",
    params(
        ("id" = Uuid, Path, description = "Id of the precedent"),
        ("If-Match" = String, Header)
    ),
    request_body = RetirePrecedentRequest,
    responses((status = 200, description = "As it is now", body = PrecedentView))
)]
#[post("/precedents/{id}/actions/retire")]
async fn precedents_retire(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<RetirePrecedentRequest>,
) -> AppResult<Reply<PrecedentView>> {
    service::retire(&state, &actor, id.id(), seen, command).await
}
