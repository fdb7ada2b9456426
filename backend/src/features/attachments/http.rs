//! `/cases/{case_id}/attachments`.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::bearer::{TicketBearer, WithCookie, bearer_of, redeem};
use super::dto::{
    AddAttachmentRequest, AttachmentFilter, AttachmentView, ContentParams, FileAttachmentRequest,
    FileContent, OpenAttachmentRequest, RemoveAttachmentRequest, TicketView,
};
use super::opening::{self, Asking};
use super::{service, upload};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(attachments_list)
        .service(attachments_add)
        .service(attachments_get)
        .service(attachments_upload)
        .service(attachments_download)
        .service(attachments_thumbnail)
        .service(attachments_open)
        .service(attachments_file)
        .service(attachments_remove);
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_list",
    summary = "List the attachments of a case",
    description = "Those that are kept, as they came. What names a party is not among them for \
        assisting departments and for whom may reveal nothing.",
    params(("case_id" = Uuid, Path, description = "The case"), AttachmentFilter),
    responses((status = 200, description = "All of them", body = Page<AttachmentView>))
)]
#[get("/cases/{case_id}/attachments")]
async fn attachments_list(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: WholeList<AttachmentFilter>,
) -> AppResult<Reply<Page<AttachmentView>>> {
    actor.may(Action::CaseRead)?;
    Ok(filter.reply(service::list(&state, &actor, path.id(), &filter.0).await?)?.personal())
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_add",
    summary = "Announce an attachment",
    description = "The first of two steps: what it is called, how large it is, where it belongs. \
        Answers where its content is put. Refused at once when it would be refused then.",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = AddAttachmentRequest,
    responses((status = 201, description = "Its content is awaited", body = AttachmentView))
)]
#[post("/cases/{case_id}/attachments")]
async fn attachments_add(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<AddAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    service::add(&state, &actor, path.id(), command).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_get",
    summary = "Read an attachment",
    description = "What is known of it, with its `ETag`. Its content is opened by a ticket.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
    ),
    responses((status = 200, description = "The attachment", body = AttachmentView))
)]
#[get("/cases/{case_id}/attachments/{attachment_id}")]
async fn attachments_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
) -> AppResult<Reply<AttachmentView>> {
    service::get(&state, &actor, path.0).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_upload",
    summary = "Put the content of an attachment",
    description = "The second step, by whom announced it: the bytes, as many as were announced. \
        They are hashed on the way and looked at before they are kept: their type must be what \
        the name's ending says; archives may not expand to too much, pictures not have too many \
        pixels; a virus scanner may be asked. Refused, or interrupted, nothing is left, and it \
        may be put again. The only request whose body may be larger than the others'.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
    ),
    request_body(
        content = FileContent,
        content_type = "application/octet-stream",
        description = "The bytes",
    ),
    responses((status = 200, description = "Kept", body = AttachmentView))
)]
#[put("/cases/{case_id}/attachments/{attachment_id}/content")]
async fn attachments_upload(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
    payload: web::Payload,
) -> AppResult<Reply<AttachmentView>> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_bytes = header(CONTENT_TYPE)
        .is_some_and(|sent| sent.eq_ignore_ascii_case("application/octet-stream"));
    if !is_bytes {
        return Err(ErrorCode::RequestUnsupportedMediaType.into());
    }
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    upload::upload(&state, &actor, path.0, length, payload).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_open",
    summary = "Get a ticket for an attachment",
    description = "A link for a few minutes, for the caller and this browser (by a cookie), so that \
        a browser can show or save the content by itself. What names a party is opened with a \
        reason, which stands in the ledger.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
    ),
    request_body = OpenAttachmentRequest,
    responses((status = 200, description = "The ticket", body = TicketView))
)]
#[post("/cases/{case_id}/attachments/{attachment_id}/tickets")]
async fn attachments_open(
    state: Data<AppState>,
    actor: CurrentActor,
    browser: TicketBearer,
    path: PathId<2>,
    command: Command<OpenAttachmentRequest>,
) -> AppResult<WithCookie<Reply<TicketView>>> {
    let asking = Asking { actor: &actor, bearer: bearer_of(&actor), cookie: &browser.cookie };
    let ticket = opening::ticket(&state, asking, path.0, command).await?;
    Ok(WithCookie(ticket, browser.to_set(&state)))
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_download",
    summary = "Read the content of an attachment",
    description = "By a ticket, with the access token of whom it was given to or from the browser \
        it was given to. An application reads it with its own access token and no ticket, but for \
        what names a party, which people open with a reason. Takes `Range` (one range) and `If-Range`.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
        ContentParams,
    ),
    responses(
        (status = 200, description = "The content", body = FileContent, content_type = "*/*"),
        (status = 206, description = "The part asked for", body = FileContent, content_type = "*/*"),
    )
)]
#[get("/cases/{case_id}/attachments/{attachment_id}/content")]
async fn attachments_download(
    state: Data<AppState>,
    path: PathId<2>,
    params: Params<ContentParams>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let Some(ticket) = &params.0.ticket else {
        let actor = CurrentActor::from_request(&request, &mut Payload::None).await?;
        return opening::content_without_a_ticket(&state, &actor, path.0, &request).await;
    };
    let (ticket, who) = redeem(&state, ticket, &request).await?;
    opening::content(&state, &who.actor, path.0, &ticket, &request).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_thumbnail",
    summary = "Read a small picture of an attachment",
    description = "As JPEG, where `has_thumbnail` says so: never of what names a party.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
    ),
    responses((
        status = 200,
        description = "The picture",
        body = FileContent,
        content_type = "image/jpeg",
    ))
)]
#[get("/cases/{case_id}/attachments/{attachment_id}/thumbnail")]
async fn attachments_thumbnail(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
) -> AppResult<HttpResponse> {
    opening::small(&state, &actor, path.0).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_file",
    summary = "File an attachment in the dossier",
    description = "Gives it a place of the dossier, another one, or none; and says whether it names \
        a party. What proves who somebody is always does.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
        ("If-Match" = String, Header),
    ),
    request_body = FileAttachmentRequest,
    responses((status = 200, description = "Filed", body = AttachmentView))
)]
#[post("/cases/{case_id}/attachments/{attachment_id}/actions/file")]
async fn attachments_file(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<FileAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    service::file(&state, &actor, path.0, seen, command).await
}

#[utoipa::path(
    tag = "attachments",
    operation_id = "attachments_remove",
    summary = "Remove an attachment",
    description = "Before the case is closed. The content goes; that it was there, its hash and the \
        reason stay in the ledger.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("attachment_id" = Uuid, Path, description = "The attachment"),
        ("If-Match" = String, Header),
    ),
    request_body = RemoveAttachmentRequest,
    responses((status = 200, description = "Removed", body = AttachmentView))
)]
#[post("/cases/{case_id}/attachments/{attachment_id}/actions/remove")]
async fn attachments_remove(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<RemoveAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    service::remove(&state, &actor, path.0, seen, command).await
}
