//! Carrying imports on, a few thousand rows a round: a batch is checked, stored, and its place written in
//! one transaction, so that a run that was cut off goes on behind the last batch, on this server or
//! another, with exact counts.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use futures_util::StreamExt as _;

use super::entity::{import, problem};
use super::pipeline::ImportError;
use super::pipeline::convert::{Converter, Flaw};
use super::pipeline::mapping::Mapping;
use super::pipeline::rows::ImportFormat;
use super::pipeline::sink::{self, CaseSink as _, Engine, Ready};
use super::staging::{self, Counted, LONGEST, Source, Staged};
use super::{dto, repo};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::jobs;
use crate::features::jobs::entity::job;
use crate::features::jobs::state::{JobKind, JobState};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::{Draft, Expected, Folder, spool};
use crate::policy::{Action, Actor};

/// Rows of one transaction.
const BATCH: usize = 200;
/// Bytes of rows of one round: more than the longest row, few enough to stop soon.
const ROUND: i64 = 4 << 20;
/// How often reading a file may bring the server down before it is left alone.
const ATTEMPTS: i32 = 2;

/// Takes the open import that waited longest one round further; answers how many rows were looked at.
pub async fn carry_on(state: Arc<AppState>) -> AppResult<u64> {
    let Some(job) = jobs::repo::next(state.db.reader(), JobKind::CaseImport).await? else {
        return Ok(0);
    };
    let step = Cell::new(job.step);
    match Box::pin(turn(&state, &job, &step)).await {
        Ok(rows) => Ok(rows),
        // Another server was quicker, or somebody wants it to end: the next round looks again.
        Err(error) if error.code() == ErrorCode::RequestStaleVersion => Ok(0),
        Err(error) if is_passing(&error) => {
            let now = state.clock.now();
            let wait = async |tx: &Tx| jobs::repo::postpone(tx, job.id, now).await;
            state.db.write(wait).await?;
            Err(error)
        }
        // It would fail the same way the next time, and nothing else would be imported.
        Err(error) => {
            tracing::error!(%error, job.id = %job.id, "an import failed");
            let now = state.clock.now();
            let code = error.code().as_str();
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
    }
}

/// Whether the same may go well a little later.
fn is_passing(error: &AppError) -> bool {
    error.code().status() == actix_web::http::StatusCode::SERVICE_UNAVAILABLE
}

async fn turn(state: &AppState, job: &job::Model, step: &Cell<i32>) -> AppResult<u64> {
    let import = repo::of_job(state.db.reader(), job.id).await?;
    let import = import.ok_or_else(|| AppError::internal("a job without its import"))?;
    if job.is_cancel_wanted {
        end(state, job, &import, JobState::Cancelled, None).await?;
        return Ok(0);
    }
    let actor = jobs::service::owner_of(state, job, Action::BulkImport).await?;
    if import.staged_key.is_none() {
        Box::pin(stage(state, (job, step), &import)).await?;
        return Ok(0);
    }
    let at = At {
        state,
        actor: &actor,
        engine: sink::engine_for(state, &actor).await?,
        keeper: Timekeeper::of(state).await?,
        converter: converter(&import)?,
        step,
    };
    Box::pin(round(&at, job, import)).await
}

/// What a round works with.
struct At<'a> {
    state: &'a AppState,
    actor: &'a Actor,
    engine: Engine<'a>,
    keeper: Timekeeper,
    converter: Converter,
    /// The last step of the job that was taken here.
    step: &'a Cell<i32>,
}

fn mapping_of(import: &import::Model) -> AppResult<Option<Mapping>> {
    let Some(text) = import.mapping.as_deref() else { return Ok(None) };
    Ok(Some(serde_json::from_str::<dto::ImportMapping>(text)?.checked()?))
}

fn converter(import: &import::Model) -> AppResult<Converter> {
    let mapping = mapping_of(import)?.unwrap_or_else(Mapping::by_name);
    let unfit = |error: ImportError| AppError::internal(error.to_string());
    Converter::new(mapping).map_err(unfit)
}

