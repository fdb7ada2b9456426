//! Making exports, the one that waited longest first. Nothing is stored but how far it is, so a run that was cut off begins
//! again, and nobody sees half a file.

use std::cell::Cell;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::ExportFormat;
use super::entity::export;
use super::manifest::{KIND, Manifest};
use super::writing::{self, Writing};
use super::{repo, rows};
use crate::app::AppState;
use crate::features::audit::mark::Mark;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases;
use crate::features::cases::dto::CaseFilter;
use crate::features::jobs;
use crate::features::jobs::entity::job;
use crate::features::jobs::state::{JobKind, JobState};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::Draft;
use crate::platform::http::Page;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor};

/// Cases read at once.
const PAGE: u64 = 200;
/// Pages between two words about how far it is.
const PAGES_A_STEP: u64 = 5;
/// Seconds after which a run nothing was heard of is taken over.
const SILENCE_SECONDS: i64 = 60;

/// Makes the export that waited longest; answers how many cases it has.
pub async fn carry_out(state: Arc<AppState>) -> AppResult<u64> {
    let Some(job) = jobs::repo::next(state.db.reader(), JobKind::CaseExport).await? else {
        return Ok(0);
    };
    if is_in_hand(&job, state.clock.now()) {
        return Ok(0);
    }
    let step = Cell::new(job.step);
    let ended = match Box::pin(make(&state, &job, &step)).await {
        Ok(rows) => return Ok(rows),
        // Another server was quicker, or somebody wants it to end: the next round looks again.
        Err(error) if error.code() == ErrorCode::RequestStaleVersion => return Ok(0),
        Err(error) if is_passing(&error) => {
            let now = state.clock.now();
            let wait = async |tx: &Tx| jobs::repo::postpone(tx, job.id, now).await;
            state.db.write(wait).await?;
            return Err(error);
        }
        Err(error) => error,
    };
    // It would fail the same way the next time, and nothing else would be exported.
    tracing::error!(error = %ended, job.id = %job.id, "an export failed");
    let now = state.clock.now();
    let code = ended.code().as_str();
    let fail = async |tx: &Tx| {
        let held = jobs::repo::hold(tx, job.id).await?;
        // Where another server has gone on, or ended it, its word holds.
        let Some(job) = held.filter(|held| held.step == step.get()) else { return Ok(()) };
        jobs::repo::end(tx, &job, JobState::Failed, Some(code), now).await?;
        Ok(())
    };
    state.db.write(fail).await?;
    Ok(0)
}

/// Whether another server has just said how far it is: two of them would only hold each other up.
fn is_in_hand(job: &job::Model, now: DateTime<Utc>) -> bool {
    let is_running = job.state == JobState::Running.as_str() && !job.is_cancel_wanted;
    is_running && job.updated_at > now - TimeDelta::seconds(SILENCE_SECONDS)
}

/// Whether the same may go well a little later.
fn is_passing(error: &AppError) -> bool {
    error.code().status() == actix_web::http::StatusCode::SERVICE_UNAVAILABLE
}

async fn make(state: &AppState, job: &job::Model, step: &Cell<i32>) -> AppResult<u64> {
    let now = state.clock.now();
    if job.is_cancel_wanted {
        let end = async |tx: &Tx| {
            jobs::repo::end(tx, job, JobState::Cancelled, None, now).await?;
            Ok(())
        };
        state.db.write(end).await?;
        return Ok(0);
    }
    let export = repo::of_job(state.db.reader(), job.id).await?;
    let export = export.ok_or_else(|| AppError::internal("a job without its export"))?;
    let actor = jobs::service::owner_of(state, job, Action::BulkExport).await?;
    let export = export::Model { as_of: now, ..export };
    let format = ExportFormat::parse(&export.format);
    let format = format.ok_or_else(|| AppError::internal("an export of no format"))?;
    let lang = if export.lang == "en" { Lang::En } else { Lang::Zh };
    let folder = state.files.spool();
    let begun = Draft::begin(&folder, state.ids.next());
    let (draft, file) = begun.map_err(AppError::internal)?;
    let writing = Writing::begin(format, file, export.has_bom, lang)?;
    let written = (state, &actor, lang);
    let job = counted(state, &actor, job, &export).await?;
    // Over one picture: what changes meanwhile neither leaves a page out nor shows a case twice.
    let place = (job, step);
    let rows = async |tx: &Tx| Box::pin(rows_of(tx, written, place, &export, writing)).await;
    let (job, writing) = state.db.read(rows).await?;
    let row_count = i64::from(writing.rows());
    let mark = Mark::of(state, &actor).await?.text(lang);
    let begun = Draft::begin(&folder, state.ids.next());
    let (archive, to) = begun.map_err(AppError::internal)?;
    let said = Said { export, actor, mark, row_count };
    // Off the threads that answer requests.
    let packed = actix_web::web::block(move || {
        let rows_sha256 = writing.end(&said.mark)?;
        said.pack(&draft, to, rows_sha256)
    });
    let packed = packed.await.map_err(|error| AppError::internal(error.to_string()))?;
    let (said, rows_sha256) = packed?;
    Box::pin(keep(state, (&job, step), said, &archive, rows_sha256)).await
}

