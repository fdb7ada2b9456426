//! How a content is opened: a ticket first, then the content by the ticket, whole or in part.

use std::ops::Range;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType, ETAG,
    ExtendedValue, HeaderMap, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use uuid::Uuid;

use super::dto::{Disposition, OpenAttachmentRequest, TicketView};
use super::entity::attachment::Model;
use super::service::{case_of, held_case, known, note, permit};
use super::view::{content_url, shows_thumbnail};
use super::{repo, rights};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::auth::tickets::{Opens, Ticket};
use crate::features::auth::token::Bearer;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo as cases;
use crate::features::cases::service::facts_of;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, respond};
use crate::platform::files::range::Part;
use crate::platform::files::{FileKind, Folder, thumbnail};
use crate::platform::http::{Command, Reply};
use crate::policy::{Action, Actor};

/// Who asks for a ticket: whom the access token speaks for, and the browser's cookie.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Whom it is for.
    pub actor: &'a Actor,
    /// The same with the session.
    pub bearer: Bearer,
    /// The cookie of the browser.
    pub cookie: &'a str,
}

/// A ticket for one attachment. A paper that names a party is opened with a reason, and every such
/// look is in the ledger.
pub(super) async fn ticket(
    state: &AppState,
    asking: Asking<'_>,
    [case_id, id]: [Uuid; 2],
    command: Command<OpenAttachmentRequest>,
) -> AppResult<Reply<TicketView>> {
    let Command { body, idempotency } = command;
    let db = state.db.reader();
    let case = case_of(db, asking.actor, case_id).await?;
    let row = known(asking.actor, &case, repo::find(db, case_id, id).await?)?;
    rights::is_kept(&row)?;
    if !row.is_identity && idempotency.is_none() {
        return Reply::ok(&issue(state, asking, &row, body.disposition)?).map(Reply::personal);
    }
    let reason = body.reason.as_deref().map(|reason| reason.trim().to_owned());
    if row.is_identity && reason.is_none() {
        return Err(AppError::field("/reason", ErrorCode::AttachmentReasonRequired));
    }
    let ground = Ground::of(state).await?;
    state
        .once(asking.actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(held_case(tx, asking.actor, case_id)).await?;
            let row = known(asking.actor, &case, repo::find(&**tx, case_id, id).await?)?;
            rights::is_kept(&row)?;
            if let (true, Some(reason)) = (row.is_identity, reason) {
                let permit = permit(asking.actor, Action::CaseReveal, &case)?;
                // In the security log as well, because the auditor reads no cases.
                let entry = Entry::of(state, AuditAction::AttachmentOpened);
                let entry = entry.by(asking.actor).on("case", case_id);
                record(tx, entry.with("attachment_id", id.to_string())).await?;
                let change = Change::AttachmentOpened { attachment_id: id, reason };
                Box::pin(note(state, tx, permit, &ground, asking.actor, case, change)).await?;
            }
            let ticket = issue(state, asking, &row, body.disposition)?;
            Ok(Reply::ok(&ticket)?.personal())
        })
        .await
}

fn issue(
    state: &AppState,
    asking: Asking<'_>,
    row: &Model,
    disposition: Option<Disposition>,
) -> AppResult<TicketView> {
    let opens = match disposition {
        Some(Disposition::Inline) => Opens::Content,
        Some(Disposition::Attachment) | None => Opens::Download,
    };
    ticket_for(state, asking, (opens, row.id), &content_url(row))
}

/// A ticket for what is found at `address`.
pub fn ticket_for(
    state: &AppState,
    asking: Asking<'_>,
    what: (Opens, Uuid),
    address: &str,
) -> AppResult<TicketView> {
    let minutes = state.config.files.ticket_minutes;
    let now = state.clock.now();
    let ticket = Ticket::new(asking.bearer, asking.cookie, what, minutes, now);
    let signed = ticket.sign(&state.keys)?;
    Ok(TicketView {
        url: format!("{address}?ticket={signed}"),
        expires_at: now + TimeDelta::minutes(minutes),
    })
}

/// The content a ticket opens, for who redeems it: looked up again, because what they may see may
/// have changed.
pub(super) async fn content(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    ticket: &Ticket,
    request: &HttpRequest,
) -> AppResult<HttpResponse> {
    if ticket.object_id != id || !matches!(ticket.opens, Opens::Content | Opens::Download) {
        return Err(ErrorCode::AttachmentTicketInvalid.into());
    }
    opened(state, actor, [case_id, id], ticket.opens, request).await
}

