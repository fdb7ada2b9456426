//! `/adapters`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AcknowledgeStatusesRequest, AdapterAcknowledgementView, AdapterMessage, AdapterMessageFilter,
    AdapterMessageView, AdapterReceipt, AdapterStatusDelta, AdapterStatusFilter, AdapterSummary,
    AdapterTrial, AdapterView, CreateAdapterRequest, UpdateAdapterRequest,
};
use super::{admin, log, receive, statuses};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathName, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(adapters_list)
        .service(adapters_create)
        .service(adapters_get)
        .service(adapters_update)
        .service(adapters_try)
        .service(adapters_send_message)
        .service(adapters_list_messages)
        .service(adapters_get_statuses)
        .service(adapters_acknowledge_statuses);
}

/// List the adapters
///
/// Every system whose messages become cases, by code; answered whole unless `limit` is given.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_list",
    responses((status = 200, description = "All of them", body = Page<AdapterSummary>))
)]
#[get("/adapters")]
async fn adapters_list(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<AdapterSummary>>> {
    actor.may(Action::AdapterRead)?;
    Ok(list.reply(admin::list(&state, &actor, Lang::of(&request)).await?)?.personal())
}

/// Make a source known
///
/// A further system beside those that come with the program: its lists are reconciled from now on, and
/// its messages become cases. Without a mapping they are read under the names a registration has; a
/// mapping comes with the messages it has to read. `code` and `system` are nobody else's.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_create",
    request_body = CreateAdapterRequest,
    responses((
        status = 201,
        description = "Known from now on",
        body = AdapterView,
        headers(
            ("ETag" = String, description = "Version of the mapping"),
            ("Location" = String, description = "Where the adapter is"),
        ),
    ))
)]
#[post("/adapters")]
async fn adapters_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateAdapterRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AdapterView>> {
    actor.may(Action::AdapterKeep)?;
    admin::create(&state, &actor, command, Lang::of(&request)).await
}

/// Read an adapter
///
/// With its mapping: fields, tables of codes, reasons of refusal, words for each status; and a message
/// to try it with, of people who do not exist.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_get",
    params(("code" = String, Path, description = "Which system", example = "hotline_12345",
        min_length = 1, max_length = 100)),
    responses((
        status = 200,
        description = "As it is now",
        body = AdapterView,
        headers(("ETag" = String, description = "Version of the mapping")),
    ))
)]
#[get("/adapters/{code}")]
async fn adapters_get(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    request: HttpRequest,
) -> AppResult<Reply<AdapterView>> {
    actor.may(Action::AdapterRead)?;
    admin::get(&state, &actor, &code.0, Lang::of(&request)).await
}

/// Change an adapter
///
/// Makes the next version. A new mapping comes with the messages it has to read; each must become a
/// registration that fits, or the change is refused with what does not, at its place in the message.
/// Cases that are registered stay as they are.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_update",
    params(
        ("code" = String, Path, description = "Which system", example = "hotline_12345",
            min_length = 1, max_length = 100),
        ("If-Match" = String, Header),
    ),
    request_body = UpdateAdapterRequest,
    responses((
        status = 200,
        description = "As it is now",
        body = AdapterView,
        headers(("ETag" = String, description = "New version of the mapping")),
    ))
)]
#[patch("/adapters/{code}")]
async fn adapters_update(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    seen: IfMatch,
    command: Command<UpdateAdapterRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AdapterView>> {
    actor.may(Action::AdapterKeep)?;
    admin::update(&state, &actor, &code.0, seen, command, Lang::of(&request)).await
}

/// Try a message
///
/// The registration it would become, or what does not fit and where. Nothing is written, no number is
/// used up, and the message is kept nowhere.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_try",
    params(
        ("code" = String, Path, description = "Which system", example = "hotline_12345",
            min_length = 1, max_length = 100),
        ("If-Match" = String, Header),
    ),
    request_body = AdapterMessage,
    responses((status = 200, description = "What it would come to", body = AdapterTrial))
)]
#[post("/adapters/{code}/actions/try")]
async fn adapters_try(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    seen: IfMatch,
    command: Command<AdapterMessage>,
    request: HttpRequest,
) -> AppResult<Reply<AdapterTrial>> {
    actor.may(Action::AdapterRead)?;
    admin::try_out(&state, &code.0, seen, command, Lang::of(&request)).await
}

