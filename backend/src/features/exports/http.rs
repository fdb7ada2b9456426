//! `/exports`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CreateExportRequest, ExportFilter, ExportView};
use super::{opening, service};
use crate::app::AppState;
use crate::features::attachments::dto::{FileContent, TicketParams, TicketView};
use crate::features::attachments::{Asking, TicketBearer, WithCookie, bearer_of, redeem};
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, NoBody, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(exports_list)
        .service(exports_create)
        .service(exports_get)
        .service(exports_open)
        .service(exports_download);
}

#[utoipa::path(
    tag = "exports",
    operation_id = "exports_list",
    summary = "List my exports",
    description = "Those of the caller, newest first, until they are forgotten.",
    params(ExportFilter),
    responses((status = 200, description = "A page", body = Page<ExportView>))
)]
#[get("/exports")]
async fn exports_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ExportFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ExportView>>> {
    actor.may(Action::BulkExport)?;
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "exports",
    operation_id = "exports_create",
    summary = "Export cases",
    description = "The cases the list shows under the same filter, to the same reader, masked alike, as \
        a file: asked for here, made by a job. The file is an archive with the rows and a manifest: \
        filter, as of when, how many, hashes, and for whom. The security log says so, too.",
    request_body = CreateExportRequest,
    responses((status = 202, description = "Queued", body = ExportView))
)]
#[post("/exports")]
async fn exports_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateExportRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ExportView>> {
    actor.may(Action::BulkExport)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "exports",
    operation_id = "exports_get",
    summary = "Read an export",
    description = "Where it stands and how far it is. The caller's own.",
    params(("id" = Uuid, Path, description = "The export")),
    responses((status = 200, description = "The export", body = ExportView))
)]
#[get("/exports/{id}")]
async fn exports_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ExportView>> {
    actor.may(Action::BulkExport)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "exports",
    operation_id = "exports_open",
    summary = "Get a ticket for an export",
    description = "A link for a few minutes, for the caller and this browser (by a cookie), so that a \
        browser can save the archive by itself.",
    params(("id" = Uuid, Path, description = "The export")),
    responses((status = 200, description = "The ticket", body = TicketView))
)]
#[post("/exports/{id}/tickets")]
async fn exports_open(
    state: Data<AppState>,
    actor: CurrentActor,
    browser: TicketBearer,
    path: PathId,
    command: Command<NoBody>,
) -> AppResult<WithCookie<Reply<TicketView>>> {
    actor.may(Action::BulkExport)?;
    let asking = Asking { actor: &actor, bearer: bearer_of(&actor), cookie: &browser.cookie };
    let ticket = opening::ticket(&state, asking, path.id(), command.idempotency).await?;
    Ok(WithCookie(ticket, browser.to_set_at(opening::COOKIE_PATH, &state)))
}

#[utoipa::path(
    tag = "exports",
    operation_id = "exports_download",
    summary = "Read the archive of an export",
    description = "By a ticket: a ZIP archive with the rows and `manifest.json`.",
    params(("id" = Uuid, Path, description = "The export"), TicketParams),
    responses((
        status = 200,
        description = "The archive",
        body = FileContent,
        content_type = "application/zip",
    ))
)]
#[get("/exports/{id}/content")]
async fn exports_download(
    state: Data<AppState>,
    path: PathId,
    params: Params<TicketParams>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let (ticket, who) = redeem(&state, &params.0.ticket, &request).await?;
    opening::content(&state, &who.actor, path.id(), &ticket).await
}