/// Reads the whole file once, and writes its rows down.
async fn stage(
    state: &AppState,
    (job, step): (&job::Model, &Cell<i32>),
    import: &import::Model,
) -> AppResult<()> {
    let key = import.storage_key.ok_or(ErrorCode::ImportNotReady)?;
    let content = state.files.store().read(Folder::Contents, key, None).await?;
    let size = u64::try_from(import.size_bytes).map_err(AppError::internal)?;
    let expected = Expected { size, sha256: import.sha256.clone() };
    let (folder, name) = (state.files.spool(), state.ids.next());
    let input = spool::receive(folder.clone(), state.ids.next(), &expected, content).await?;
    let format = ImportFormat::parse(&import.format).ok_or(ErrorCode::ImportFormat)?;
    let mapping = mapping_of(import)?;
    let arrived = import.kept_at.unwrap_or(import.created_at);
    let (job, import) = &attempt(state, job, import).await?;
    step.set(job.step);
    if import.staging_attempts.unwrap_or(0) > ATTEMPTS {
        let why = (
            ErrorCode::ImportUnreadable,
            "文件两次未能读完; twice the file was not read to its end".to_owned(),
        );
        return end(state, job, import, JobState::Failed, Some(why)).await;
    }
    let read = actix_web::web::block(move || -> Result<(Draft, Counted), ImportError> {
        let begun = Draft::begin(&folder, name);
        let (draft, to) = begun.map_err(|error| ImportError::App(AppError::internal(error)))?;
        let source = Source { path: input.path(), format, mapping, now: arrived };
        Ok((draft, staging::stage(source, to)?))
    });
    let read = read.await.map_err(|error| AppError::internal(error.to_string()))?;
    let (draft, counted) = match read {
        Ok(read) => read,
        Err(ImportError::App(error)) => return Err(error),
        Err(ImportError::Mapping(reason) | ImportError::NotReady(reason)) => {
            let why = (ErrorCode::ImportMapping, reason);
            return end(state, job, import, JobState::Failed, Some(why)).await;
        }
        Err(ImportError::File { reason, .. }) => {
            let why = (ErrorCode::ImportUnreadable, reason);
            return end(state, job, import, JobState::Failed, Some(why)).await;
        }
        Err(ImportError::Io { source, .. }) => return Err(AppError::internal(source)),
    };
    if counted.rows == 0 {
        return end(state, job, import, JobState::Done, None).await;
    }
    // Always the same content under the same key: whoever stages it twice changes nothing.
    let staged_key = import.id;
    if let Err(error) = state.files.store().keep(staged_key, draft.path()).await {
        // It was read well: that the store is away is no fault of the file.
        let read = import::Model { staging_attempts: None, ..import.clone() };
        state.db.write(async |tx: &Tx| repo::save(tx, read.clone()).await).await?;
        return Err(error);
    }
    let now = state.clock.now();
    let keep = async |tx: &Tx| {
        let running = job::Model {
            state: JobState::Running.as_str().to_owned(),
            total_count: Some(counted.rows),
            ..job.clone()
        };
        jobs::repo::advance(tx, job, running, now).await?;
        let staged = import::Model {
            staged_key: Some(staged_key),
            staged_bytes: counted.bytes,
            staging_attempts: None,
            updated_at: now,
            ..import.clone()
        };
        repo::save(tx, staged).await
    };
    state.db.write(keep).await
}

/// Writes down that the file is read once more, before it is: what brings the server down is known after
/// the restart.
async fn attempt(
    state: &AppState,
    job: &job::Model,
    import: &import::Model,
) -> AppResult<(job::Model, import::Model)> {
    let now = state.clock.now();
    let begun = import::Model {
        staging_attempts: Some(import.staging_attempts.unwrap_or(0).saturating_add(1)),
        updated_at: now,
        ..import.clone()
    };
    let begin = async |tx: &Tx| {
        let running = job::Model { state: JobState::Running.as_str().to_owned(), ..job.clone() };
        let job = jobs::repo::advance(tx, job, running, now).await?;
        repo::save(tx, begun.clone()).await?;
        Ok(job)
    };
    let job = state.db.write(begin).await?;
    Ok((job, begun))
}

/// A row to look at, with the bytes it takes.
struct Line {
    staged: Staged,
    bytes: i64,
}

/// Where an import stands.
type Place = (job::Model, import::Model);