/// The content as an application reads it, within its limits. What names a party is opened by people,
/// who say why.
pub(super) async fn content_without_a_ticket(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    request: &HttpRequest,
) -> AppResult<HttpResponse> {
    if actor.application.is_none() {
        return Err(ErrorCode::AttachmentTicketInvalid.into());
    }
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let row = known(actor, &case, repo::find(db, case_id, id).await?)?;
    if row.is_identity {
        return Err(ErrorCode::AuthPeopleOnly.into());
    }
    opened(state, actor, [case_id, id], Opens::Download, request).await
}

async fn opened(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    opens: Opens,
    request: &HttpRequest,
) -> AppResult<HttpResponse> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let row = known(actor, &case, repo::find(db, case_id, id).await?)?;
    rights::is_kept(&row)?;
    let key = row.storage_key.ok_or(ErrorCode::AttachmentNotKept)?;
    let size = u64::try_from(row.size_bytes).map_err(AppError::internal)?;
    let etag = format!("\"{}\"", row.sha256.as_deref().unwrap_or_default());
    let part = match Part::of(asked_range(request.headers(), &etag), size) {
        Part::Whole => None,
        Part::Bytes(range) => Some(range),
        Part::Beyond => {
            let mut refused = respond(&ErrorCode::AttachmentRange.into(), request);
            let whole = format!("bytes */{size}").parse().map_err(AppError::internal)?;
            refused.headers_mut().insert(CONTENT_RANGE, whole);
            return Ok(refused);
        }
    };
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let file_name = if rights::sees_identity(actor, &facts) {
        row.file_name
    } else {
        // It may be called after a party.
        let parties = cases::parties(db, case_id).await?;
        Mentions::read_by(actor, &facts, &parties).hide(&row.file_name)
    };
    let content = state.files.store().read(Folder::Contents, key, part.clone()).await?;
    let kind = row.media_type.as_deref().and_then(FileKind::of_media_type);
    let is_shown = opens == Opens::Content && kind.is_some_and(FileKind::is_shown);
    let mut response = HttpResponse::build(match part {
        Some(_) => StatusCode::PARTIAL_CONTENT,
        None => StatusCode::OK,
    });
    if let Some(Range { start, end }) = &part {
        let last = end.saturating_sub(1);
        response.insert_header((CONTENT_RANGE, format!("bytes {start}-{last}/{size}")));
    }
    guard(&mut response, kind);
    response
        .insert_header((CONTENT_TYPE, content_type(kind)))
        .insert_header((ETAG, etag))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header(disposition(is_shown, &file_name, kind));
    let length = part.map_or(size, |range| range.end - range.start);
    Ok(response.body(SizedStream::new(length, content)))
}

/// The range asked for, unless it is one of another content (RFC 9110, 13.1.5).
fn asked_range<'a>(headers: &'a HeaderMap, etag: &str) -> Option<&'a str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(IF_RANGE).is_some_and(|known| known != etag) {
        return None;
    }
    text(RANGE)
}

/// What keeps a content from doing anything: no guessing of its type, nothing run or loaded from it,
/// no copy kept, and no compression, which would make its ranges those of something else.
fn guard(response: &mut actix_web::HttpResponseBuilder, kind: Option<FileKind>) {
    // Browsers show no PDF in a sandbox.
    let policy = if kind == Some(FileKind::Pdf) {
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    } else {
        "default-src 'none'; frame-ancestors 'self'; sandbox"
    };
    response
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_SECURITY_POLICY, policy));
}

fn content_type(kind: Option<FileKind>) -> &'static str {
    match kind {
        Some(FileKind::Text) => "text/plain; charset=utf-8",
        Some(kind) => kind.media_type(),
        None => "application/octet-stream",
    }
}

/// The name as people know it beside one that every program can read.
pub fn disposition(is_shown: bool, file_name: &str, kind: Option<FileKind>) -> ContentDisposition {
    let plain = format!("attachment.{}", kind.map_or("bin", FileKind::ending));
    ContentDisposition {
        disposition: if is_shown { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![
            DispositionParam::Filename(plain),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: file_name.as_bytes().to_vec(),
            }),
        ],
    }
}

/// A small picture, where there is one and the caller may know of it.
pub(super) async fn small(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
) -> AppResult<HttpResponse> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let row = known(actor, &case, repo::find(db, case_id, id).await?)?;
    let key = row.storage_key.filter(|_| shows_thumbnail(&row));
    let key = key.ok_or(ErrorCode::RequestNotFound)?;
    let content = state.files.store().read(Folder::Thumbnails, key, None).await?;
    let mut response = HttpResponse::Ok();
    guard(&mut response, Some(FileKind::Jpeg));
    response.insert_header((CONTENT_TYPE, thumbnail::MEDIA_TYPE));
    Ok(response.streaming(content))
}
