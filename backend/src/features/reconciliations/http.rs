//! `/reconciliations`.

use actix_web::web::{Data, PayloadConfig};
use actix_web::{get, post};
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AskReconciliationRequest, ReconciliationFilter, ReconciliationItemFilter,
    ReconciliationItemView, ReconciliationSummary, ReconciliationView, RunReconciliationRequest,
};
use super::{run, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Bytes of the longest list: 20,000 numbers with unit and day.
const LIST_BYTES: usize = 8 << 20;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    let slice = scope("/reconciliations")
        .app_data(PayloadConfig::new(LIST_BYTES))
        .service(reconciliations_run)
        .service(reconciliations_list)
        .service(reconciliations_get)
        .service(reconciliations_list_items)
        .service(reconciliations_get_item)
        .service(reconciliations_ask);
    config.service(slice);
}

/// Hold a source's list against the cases
///
/// The numbers a source received in a month, matched with the cases of the caller's centre that name
/// this source: what is registered, however it was typed; what is perhaps registered under another
/// number; what is not; and the cases of the month the list lacks. The share that is missing is told
/// unit by unit with its interval. The run is kept. Cases outside the centre's reach are not looked at:
/// their numbers are unmatched here.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_run",
    request_body = RunReconciliationRequest,
    responses((status = 201, description = "What came of it", body = ReconciliationView))
)]
#[post("")]
async fn reconciliations_run(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<RunReconciliationRequest>,
) -> AppResult<Reply<ReconciliationView>> {
    actor.may(Action::ReconciliationRun)?;
    Box::pin(run::run(&state, &actor, command)).await
}

/// List reconciliations
///
/// Those of the caller's region and centre, the last first.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_list",
    params(ReconciliationFilter),
    responses((status = 200, description = "A page", body = Page<ReconciliationSummary>))
)]
#[get("")]
async fn reconciliations_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ReconciliationFilter>,
) -> AppResult<Reply<Page<ReconciliationSummary>>> {
    actor.may(Action::ReconciliationRead)?;
    Reply::page(service::list(&state, &actor, &filter.0).await?, &filter)
}

/// Read a reconciliation
///
/// With its figures unit by unit. Outside the caller's scope it is 404.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_get",
    params(("id" = Uuid, Path, description = "Id of the reconciliation")),
    responses((status = 200, description = "The reconciliation", body = ReconciliationView))
)]
#[get("/{id}")]
async fn reconciliations_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<ReconciliationView>> {
    actor.may(Action::ReconciliationRead)?;
    service::get(&state, &actor, id.id()).await
}

/// List the numbers of a reconciliation
///
/// By name, with what came of each, in the order of the list; the cases the list lacks come last, and
/// only for who may read them.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_list_items",
    params(("id" = Uuid, Path, description = "Id of the reconciliation"), ReconciliationItemFilter),
    responses((status = 200, description = "A page", body = Page<ReconciliationItemView>))
)]
#[get("/{id}/items")]
async fn reconciliations_list_items(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    filter: Params<ReconciliationItemFilter>,
) -> AppResult<Reply<Page<ReconciliationItemView>>> {
    actor.may(Action::ReconciliationRead)?;
    Reply::page(service::list_items(&state, &actor, id.id(), &filter.0).await?, &filter)
}

/// Read a number of a reconciliation
///
/// One number with its `ETag`. Outside the caller's scope it is 404.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_get_item",
    params(
        ("id" = Uuid, Path, description = "Id of the reconciliation"),
        ("item_id" = Uuid, Path, description = "Id of the number")
    ),
    responses((status = 200, description = "The number", body = ReconciliationItemView))
)]
#[get("/{id}/items/{item_id}")]
async fn reconciliations_get_item(
    state: Data<AppState>,
    actor: CurrentActor,
    ids: PathId<2>,
) -> AppResult<Reply<ReconciliationItemView>> {
    actor.may(Action::ReconciliationRead)?;
    let PathId([id, item_id]) = ids;
    service::get_item(&state, &actor, (id, item_id)).await
}

/// Ask a unit about a number
///
/// A number that is not registered, or only perhaps, becomes a question to the unit the list names, or
/// to the department named here; once. It is answered as every question is.
#[utoipa::path(
    tag = "reconciliations",
    operation_id = "reconciliations_ask",
    params(
        ("id" = Uuid, Path, description = "Id of the reconciliation"),
        ("item_id" = Uuid, Path, description = "Id of the number"),
        ("If-Match" = String, Header)
    ),
    request_body = AskReconciliationRequest,
    responses((status = 200, description = "As it is now", body = ReconciliationItemView))
)]
#[post("/{id}/items/{item_id}/actions/ask")]
async fn reconciliations_ask(
    state: Data<AppState>,
    actor: CurrentActor,
    ids: PathId<2>,
    seen: IfMatch,
    command: Command<AskReconciliationRequest>,
) -> AppResult<Reply<ReconciliationItemView>> {
    let PathId([id, item_id]) = ids;
    Box::pin(service::ask(&state, &actor, (id, item_id), seen, command)).await
}