/// Some batches; the last one ends the import.
async fn round(at: &At<'_>, job: &job::Model, import: import::Model) -> AppResult<u64> {
    let lines = lines(at.state, &import).await?;
    let mut place = (job.clone(), import);
    for some in lines.chunks(BATCH) {
        place = Box::pin(batch(at, place, some)).await?;
    }
    let (job, import) = place;
    if import.position >= import.staged_bytes {
        end(at.state, &job, &import, JobState::Done, None).await?;
    }
    Ok(u64::try_from(lines.len()).unwrap_or(0))
}

/// The rows of the next round.
async fn lines(state: &AppState, import: &import::Model) -> AppResult<Vec<Line>> {
    let key = import.staged_key.ok_or(ErrorCode::ImportNotReady)?;
    let upto = import.staged_bytes.min(import.position.saturating_add(ROUND));
    let from = u64::try_from(import.position).map_err(AppError::internal)?;
    let upto = u64::try_from(upto).map_err(AppError::internal)?;
    if from >= upto {
        return Ok(Vec::new());
    }
    let mut content = state.files.store().read(Folder::Contents, key, Some(from..upto)).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = content.next().await {
        bytes.extend_from_slice(&piece.map_err(AppError::internal)?);
    }
    let mut lines = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        // The last one may be cut off: it is the next round's first.
        if !line.ends_with(b"\n") {
            break;
        }
        let bytes = i64::try_from(line.len()).map_err(AppError::internal)?;
        lines.push(Line { staged: serde_json::from_slice(line)?, bytes });
    }
    if lines.is_empty() {
        return Err(AppError::internal(format!("a row longer than {LONGEST} bytes")));
    }
    Ok(lines)
}

/// What was found out about a batch.
#[derive(Default)]
struct Looked {
    fresh: Vec<Ready>,
    known: i64,
    refused: i64,
    problems: Vec<(u64, String, Flaw)>,
}

impl Looked {
    fn refuse(&mut self, staged: &Staged, flaws: Vec<Flaw>) {
        self.refused += 1;
        let each = flaws.into_iter().map(|flaw| (staged.line, staged.number.clone(), flaw));
        self.problems.extend(each);
    }
}

async fn look(at: &At<'_>, lines: &[Line]) -> AppResult<Looked> {
    let mut looked = Looked::default();
    let mut ready = Vec::new();
    for Line { staged, .. } in lines {
        let Some(row) = &staged.row else {
            looked.refuse(staged, staged.flaws.clone());
            continue;
        };
        match at.engine.check(row).await? {
            Ok(one) => ready.push((staged, row, one)),
            Err(flaws) => looked.refuse(staged, flaws),
        }
    }
    let mut numbers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (_, row, _) in &ready {
        numbers.entry(&row.system).or_default().push(row.number.clone());
    }
    let (mut known, mut readable) = (HashSet::new(), HashSet::new());
    for (system, numbers) in numbers {
        let with_system = |number: String| (system.to_owned(), number);
        let there = at.engine.known(system, &numbers).await?;
        if !there.is_empty() {
            let seen = at.engine.readable(system, &numbers).await?;
            readable.extend(seen.into_iter().map(with_system));
        }
        known.extend(there.into_iter().map(with_system));
    }
    for (staged, row, one) in ready {
        let number = (row.system.clone(), row.number.clone());
        if readable.contains(&number) {
            looked.known += 1;
        } else if known.contains(&number) {
            // As when it is registered by hand: that it is there, but not what it is.
            let code = ErrorCode::CaseSourceDuplicate;
            let flaw = Flaw {
                field: "source.number".to_owned(),
                code: code.as_str().to_owned(),
                detail: code.title(crate::platform::lang::Lang::Zh).to_owned(),
            };
            looked.refuse(staged, vec![flaw]);
        } else {
            looked.fresh.push(one);
        }
    }
    Ok(looked)
}

/// One transaction; where it fails, one a row, so that a row that cannot be helped holds up no other.
async fn batch(at: &At<'_>, place: Place, lines: &[Line]) -> AppResult<Place> {
    let looked = look(at, lines).await?;
    let may_go_on =
        |error: &AppError| error.code() != ErrorCode::RequestStaleVersion && !is_passing(error);
    let error = match Box::pin(commit(at, &place, lines, looked)).await {
        Ok(after) => return Ok(after),
        Err(error) if may_go_on(&error) => error,
        Err(error) => return Err(error),
    };
    tracing::warn!(%error, import.id = %place.1.id, "a batch failed; its rows are stored one by one");
    let mut place = place;
    for line in lines {
        let line = std::slice::from_ref(line);
        let looked = look(at, line).await?;
        place = match Box::pin(commit(at, &place, line, looked)).await {
            Ok(after) => after,
            Err(error) if may_go_on(&error) => {
                let mut looked = Looked::default();
                for Line { staged, .. } in line {
                    let flaw = Flaw {
                        field: String::new(),
                        code: error.code().as_str().to_owned(),
                        detail: error.code().title(crate::platform::lang::Lang::Zh).to_owned(),
                    };
                    looked.refuse(staged, vec![flaw]);
                }
                Box::pin(commit(at, &place, line, looked)).await?
            }
            Err(error) => return Err(error),
        };
    }
    Ok(place)
}

