//! `/cases/{case_id}/dossier`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DossierView, SealDossierRequest};
use super::{export, service};
use crate::app::AppState;
use crate::features::attachments::dto::{FileContent, TicketParams, TicketView};
use crate::features::attachments::{Asking, TicketBearer, WithCookie, bearer_of, redeem};
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Params, PathId, Reply};
use crate::platform::lang::Lang;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(dossiers_get)
        .service(dossiers_seal)
        .service(dossiers_open)
        .service(dossiers_export);
}

#[utoipa::path(
    tag = "dossiers",
    operation_id = "dossiers_get",
    summary = "Read the dossier of a case",
    description = "The documents that belong to it in their order, required or on demand, what \
        fills each, what is missing, its seal, and until when it is kept. What names a party is \
        counted, not shown, for whom may not see it.",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((
        status = 200,
        description = "The dossier",
        body = DossierView,
        headers(("ETag" = String, description = "Length of the ledger of the case")),
    ))
)]
#[get("/cases/{case_id}/dossier")]
async fn dossiers_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<DossierView>> {
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "dossiers",
    operation_id = "dossiers_seal",
    summary = "Seal the dossier",
    description = "Once the case is closed, nothing is missing, and cover and contents are not older \
        than what they list (409 `dossier.front_outdated` names them): the manifest is fixed, its hash \
        goes into the ledger, and nothing of the dossier changes any more. Cannot be undone; only \
        a case that is reopened gets a new one.",
    params(("case_id" = Uuid, Path, description = "The case"), ("If-Match" = String, Header)),
    request_body = SealDossierRequest,
    responses((status = 200, description = "Sealed", body = DossierView))
)]
#[post("/cases/{case_id}/dossier/actions/seal")]
async fn dossiers_seal(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<SealDossierRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DossierView>> {
    service::seal(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "dossiers",
    operation_id = "dossiers_open",
    summary = "Get a ticket for the whole dossier",
    description = "A link for a few minutes, for the caller and this browser (by a cookie). Who got \
        one stands in the security log.",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "The ticket", body = TicketView))
)]
#[post("/cases/{case_id}/dossier/tickets")]
async fn dossiers_open(
    state: Data<AppState>,
    actor: CurrentActor,
    browser: TicketBearer,
    path: PathId,
    command: Command<NoBody>,
) -> AppResult<WithCookie<Reply<TicketView>>> {
    let asking = Asking { actor: &actor, bearer: bearer_of(&actor), cookie: &browser.cookie };
    let ticket = export::ticket(&state, asking, path.id(), command.idempotency).await?;
    Ok(WithCookie(ticket, browser.to_set(&state)))
}

#[utoipa::path(
    tag = "dossiers",
    operation_id = "dossiers_export",
    summary = "Read the whole dossier as an archive",
    description = "By a ticket: a ZIP archive with `manifest.json` (its SHA-256 is what the seal \
        fixed), `seal.json`, `events.json` (the ledger), `index.html`, and every paper under the \
        path the manifest names. Written while it is sent.",
    params(("case_id" = Uuid, Path, description = "The case"), TicketParams),
    responses((
        status = 200,
        description = "The archive",
        body = FileContent,
        content_type = "application/zip",
    ))
)]
#[get("/cases/{case_id}/dossier/export")]
async fn dossiers_export(
    state: Data<AppState>,
    path: PathId,
    params: Params<TicketParams>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let (ticket, who) = redeem(&state, &params.0.ticket, &request).await?;
    export::archive(&state, &who.actor, path.id(), &ticket, Lang::of(&request)).await
}