/// What is written down beside the rows.
struct Said {
    export: export::Model,
    actor: Actor,
    mark: String,
    row_count: i64,
}

impl Said {
    fn pack(
        self,
        draft: &Draft,
        to: std::fs::File,
        rows_sha256: String,
    ) -> AppResult<(Self, String)> {
        let name = format!("cases.{}", self.export.format);
        let manifest = Manifest {
            kind: KIND,
            id: self.export.id,
            file: &name,
            format: &self.export.format,
            columns: rows::codes(),
            filters: serde_json::from_str(&self.export.filter)?,
            as_of: self.export.as_of.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            row_count: self.row_count,
            file_sha256: &writing::hash(draft.path())?,
            rows_sha256: &rows_sha256,
            mark: &self.mark,
            user_id: self.actor.user_id,
            capacity_id: self.actor.capacity_id,
        };
        let manifest = serde_json::to_vec_pretty(&manifest)?;
        writing::pack(to, draft.path(), &name, &manifest)?;
        Ok((self, rows_sha256))
    }
}

/// How many cases there are, before one is read.
async fn counted(
    state: &AppState,
    actor: &Actor,
    job: &job::Model,
    export: &export::Model,
) -> AppResult<job::Model> {
    let most = state.config.bulk.max_export_rows;
    let filter: CaseFilter = serde_json::from_str(&export.filter)?;
    let total = Box::pin(cases::list::total(state, actor, &filter)).await?;
    if total > most {
        return Err(AppError::from(ErrorCode::ExportTooMany).with("max", most));
    }
    Ok(job::Model { total_count: i64::try_from(total).ok(), ..job.clone() })
}

/// Every case the list would show, page by page, as its reader sees them.
async fn rows_of(
    tx: &Tx,
    (state, actor, lang): (&AppState, &Actor, Lang),
    (mut job, step): (job::Model, &Cell<i32>),
    export: &export::Model,
    mut writing: Writing,
) -> AppResult<(job::Model, Writing)> {
    let most = state.config.bulk.max_export_rows;
    let mut filter: CaseFilter = serde_json::from_str(&export.filter)?;
    filter.limit = Some(PAGE);
    for page in 0_u64.. {
        let found = Box::pin(cases::list::page(state, &**tx, actor, &filter, lang)).await?;
        let Page { items, next_cursor, .. } = found;
        let read = u64::from(writing.rows()) + u64::try_from(items.len()).unwrap_or(u64::MAX);
        if read > most {
            return Err(AppError::from(ErrorCode::ExportTooMany).with("max", most));
        }
        writing.add(&items)?;
        if page.is_multiple_of(PAGES_A_STEP) || next_cursor.is_none() {
            let further = job::Model {
                state: JobState::Running.as_str().to_owned(),
                done_count: i64::from(writing.rows()),
                ..job.clone()
            };
            let now = state.clock.now();
            let advance = async |tx: &Tx| jobs::repo::advance(tx, &job, further, now).await;
            job = state.db.write(advance).await?;
            step.set(job.step);
        }
        let Some(cursor) = next_cursor else { break };
        filter.cursor = Some(cursor);
    }
    Ok((job, writing))
}

/// Keeps the archive, and says in the security log that cases left the system.
async fn keep(
    state: &AppState,
    (job, step): (&job::Model, &Cell<i32>),
    said: Said,
    archive: &Draft,
    rows_sha256: String,
) -> AppResult<u64> {
    let Said { export, actor, row_count, .. } = said;
    let size = std::fs::metadata(archive.path()).map_err(AppError::internal)?.len();
    // A key of this run alone, so that no other writes over it; written down before anything lies under
    // it, so that a run that was cut off leaves nothing nobody finds.
    let (key, left) = (state.ids.next(), export.storage_key);
    let now = state.clock.now();
    let export = export::Model { storage_key: Some(key), updated_at: now, ..export };
    let begin = async |tx: &Tx| {
        let running = job::Model { state: JobState::Running.as_str().to_owned(), ..job.clone() };
        let job = jobs::repo::advance(tx, job, running, now).await?;
        repo::save(tx, export.clone()).await?;
        Ok(job)
    };
    let job = &state.db.write(begin).await?;
    step.set(job.step);
    if let Some(left) = left {
        state.files.store().remove(left).await?;
    }
    state.files.store().keep(key, archive.path()).await?;
    let now = state.clock.now();
    let finish = async |tx: &Tx| {
        let entry = Entry::of(state, AuditAction::CasesExported)
            .by(&actor)
            .on("export", export.id)
            .with("rows", row_count)
            .with("format", export.format.clone());
        let done = export::Model {
            row_count,
            rows_sha256: Some(rows_sha256),
            size_bytes: i64::try_from(size).ok(),
            updated_at: now,
            row_version: export.row_version + 1,
            ..export
        };
        jobs::repo::end(tx, job, JobState::Done, None, now).await?;
        repo::save(tx, done).await?;
        record(tx, entry).await
    };
    if let Err(error) = state.db.write(finish).await {
        if error.code() == ErrorCode::RequestStaleVersion {
            // Another run has a key of its own, and this one stands nowhere any more.
            state.files.store().remove(key).await?;
        }
        return Err(error);
    }
    Ok(u64::try_from(row_count).unwrap_or(0))
}
