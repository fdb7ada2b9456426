//! How an export is taken along: a ticket first, then the archive by the ticket.

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::entity::export::Model;
use super::repo;
use crate::app::AppState;
use crate::features::attachments::dto::TicketView;
use crate::features::attachments::{Asking, ticket_for};
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::auth::tickets::{Opens, Ticket};
use crate::features::jobs;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::Folder;
use crate::platform::http::Reply;
use crate::platform::http::idempotency::IdempotentRequest;
use crate::policy::{Action, Actor, authorize_any};

/// The path the cookie of these tickets is sent to.
pub(super) const COOKIE_PATH: &str = "/api/v1/exports";

/// A ticket for the archive of an export of the caller.
pub(super) async fn ticket(
    state: &AppState,
    asking: Asking<'_>,
    id: Uuid,
    idempotency: Option<IdempotentRequest>,
) -> AppResult<Reply<TicketView>> {
    let issue = async |tx: &Tx| {
        let row = repo::find(&**tx, asking.actor.person_id, id).await?;
        check_capacity(&**tx, asking.actor, &row).await?;
        kept(&row)?;
        let address = format!("{COOKIE_PATH}/{id}/content");
        let ticket = ticket_for(state, asking, (Opens::Export, id), &address)?;
        Ok(Reply::ok(&ticket)?.personal())
    };
    state.once(asking.actor).run(idempotency, issue).await
}

/// What was made in a capacity is taken along in no other: it shows what that one may see, and is gone
/// with it.
async fn check_capacity(db: &impl ConnectionTrait, actor: &Actor, row: &Model) -> AppResult<()> {
    let job = jobs::repo::find(db, row.job_id).await?;
    match job.filter(|job| job.capacity_id == actor.capacity_id) {
        Some(_) => Ok(()),
        None => Err(ErrorCode::AuthNotAllowed.into()),
    }
}

fn kept(row: &Model) -> AppResult<(Uuid, u64)> {
    let key = row.storage_key.ok_or(ErrorCode::ExportNotReady)?;
    // Its key is known before it is there, its size when it is.
    let size = row.size_bytes.ok_or(ErrorCode::ExportNotReady)?;
    Ok((key, u64::try_from(size).map_err(AppError::internal)?))
}

/// The archive a ticket opens. Who takes one stands in the security log, copy by copy.
pub(super) async fn content(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    ticket: &Ticket,
) -> AppResult<HttpResponse> {
    if ticket.object_id != id || ticket.opens != Opens::Export {
        return Err(ErrorCode::AttachmentTicketInvalid.into());
    }
    authorize_any(actor, Action::BulkExport)?;
    let row = repo::find(state.db.reader(), actor.person_id, id).await?;
    check_capacity(state.db.reader(), actor, &row).await?;
    let (key, size) = kept(&row)?;
    let content = state.files.store().read(Folder::Contents, key, None).await?;
    let entry = Entry::of(state, AuditAction::ExportOpened).by(actor).on("export", id);
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    let name = format!("attachment; filename=\"cases-{id}.zip\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/zip"))
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(SizedStream::new(size, content)))
}
