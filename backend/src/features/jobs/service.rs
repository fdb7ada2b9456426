//! Reading jobs and ending them: one's own, and the runs of plans one may see.

use uuid::Uuid;

use super::dto::{JobFilter, JobView};
use super::state::JobState;
use super::{repo, view};
use crate::app::AppState;
use crate::features::auth::service::resolve;
use crate::features::auth::token::Bearer;
use crate::features::jobs::entity::job::Model;
use crate::features::rotation_plans;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Cursor, IfMatch, NoBody, Page, Reply, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, may_ever};

/// The only order of the list, in its cursors.
const ORDER: &str = "jobs:-id";

/// The caller's jobs, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &JobFilter,
    lang: Lang,
) -> AppResult<Page<JobView>> {
    let db = state.db.reader();
    let (most, person) = (limit(filter.limit), actor.person_id);
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let own = repo::list(db, person, &filter.state, after, most + 1).await?;
    let mut total = counted(filter.count, repo::count(db, person, &filter.state)).await?;
    let mut jobs = own.iter().map(|row| view::of_row(row, lang)).collect::<AppResult<Vec<_>>>()?;
    if may_ever(actor, Action::RotationDraw) {
        let words: Vec<_> = filter.state.iter().map(|state| state.as_str()).collect();
        let all = rotation_plans::service::count_runs_of(state, actor, &words);
        let of_plans = counted(filter.count, all).await?;
        total = total.zip(of_plans).map(|(own, of_plans)| own + of_plans);
        let runs = rotation_plans::service::runs_of(state, actor, &words, after, most + 1, lang);
        for run in runs.await? {
            jobs.push(view::of_run(run, lang)?);
        }
    }
    // Ids begin with their time.
    jobs.sort_unstable_by_key(|job| std::cmp::Reverse(job.id));
    jobs.truncate(usize::try_from(most + 1).unwrap_or(usize::MAX));
    Ok(Page::cut(jobs, most, ORDER, |job| (None, job.id), |job| job)?.of(total))
}

/// One job: 404 unless it is the caller's, or a run of a plan they may see.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<JobView>> {
    let job = if let Some(row) = repo::find(state.db.reader(), id).await? {
        view::of_row(&owned(actor, row)?, lang)?
    } else {
        let run = rotation_plans::service::get_job(state, actor, id, lang).await?;
        view::of_run(run, lang)?
    };
    Ok(Reply::ok(&job)?.version(job.version).personal())
}

/// Ends a job before its time: what it has stored stays, and a queued one never begins.
pub async fn cancel(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<JobView>> {
    let now = state.clock.now();
    let cancel = async |tx: &Tx| {
        let Some(row) = repo::hold(tx, id).await? else {
            let run = rotation_plans::service::cancel_job(state, tx, actor, id, seen, lang).await?;
            let job = view::of_run(run, lang)?;
            return Ok(Reply::ok(&job)?.version(job.version));
        };
        let row = owned(actor, row)?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let stands = JobState::parse(&row.state);
        let row = match stands.filter(|stands| stands.is_open() && !row.is_cancel_wanted) {
            Some(JobState::Queued) => repo::end(tx, &row, JobState::Cancelled, None, now).await?,
            Some(JobState::Running | JobState::Done | JobState::Cancelled | JobState::Failed) => {
                let wanted = Model { is_cancel_wanted: true, ..row.clone() };
                repo::advance(tx, &row, wanted, now).await?
            }
            None => {
                let wrong = AppError::from(ErrorCode::JobWrongState);
                // Nothing but cancelling is ever done to a job.
                return Err(wrong.standing(row.state.as_str(), [""; 0]));
            }
        };
        let job = view::of_row(&row, lang)?;
        Ok(Reply::ok(&job)?.version(job.version))
    };
    state.once(actor).run(command.idempotency, cancel).await
}

fn owned(actor: &Actor, row: Model) -> AppResult<Model> {
    if row.person_id == actor.person_id { Ok(row) } else { Err(ErrorCode::RequestNotFound.into()) }
}

/// Whoever asked for a job, with the rights they have now; 403 where they may do `action` no more.
pub async fn owner_of(state: &AppState, job: &Model, action: Action) -> AppResult<Actor> {
    // No session: a job goes on when its owner has signed out.
    let session_id = Uuid::nil();
    let bearer = Bearer { user_id: job.user_id, capacity_id: job.capacity_id, session_id };
    let owner = resolve(state, bearer).await.map_err(|error| {
        if error.code() == ErrorCode::AuthInvalidToken {
            return ErrorCode::JobOwnerGone.into();
        }
        error
    })?;
    if may_ever(&owner.actor, action) {
        Ok(owner.actor)
    } else {
        Err(ErrorCode::JobOwnerGone.into())
    }
}

/// Refuses one more job to who has too many open.
pub async fn has_room(state: &AppState, tx: &Tx, actor: &Actor) -> AppResult<()> {
    let most = state.config.bulk.max_open_jobs;
    let open: Vec<_> = JobState::ALL.iter().copied().filter(|state| state.is_open()).collect();
    let jobs = repo::list(&**tx, actor.person_id, &open, None, most).await?;
    if u64::try_from(jobs.len()).unwrap_or(u64::MAX) >= most {
        return Err(AppError::from(ErrorCode::JobTooManyOpen).with("max", most));
    }
    Ok(())
}