/// Send a message
///
/// The body is the message as the other system has it. It is registered through the same intake as any
/// case, in the caller's acting capacity, which needs the right to register. A number that is known is
/// answered with its case (200), however often it comes. What does not fit is 422 with `pointer` into the
/// message; what makes no case is 422 `adapter.refused` with `refusal_code`.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_send_message",
    params(("code" = String, Path, description = "Which system", example = "hotline_12345",
        min_length = 1, max_length = 100)),
    request_body = AdapterMessage,
    responses(
        (
            status = 201,
            description = "Registered",
            body = AdapterReceipt,
            headers(("Location" = String, description = "Where the case is")),
        ),
        (status = 200, description = "Known already: the same case, where the caller may read it", body = AdapterReceipt),
    )
)]
#[post("/adapters/{code}/messages")]
async fn adapters_send_message(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    command: Command<AdapterMessage>,
) -> AppResult<Reply<AdapterReceipt>> {
    Box::pin(receive::receive(&state, &actor, &code.0, command)).await
}

/// List the deliveries
///
/// Newest first: number, time, outcome, and why a message was refused; nothing of what it said. Those
/// delivered in the caller's region or centre.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_list_messages",
    params(
        ("code" = String, Path, description = "Which system", example = "hotline_12345",
            min_length = 1, max_length = 100),
        AdapterMessageFilter,
    ),
    responses((status = 200, description = "A page", body = Page<AdapterMessageView>))
)]
#[get("/adapters/{code}/messages")]
async fn adapters_list_messages(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    filter: Params<AdapterMessageFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AdapterMessageView>>> {
    actor.may(Action::AdapterRead)?;
    let page = log::list(&state, &actor, &code.0, &filter.0, Lang::of(&request)).await?;
    Reply::page(page, &filter)
}

/// Read what became of cases
///
/// Every change of status of the system's cases the caller may read, in the other system's words and in
/// the order of the sealed ledger: a change is there once its block is sealed, within seconds, and none
/// comes later at an earlier position. Without `since` it goes on where the caller's capacity acknowledged.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_get_statuses",
    params(
        ("code" = String, Path, description = "Which system", example = "hotline_12345",
            min_length = 1, max_length = 100),
        AdapterStatusFilter,
    ),
    responses((status = 200, description = "Since then", body = AdapterStatusDelta))
)]
#[get("/adapters/{code}/statuses")]
async fn adapters_get_statuses(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    filter: Params<AdapterStatusFilter>,
) -> AppResult<Reply<AdapterStatusDelta>> {
    actor.may(Action::CaseRead)?;
    Ok(Reply::ok(&statuses::delta(&state, &actor, &code.0, &filter.0).await?)?.personal())
}

/// Acknowledge what became of cases
///
/// Up to a position, for the caller's acting capacity. An older position than the one known changes
/// nothing.
#[utoipa::path(
    tag = "adapters",
    operation_id = "adapters_acknowledge_statuses",
    params(("code" = String, Path, description = "Which system", example = "hotline_12345",
        min_length = 1, max_length = 100)),
    request_body = AcknowledgeStatusesRequest,
    responses((status = 200, description = "The position known now", body = AdapterAcknowledgementView))
)]
#[post("/adapters/{code}/statuses/acknowledgements")]
async fn adapters_acknowledge_statuses(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    command: Command<AcknowledgeStatusesRequest>,
) -> AppResult<Reply<AdapterAcknowledgementView>> {
    statuses::acknowledge(&state, &actor, &code.0, command).await
}