/// Stores what was found out, and how far the import is then.
async fn commit(
    at: &At<'_>,
    (job, import): &Place,
    lines: &[Line],
    looked: Looked,
) -> AppResult<Place> {
    let now = at.state.clock.now();
    let count = |length: usize| i64::try_from(length).map_err(AppError::internal);
    let Looked { fresh, known, refused, problems } = looked;
    let rows = problems.into_iter().zip(1..).map(|((line, number, flaw), seq)| problem::Model {
        id: at.state.ids.next(),
        import_id: import.id,
        seq: import.problem_count + seq,
        line: i64::try_from(line).unwrap_or(i64::MAX),
        source_number: number.chars().take(100).collect(),
        column_name: at.converter.column(&flaw.field).to_owned(),
        field: flaw.field,
        code: flaw.code,
        detail: flaw.detail,
    });
    let rows: Vec<_> = rows.collect();
    let after = import::Model {
        position: import.position + lines.iter().map(|line| line.bytes).sum::<i64>(),
        row_count: import.row_count + count(lines.len())?,
        added_count: import.added_count + count(fresh.len())?,
        known_count: import.known_count + known,
        refused_count: import.refused_count + refused,
        problem_count: import.problem_count + count(rows.len())?,
        updated_at: now,
        ..import.clone()
    };
    let running = job::Model {
        state: JobState::Running.as_str().to_owned(),
        done_count: after.row_count,
        ..job.clone()
    };
    let store = async |tx: &Tx| {
        // First of all: who is too late stores nothing.
        let job = jobs::repo::advance(tx, job, running, now).await?;
        if !import.is_dry_run && !fresh.is_empty() {
            at.engine.store_in(tx, &at.keeper, fresh).await?;
        }
        repo::insert_problems(tx, rows).await?;
        repo::save(tx, after.clone()).await?;
        Ok(job)
    };
    let job = at.state.db.write(store).await?;
    at.step.set(job.step);
    tracing::debug!(import.id = %import.id, by = %at.actor.capacity_id, "a batch was imported");
    Ok((job, after))
}

/// Ends an import. What is stored stays; the file goes when it is not needed again.
async fn end(
    state: &AppState,
    job: &job::Model,
    import: &import::Model,
    stands: JobState,
    why: Option<(ErrorCode, String)>,
) -> AppResult<()> {
    let now = state.clock.now();
    let is_over = stands == JobState::Done && !import.is_dry_run;
    let (code, failure) = why.map_or((None, None), |(code, why)| (Some(code.as_str()), Some(why)));
    let finish = async |tx: &Tx| {
        let job = jobs::repo::end(tx, job, stands, code, now).await?;
        let ended = import::Model {
            staging_attempts: None,
            failure,
            updated_at: now,
            row_version: import.row_version + 1,
            ..import.clone()
        };
        repo::save(tx, ended).await?;
        if import.is_dry_run || import.added_count == 0 {
            return Ok(());
        }
        let entry = Entry::of(state, AuditAction::CasesImported)
            .by_user(job.user_id, Some(job.capacity_id))
            .on("import", import.id)
            .with("added", import.added_count)
            .with("refused", import.refused_count);
        record(tx, entry).await
    };
    state.db.write(finish).await?;
    if is_over {
        for key in [import.storage_key, import.staged_key].into_iter().flatten() {
            if let Err(error) = state.files.store().remove(key).await {
                // Its key stays with the row, and the sweep takes both.
                tracing::error!(%error, import.id = %import.id, %key, "a file was not removed");
                return Ok(());
            }
        }
        state.db.write(async |tx: &Tx| repo::forget_keys(tx, import.id).await).await?;
    }
    Ok(())
}
