//! Announcing imports, reading them, and running them again over the same file.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use super::dto::{CreateImportRequest, ImportFilter, ImportView, RunImportRequest};
use super::entity::import::Model;
use super::pipeline::rows::ImportFormat;
use super::{repo, view};
use crate::app::AppState;
use crate::features::jobs;
use crate::features::jobs::state::{JobKind, JobState};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Cursor, IfMatch, Page, Reply, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// The only order of the list, in its cursors.
const ORDER: &str = "imports:-id";

/// Announces a file: refused at once where it would be refused when it came.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateImportRequest>,
    lang: Lang,
) -> AppResult<Reply<ImportView>> {
    let Command { body, idempotency } = command;
    authorize_any(actor, Action::BulkImport)?;
    let Some(format) = ImportFormat::of_name(&body.file_name) else {
        return Err(AppError::field("/file_name", ErrorCode::ImportFormat));
    };
    let most = state.config.bulk.max_import_bytes;
    if u64::try_from(body.size_bytes).unwrap_or(u64::MAX) > most {
        return Err(AppError::from(ErrorCode::ImportTooLarge).with("max_bytes", most));
    }
    let mapping = body.mapping.as_ref().map(|mapping| {
        mapping.checked()?;
        AppResult::Ok(serde_json::to_string(mapping)?)
    });
    let mapping = mapping.transpose()?;
    let now = state.clock.now();
    let row = Model {
        id: state.ids.next(),
        person_id: actor.person_id,
        job_id: None,
        file_name: body.file_name,
        format: format.as_str().to_owned(),
        size_bytes: body.size_bytes,
        sha256: body.sha256,
        mapping,
        is_dry_run: body.dry_run,
        storage_key: None,
        kept_at: None,
        staged_key: None,
        staged_bytes: 0,
        staging_attempts: None,
        position: 0,
        row_count: 0,
        added_count: 0,
        known_count: 0,
        refused_count: 0,
        problem_count: 0,
        failure: None,
        expires_at: now + TimeDelta::minutes(state.config.files.upload_minutes),
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let announce = async |tx: &Tx| {
        jobs::service::has_room(state, tx, actor).await?;
        repo::insert(tx, row.clone()).await?;
        let location = format!("/api/v1/imports/{}", row.id);
        let view = view::view(&row, None, lang)?;
        Ok(Reply::created(&view, location)?.version(view.version).personal())
    };
    state.once(actor).run(idempotency, announce).await
}

/// The caller's imports, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ImportFilter,
    lang: Lang,
) -> AppResult<Page<ImportView>> {
    let db = state.db.reader();
    let most = limit(filter.limit);
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let total = counted(filter.count, repo::count(db, actor.person_id)).await?;
    let rows = repo::list(db, actor.person_id, after, most + 1).await?;
    let jobs = jobs::repo::list_of(db, rows.iter().filter_map(|row| row.job_id)).await?;
    let jobs: HashMap<_, _> = jobs.into_iter().map(|job| (job.id, job)).collect();
    let shown =
        rows.into_iter().map(|row| view::view(&row, row.job_id.and_then(|id| jobs.get(&id)), lang));
    let shown = shown.collect::<AppResult<Vec<_>>>()?;
    Ok(Page::cut(shown, most, ORDER, |row| (None, row.id), |row| row)?.of(total))
}

/// One import of the caller.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<ImportView>> {
    let db = state.db.reader();
    let row = repo::find(db, actor.person_id, id).await?;
    let job = match row.job_id {
        Some(id) => jobs::repo::find(db, id).await?,
        None => None,
    };
    let view = view::view(&row, job.as_ref(), lang)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Runs an import over its file: after a dry run, or again where one ended early. What is there already
/// is found again by its number, and left as it is.
pub async fn run(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<RunImportRequest>,
    lang: Lang,
) -> AppResult<Reply<ImportView>> {
    let Command { body, idempotency } = command;
    authorize_any(actor, Action::BulkImport)?;
    let begin = async |tx: &Tx| {
        let row = repo::hold(tx, actor.person_id, id).await?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let former = match row.job_id {
            Some(id) => jobs::repo::hold(tx, id).await?,
            None => None,
        };
        let former = former.ok_or(ErrorCode::ImportNotReady)?;
        let is_open = JobState::parse(&former.state).is_none_or(JobState::is_open);
        // What was imported to its end goes with its file.
        let is_over = former.state == JobState::Done.as_str() && !row.is_dry_run;
        if is_open || is_over || row.storage_key.is_none() {
            return Err(ErrorCode::ImportNotReady.into());
        }
        jobs::service::has_room(state, tx, actor).await?;
        let result = format!("/api/v1/imports/{id}");
        let job = jobs::entity::job::Model {
            total_count: former.total_count.filter(|_| row.staged_key.is_some()),
            ..jobs::repo::queued(state, actor, JobKind::CaseImport, result)
        };
        let row = Model {
            job_id: Some(job.id),
            is_dry_run: body.dry_run,
            position: 0,
            row_count: 0,
            added_count: 0,
            known_count: 0,
            refused_count: 0,
            problem_count: 0,
            failure: None,
            expires_at: job.expires_at,
            updated_at: state.clock.now(),
            row_version: row.row_version + 1,
            ..row
        };
        jobs::repo::insert(tx, job.clone()).await?;
        repo::forget_problems(tx, id).await?;
        repo::save(tx, row.clone()).await?;
        jobs::repo::forget(tx, former.id).await?;
        let view = view::view(&row, Some(&job), lang)?;
        let location = format!("/api/v1/jobs/{}", job.id);
        Ok(Reply::accepted(&view, location)?.version(view.version).personal())
    };
    state.once(actor).run(idempotency, begin).await
}
