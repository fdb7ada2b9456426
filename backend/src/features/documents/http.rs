//! `/cases/{case_id}/documents`, and the public page behind the QR code.

use std::collections::BTreeMap;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    DocumentContentView, DocumentDraftView, DocumentFilter, DocumentKindView,
    DocumentVerificationView, DocumentView, DraftFilter, IssueDocumentRequest, VoidDocumentRequest,
};
use super::{draft, issue, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// The media type of DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Mounts the slice. What is no id stands before the ids.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(documents_list_kinds)
        .service(documents_draft)
        .service(documents_preview)
        .service(documents_list)
        .service(documents_issue)
        .service(documents_get)
        .service(documents_get_content)
        .service(documents_get_docx)
        .service(documents_void)
        .service(documents_verify);
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_list_kinds",
    summary = "List the kinds of documents of a case",
    description = "Which papers the caller may issue, and the referrals, steps and orders they may \
        be about. Always answered whole.",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "All kinds", body = Page<DocumentKindView>))
)]
#[get("/cases/{case_id}/documents/kinds")]
async fn documents_list_kinds(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<DocumentKindView>>> {
    actor.may(Action::CaseRead)?;
    let kinds = service::kinds(&state, &actor, path.id(), Lang::of(&request)).await?;
    Ok(list.reply(kinds)?.personal())
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_draft",
    summary = "Draft a document",
    description = "What it would say, by the template in force today, with every missing field \
        named. Personal data is masked; nothing is stored.",
    params(("case_id" = Uuid, Path, description = "The case"), DraftFilter),
    responses(
        (status = 200, description = "The draft", body = DocumentDraftView),
        (status = 422, description = "It is about nothing of this case"),
    )
)]
#[get("/cases/{case_id}/documents/draft")]
async fn documents_draft(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<DraftFilter>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentDraftView>> {
    actor.may(Action::DocumentIssue)?;
    let DraftFilter { kind, about_id } = filter.0;
    let wanted =
        IssueDocumentRequest { kind, about_id, replaces_id: None, fields: BTreeMap::new() };
    let draft = draft::draft(&state, &actor, path.id(), &wanted, Lang::of(&request)).await?;
    Ok(Reply::ok(&draft)?.personal())
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_preview",
    summary = "Preview a document",
    description = "The draft with what the issuer has written so far. Personal data is masked; \
        nothing is stored.",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = IssueDocumentRequest,
    responses((status = 200, description = "The draft", body = DocumentDraftView))
)]
#[post("/cases/{case_id}/documents/preview")]
async fn documents_preview(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<IssueDocumentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentDraftView>> {
    actor.may(Action::DocumentIssue)?;
    let lang = Lang::of(&request);
    let draft = draft::draft(&state, &actor, path.id(), &command.body, lang).await?;
    Ok(Reply::ok(&draft)?.personal())
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_list",
    summary = "List the documents of a case",
    description = "Every edition the caller may know of, newest first, without what it says. An \
        assisting department sees what is addressed to it and names no party.",
    params(("case_id" = Uuid, Path, description = "The case"), DocumentFilter),
    responses((status = 200, description = "A page", body = Page<DocumentView>))
)]
#[get("/cases/{case_id}/documents")]
async fn documents_list(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<DocumentFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DocumentView>>> {
    actor.may(Action::CaseRead)?;
    let lang = Lang::of(&request);
    let page = service::list(&state, &actor, path.id(), &filter.0, lang).await?;
    Reply::page(page, &filter)
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_issue",
    summary = "Issue a document",
    description = "Freezes what it says under a number, with its file and their hashes, and writes \
        it into the ledger of the case. Refused with 422 naming each missing field. With \
        `replaces_id` it is the next edition of that document, which then counts no more.",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = IssueDocumentRequest,
    responses((status = 201, description = "Issued", body = DocumentView))
)]
#[post("/cases/{case_id}/documents")]
async fn documents_issue(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<IssueDocumentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentView>> {
    actor.may(Action::DocumentIssue)?;
    let (lang, id) = (Lang::of(&request), path.id());
    let Command { body, idempotency } = command;
    // Asked again, it is the same document: no number is spent, and a dossier that was sealed since
    // is no reason to refuse.
    if let Some(first) = state.once(&actor).replayed(idempotency.as_ref()).await? {
        return Ok(first);
    }
    let ground = Ground::of(&state).await?;
    let db = state.db.reader();
    let gathered = Box::pin(issue::ready(db, &state, &actor, &ground, id, &body)).await?;
    // Outside the transaction of the document: numbers are not waited for, and the file takes time.
    let number = if let Some(number) = issue::number(db, id, &body).await? {
        number
    } else {
        let region = gathered.case.row.region_code.clone();
        let on = local_date(state.clock.now());
        let take = async |tx: &Tx| issue::take_number(tx, &region, on).await;
        (state.db.write(take).await?, 1)
    };
    let made = Box::pin(issue::make(&state, &actor, &ground, gathered, &body, number)).await?;
    let store =
        async |tx: &Tx| Box::pin(issue::store(&state, tx, &actor, &ground, &made, lang)).await;
    state.once(&actor).run(idempotency, store).await
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_get",
    summary = "Read a document",
    description = "One edition, without what it says, with its `ETag`.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("id" = Uuid, Path, description = "The document"),
    ),
    responses((status = 200, description = "The document", body = DocumentView))
)]
#[get("/cases/{case_id}/documents/{id}")]
async fn documents_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentView>> {
    actor.may(Action::CaseRead)?;
    service::get(&state, &actor, path.0, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_get_content",
    summary = "Read what a document says",
    description = "As it was frozen when it was issued, whatever became of the case. Of a document \
        that names parties, the security log knows who looked.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("id" = Uuid, Path, description = "The document"),
    ),
    responses((status = 200, description = "What it says", body = DocumentContentView))
)]
#[get("/cases/{case_id}/documents/{id}/content")]
async fn documents_get_content(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentContentView>> {
    actor.may(Action::CaseRead)?;
    service::content(&state, &actor, path.0, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_get_docx",
    summary = "Download a document",
    description = "The DOCX file (ISO/IEC 29500), the same bytes every time: their SHA-256 is \
        `file_hash`. Of a document that names parties, the security log knows who took it.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("id" = Uuid, Path, description = "The document"),
    ),
    responses((
        status = 200,
        description = "The file",
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        body = String,
        headers(("Content-Disposition" = String, description = "The name of the file")),
    ))
)]
#[get("/cases/{case_id}/documents/{id}/docx")]
async fn documents_get_docx(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
) -> AppResult<HttpResponse> {
    actor.may(Action::CaseRead)?;
    let (name, file) = service::docx(&state, &actor, path.0).await?;
    Ok(HttpResponse::Ok()
        .content_type(DOCX)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(file))
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_void",
    summary = "Void a document",
    description = "It stays readable and counts no more; the reason stands in the ledger of the case.",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("id" = Uuid, Path, description = "The document"),
        ("If-Match" = String, Header),
    ),
    request_body = VoidDocumentRequest,
    responses((status = 200, description = "As it is now", body = DocumentView))
)]
#[post("/cases/{case_id}/documents/{id}/actions/void")]
async fn documents_void(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<VoidDocumentRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentView>> {
    actor.may(Action::DocumentVoid)?;
    let lang = Lang::of(&request);
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let void = async |tx: &Tx| {
        let asked = (seen, &body, lang);
        Box::pin(service::void(&state, tx, &actor, &ground, path.0, asked)).await
    };
    state.once(&actor).run(idempotency, void).await
}

#[utoipa::path(
    tag = "documents",
    operation_id = "documents_verify",
    summary = "Verify a paper",
    description = "What the QR code on a document asks, without signing in: that it was issued, \
        when, under which hashes, and whether it still counts. Nothing of what it says. A wrong \
        number and a wrong check code are the same 404.",
    params(
        ("number" = String, Path, description = "The number on the paper",
            example = "DOC990101-20260302-000001", min_length = 1, max_length = 100),
        ("code" = String, Path, description = "The check code on the paper",
            example = "0123456789abcdef", min_length = 1, max_length = 100),
    ),
    responses((status = 200, description = "It was issued", body = DocumentVerificationView))
)]
#[get("/public/documents/{number}/verifications/{code}")]
async fn documents_verify(
    state: Data<AppState>,
    request: HttpRequest,
) -> AppResult<Reply<DocumentVerificationView>> {
    let part = |name: &str| request.match_info().get(name).unwrap_or_default().to_owned();
    let (number, code) = (part("number"), part("code"));
    service::verify(&state, &number, &code).await
}
