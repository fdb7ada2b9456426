//! How the file of an import arrives: its place is taken, it is written aside, looked at, kept, and only
//! then a job. Whatever fails on the way leaves nothing behind, and the caller may try again.

use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::Stream;
use uuid::Uuid;

use super::dto::ImportView;
use super::entity::import::Model;
use super::pipeline::rows::ImportFormat;
use super::{repo, view};
use crate::app::AppState;
use crate::features::jobs;
use crate::features::jobs::state::JobKind;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::{Expected, FileKind, Spooled, Verdict, archive, spool};
use crate::platform::http::Reply;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// Takes the file of an import that was announced; what it says of itself is `length`.
pub(super) async fn upload(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    length: Option<u64>,
    arriving: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    lang: Lang,
) -> AppResult<Reply<ImportView>> {
    authorize_any(actor, Action::BulkImport)?;
    let key = state.ids.next();
    let row = repo::find(state.db.reader(), actor.person_id, id).await?;
    let now = state.clock.now();
    let is_claimed = state.db.write(async |tx: &Tx| repo::claim(tx, id, key, now).await).await?;
    if !is_claimed {
        return Err(ErrorCode::ImportNotAwaited.into());
    }
    let done = Box::pin(fulfil(state, actor, &row, key, length, arriving, lang)).await;
    if done.is_err() {
        give_back(state, id, key).await;
    }
    done
}

async fn fulfil(
    state: &AppState,
    actor: &Actor,
    row: &Model,
    key: Uuid,
    length: Option<u64>,
    arriving: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    lang: Lang,
) -> AppResult<Reply<ImportView>> {
    let size = u64::try_from(row.size_bytes).map_err(AppError::internal)?;
    if length.is_some_and(|length| length > state.config.bulk.max_import_bytes) {
        return Err(ErrorCode::ImportTooLarge.into());
    }
    if length.is_some_and(|length| length != size) {
        return Err(ErrorCode::AttachmentSizeDiffers.into());
    }
    let expected = Expected { size, sha256: row.sha256.clone() };
    let spooled = spool::receive(state.files.spool(), key, &expected, arriving).await?;
    if ImportFormat::parse(&row.format) == Some(ImportFormat::Xlsx) {
        check_archive(state, &spooled).await?;
    }
    // Nobody opens it but this program, which reads text: a scanner that is not there is no obstacle.
    let _verdict: Verdict = state.files.scan(&spooled).await?;
    state.files.store().keep(key, spooled.path()).await?;
    let now = state.clock.now();
    let keep = async |tx: &Tx| {
        let row = repo::hold(tx, actor.person_id, row.id).await?;
        if row.storage_key != Some(key) || row.kept_at.is_some() {
            return Err(ErrorCode::ImportNotAwaited.into());
        }
        // Many may have been announced before the first came.
        jobs::service::has_room(state, tx, actor).await?;
        let result = format!("/api/v1/imports/{}", row.id);
        let job = jobs::repo::queued(state, actor, JobKind::CaseImport, result);
        let row = Model {
            job_id: Some(job.id),
            sha256: Some(spooled.sha256().to_owned()),
            kept_at: Some(now),
            expires_at: job.expires_at,
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        jobs::repo::insert(tx, job.clone()).await?;
        repo::save(tx, row.clone()).await?;
        let view = view::view(&row, Some(&job), lang)?;
        Ok(Reply::ok(&view)?.version(view.version).personal())
    };
    state.db.write(keep).await
}

/// A workbook is an archive: looked at before it is expanded.
async fn check_archive(state: &AppState, spooled: &Spooled) -> AppResult<()> {
    let (path, size) = (spooled.path().to_owned(), spooled.size());
    let expansion = state.config.files.max_expansion;
    let looked =
        actix_web::web::block(move || archive::check(&path, size, FileKind::Xlsx, expansion));
    looked.await.map_err(|error| AppError::internal(error.to_string()))?
}

async fn give_back(state: &AppState, id: Uuid, key: Uuid) {
    let back = async |tx: &Tx| repo::give_back(tx, id, key).await;
    match state.db.write(back).await {
        Ok(true) => {}
        // Kept after all, or the import was forgotten while its file came.
        Ok(false) => match repo::has_key(state.db.reader(), id, key).await {
            Ok(false) => {}
            Ok(true) => return,
            Err(error) => {
                return tracing::error!(%error, import.id = %id, "whether a file is kept is unknown");
            }
        },
        // Swept with its row.
        Err(error) => return tracing::error!(%error, import.id = %id, "a place was not given back"),
    }
    if let Err(error) = state.files.store().remove(key).await {
        tracing::error!(%error, import.id = %id, "a file nobody keeps was not removed");
    }
}
