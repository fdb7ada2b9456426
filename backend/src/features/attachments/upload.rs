//! How a content arrives: its place is taken, it is written aside, looked at, kept, and only then
//! part of the case. Whatever fails on the way leaves nothing behind, and the caller may try again.

use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::Stream;
use uuid::Uuid;

use super::dto::{AttachmentState, AttachmentView, ScanState};
use super::entity::attachment::Model;
use super::service::{answer, held_case, note, permit, then};
use super::{repo, rights};
use crate::app::AppState;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::{Expected, FileKind, Folder, Inspected, Spooled, Verdict, spool};
use crate::platform::http::{IfMatch, Reply};
use crate::policy::{Action, Actor};

/// A place for a content.
struct Claim {
    row: Model,
    key: Uuid,
}

/// What arrived and was found in order.
struct Received {
    spooled: Spooled,
    looked: Inspected,
    verdict: Verdict,
}

/// Takes the content of an attachment that was announced. `length` is what the request says of
/// itself.
pub(super) async fn upload(
    state: &AppState,
    actor: &Actor,
    ids: [Uuid; 2],
    length: Option<u64>,
    arriving: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
) -> AppResult<Reply<AttachmentView>> {
    let claim = Box::pin(claim(state, actor, ids)).await?;
    let done = Box::pin(fulfil(state, actor, &claim, length, arriving)).await;
    if done.is_err() {
        give_back(state, actor, &claim).await;
    }
    done
}

async fn claim(state: &AppState, actor: &Actor, [case_id, id]: [Uuid; 2]) -> AppResult<Claim> {
    let key = state.ids.next();
    let now = state.clock.now();
    state
        .db
        .write(async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let row = repo::find(&**tx, case_id, id).await?;
            // What somebody else announced is theirs to bring.
            if row.added_by_id != actor.person_id {
                return Err(ErrorCode::RequestNotFound.into());
            }
            let permit = permit(actor, Action::CaseAttach, &case)?;
            rights::may_add(&case.state)?;
            if !repo::claim(tx, &permit, id, key, now).await? {
                return Err(ErrorCode::AttachmentNotAwaited.into());
            }
            Ok(Claim { row, key })
        })
        .await
}

async fn fulfil(
    state: &AppState,
    actor: &Actor,
    claim: &Claim,
    length: Option<u64>,
    arriving: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
) -> AppResult<Reply<AttachmentView>> {
    let received = receive(state, claim, length, arriving).await?;
    state.files.store().keep(claim.key, received.spooled.path()).await?;
    if let Some(thumbnail) = &received.looked.thumbnail {
        let store = state.files.store();
        store.keep_bytes(Folder::Thumbnails, claim.key, thumbnail.clone()).await?;
    }
    let ground = Ground::of(state).await?;
    state.db.write(async |tx: &Tx| keep(state, tx, &ground, actor, claim, &received).await).await
}

async fn receive(
    state: &AppState,
    claim: &Claim,
    length: Option<u64>,
    arriving: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
) -> AppResult<Received> {
    let size = u64::try_from(claim.row.size_bytes).map_err(AppError::internal)?;
    if length.is_some_and(|length| length > state.config.files.max_file_bytes) {
        return Err(ErrorCode::AttachmentTooLarge.into());
    }
    if length.is_some_and(|length| length != size) {
        return Err(ErrorCode::AttachmentSizeDiffers.into());
    }
    let kind = FileKind::of_name(&claim.row.file_name);
    let kind = kind.ok_or(ErrorCode::AttachmentTypeNotAllowed)?;
    let expected = Expected { size, sha256: claim.row.sha256.clone() };
    let spooled = spool::receive(state.files.spool(), claim.key, &expected, arriving).await?;
    let looked = state.files.inspect(&spooled, kind).await?;
    let verdict = state.files.scan(&spooled).await?;
    Ok(Received { spooled, looked, verdict })
}

async fn keep(
    state: &AppState,
    tx: &Tx,
    ground: &Ground,
    actor: &Actor,
    claim: &Claim,
    received: &Received,
) -> AppResult<Reply<AttachmentView>> {
    let now = state.clock.now();
    let Claim { row, key } = claim;
    let case = Box::pin(held_case(tx, actor, row.case_id)).await?;
    // The case may have ended, or its dossier been sealed, while the content was on its way.
    let permit = permit(actor, Action::CaseAttach, &case)?;
    rights::may_add(&case.state)?;
    let row = repo::find(&**tx, row.case_id, row.id).await?;
    if row.storage_key != Some(*key) || row.state != AttachmentState::Awaiting.as_str() {
        return Err(ErrorCode::AttachmentNotAwaited.into());
    }
    let scan = match received.verdict {
        Verdict::Clean => ScanState::Clean,
        Verdict::Unscanned => ScanState::Unscanned,
    };
    let next = Model {
        state: AttachmentState::Kept.as_str().to_owned(),
        media_type: Some(received.looked.kind.media_type().to_owned()),
        sha256: Some(received.spooled.sha256().to_owned()),
        scan: scan.as_str().to_owned(),
        has_thumbnail: received.looked.thumbnail.is_some(),
        kept_at: Some(now),
        ..repo::successor(&row, now)
    };
    repo::save(tx, &permit, IfMatch(row.row_version), next.clone()).await?;
    let change = Change::AttachmentAdded {
        attachment: then(&next)?,
        document_code: next.document_code.clone(),
    };
    let case = Box::pin(note(state, tx, permit, ground, actor, case, change)).await?;
    answer(&**tx, actor, &case, &next).await
}

/// Nothing stays, and the place is free again. What fails here, the sweep does again.
async fn give_back(state: &AppState, actor: &Actor, claim: &Claim) {
    let freed = abandon(state, actor, [claim.row.case_id, claim.row.id], claim.key);
    if let Err(error) = Box::pin(freed).await {
        tracing::warn!(%error, attachment.id = %claim.row.id, "an upload was not given back");
    }
}

/// Clears away what an upload under `key` left, unless it is kept: the answer to a commit may be lost
/// after it was carried out, and nothing that is part of a case is removed because of it.
pub async fn abandon(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    key: Uuid,
) -> AppResult<()> {
    // Whatever is still being carried out for this upload holds the case: after this it has ended.
    let look = async |tx: &Tx| {
        Box::pin(held_case(tx, actor, case_id)).await?;
        repo::is_kept(&**tx, id, key).await
    };
    if state.db.write(look).await? {
        return Ok(());
    }
    // The content first: a row without its content can be found, a content without its row cannot.
    state.files.store().remove(key).await?;
    state
        .db
        .write(async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let permit = permit(actor, Action::CaseAttach, &case)?;
            repo::release(tx, &permit, id, key).await
        })
        .await
}
