//! Asking for exports and reading them.

use std::collections::HashMap;

use uuid::Uuid;

use super::dto::{CreateExportRequest, ExportFilter, ExportView};
use super::entity::export::Model;
use super::{repo, view};
use crate::app::AppState;
use crate::features::cases;
use crate::features::jobs;
use crate::features::jobs::state::JobKind;
use crate::features::views::dto::filters_of;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::{Command, Cursor, Page, Reply, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// The only order of the list, in its cursors.
const ORDER: &str = "exports:-id";

/// Asks for an export; a filter the list would refuse is refused here.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateExportRequest>,
    lang: Lang,
) -> AppResult<Reply<ExportView>> {
    let Command { body, idempotency } = command;
    authorize_any(actor, Action::BulkExport)?;
    let filter = filters_of(body.filters)?;
    let now = state.clock.now();
    // As the list does, which looks the regions up.
    let _looked = cases::list::matching(state, actor, &filter, now).await?;
    let id = state.ids.next();
    let result = format!("/api/v1/exports/{id}");
    let job = jobs::repo::queued(state, actor, JobKind::CaseExport, result.clone());
    let row = Model {
        id,
        person_id: actor.person_id,
        job_id: job.id,
        format: body.format.as_str().to_owned(),
        has_bom: body.bom,
        filter: serde_json::to_string(&filter)?,
        lang: word(lang).to_owned(),
        as_of: now,
        row_count: 0,
        rows_sha256: None,
        storage_key: None,
        size_bytes: None,
        expires_at: job.expires_at,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let ask = async |tx: &Tx| {
        jobs::service::has_room(state, tx, actor).await?;
        jobs::repo::insert(tx, job.clone()).await?;
        repo::insert(tx, row.clone()).await?;
        let view = view::view(&row, &job, lang)?;
        Ok(Reply::accepted(&view, result)?.version(view.version).personal())
    };
    state.once(actor).run(idempotency, ask).await
}

/// The caller's exports, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ExportFilter,
    lang: Lang,
) -> AppResult<Page<ExportView>> {
    let db = state.db.reader();
    let most = limit(filter.limit);
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let total = counted(filter.count, repo::count(db, actor.person_id)).await?;
    let rows = repo::list(db, actor.person_id, after, most + 1).await?;
    let jobs = jobs::repo::list_of(db, rows.iter().map(|row| row.job_id)).await?;
    let jobs: HashMap<_, _> = jobs.into_iter().map(|job| (job.id, job)).collect();
    let shown = rows.iter().filter_map(|row| Some(view::view(row, jobs.get(&row.job_id)?, lang)));
    let shown = shown.collect::<AppResult<Vec<_>>>()?;
    Ok(Page::cut(shown, most, ORDER, |row| (None, row.id), |row| row)?.of(total))
}

/// One export of the caller.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<ExportView>> {
    let db = state.db.reader();
    let row = repo::find(db, actor.person_id, id).await?;
    let job = jobs::repo::find(db, row.job_id).await?;
    let job = job.ok_or_else(|| AppError::internal("an export without its job"))?;
    let view = view::view(&row, &job, lang)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// The language of an export in the database.
pub(super) const fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
