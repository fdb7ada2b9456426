//! Files that are made here and not brought: kept the way all files are.

use std::convert::Infallible;

use actix_web::web::Bytes;
use chrono::TimeDelta;
use futures_util::stream;

use super::dto::{AttachmentState, ScanState};
use super::entity::attachment::Model;
use super::service::{names_a_party, note, permit, then};
use super::{repo, rights};
use crate::app::AppState;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo::Loaded;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::{Expected, FileKind, Folder, spool};
use crate::policy::{Action, Actor};

/// A file that is made here.
#[derive(Debug, Clone)]
pub struct Made {
    /// What it is called.
    pub file_name: String,
    /// Its content.
    pub content: Vec<u8>,
    /// The place of the dossier it fills.
    pub document_code: Option<String>,
    /// Whether it names a party; at some places it does whatever is said here.
    pub is_identity: bool,
}

/// Keeps `made` for a case that is held; answers the case as it is then.
pub async fn keep(
    state: &AppState,
    tx: &Tx,
    ground: &Ground,
    actor: &Actor,
    case: Loaded,
    made: Made,
) -> AppResult<Loaded> {
    let permit_to_add = permit(actor, Action::CaseAttach, &case)?;
    rights::may_add(&case.state)?;
    let kind = FileKind::of_name(&made.file_name).ok_or(ErrorCode::AttachmentTypeNotAllowed)?;
    let (now, key) = (state.clock.now(), state.ids.next());
    let size = u64::try_from(made.content.len()).map_err(AppError::internal)?;
    let sha256 = sha256(&made.content);
    let expected = Expected { size, sha256: Some(sha256.clone()) };
    let arriving = stream::iter([Ok::<_, Infallible>(Bytes::from(made.content))]);
    let spooled = spool::receive(state.files.spool(), key, &expected, arriving).await?;
    let looked = state.files.inspect(&spooled, kind).await?;
    state.files.store().keep(key, spooled.path()).await?;
    let has_thumbnail = looked.thumbnail.is_some();
    if let Some(thumbnail) = looked.thumbnail {
        state.files.store().keep_bytes(Folder::Thumbnails, key, thumbnail).await?;
    }
    let row = Model {
        id: state.ids.next(),
        case_id: case.row.id,
        state: AttachmentState::Kept.as_str().to_owned(),
        file_name: made.file_name,
        size_bytes: i64::try_from(size).map_err(AppError::internal)?,
        media_type: Some(kind.media_type().to_owned()),
        sha256: Some(sha256),
        scan: ScanState::Unscanned.as_str().to_owned(),
        is_identity: made.is_identity || names_a_party(state, made.document_code.as_deref()),
        document_code: made.document_code,
        has_thumbnail,
        storage_key: Some(key),
        added_by_id: actor.person_id,
        expires_at: now + TimeDelta::minutes(state.config.files.upload_minutes),
        kept_at: Some(now),
        removed_at: None,
        removed_by_id: None,
        remove_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert(tx, permit_to_add, row.clone()).await?;
    let change = Change::AttachmentAdded {
        attachment: then(&row)?,
        document_code: row.document_code.clone(),
    };
    let permit = permit(actor, Action::CaseAttach, &case)?;
    Box::pin(note(state, tx, permit, ground, actor, case, change)).await
}
