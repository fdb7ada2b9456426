//! The way to the solver, and back: an instance goes in, rosters come out as rows. Everything that
//! takes time runs off the async threads.

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use zongzhi_solver::check::{self, Report};
use zongzhi_solver::instance::Role;
use zongzhi_solver::shortage::{self, Shortage};
use zongzhi_solver::{
    Assignment, Instance, LagrangeSolver, Next, Outcome, Progress, Refusal, RotationSolver as _,
    SavedState, Settings, Watch,
};

use super::entity::assignment;
use crate::app::AppState;
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::platform::error::{AppError, AppResult};

/// How far a run goes, and how far at once.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Units of work of the whole run; a thousand are about a second of a slow core.
    pub work: u64,
    /// Seconds at once; without, a run is done in one turn.
    pub seconds: Option<u64>,
}

impl Pace {
    /// Beside a server: more than a county's month needs, a few seconds at once, so that other jobs
    /// get their turn and a lease is not outlived.
    pub const SERVER: Self = Self { work: 8_000, seconds: Some(3) };
    /// For a story that is the same on every machine.
    pub const STORY: Self = Self { work: 600, seconds: None };
}

/// The same tables give the same roster.
const SEED: u64 = 1;

/// What one round of a run came to.
#[derive(Debug)]
pub struct Round {
    /// The best roster so far, and what goes on from here.
    pub outcome: Outcome,
    /// How much of the work is done, percent.
    pub progress_pct: i32,
}

/// Remembers how far a round came.
#[derive(Default)]
struct Last(Option<Progress>);

impl Watch for Last {
    fn progress(&mut self, progress: &Progress) -> Next {
        self.0 = Some(*progress);
        Next::GoOn
    }
}

/// Solves on from `saved` for a few seconds; the refusal of an instance that cannot be solved.
pub async fn round(
    instance: Instance,
    saved: Option<SavedState>,
    pace: Pace,
) -> AppResult<Result<Round, Refusal>> {
    let work = move || {
        let settings = Settings { seed: SEED, work: pace.work, seconds: pace.seconds, threads: 1 };
        let mut last = Last::default();
        let outcome = LagrangeSolver.solve(&instance, &settings, saved.as_ref(), &mut last)?;
        Ok(Round { outcome, progress_pct: percent(last.0) })
    };
    web::block(work).await.map_err(|error| AppError::internal(error.to_string()))
}

fn percent(progress: Option<Progress>) -> i32 {
    let Some(progress) = progress else { return 0 };
    let done = progress.work.saturating_mul(100) / progress.work_limit.max(1);
    i32::try_from(done.min(100)).unwrap_or(100)
}

/// An instance as it is stored.
pub fn read(instance: &str) -> AppResult<Instance> {
    Ok(serde_json::from_str(instance)?)
}

/// Every rule and the cost of a roster, by other code than the solver's. What is locked in it now is
/// what excuses a short tour, not what was locked when it was made.
pub async fn checked(instance: Instance, rows: &[assignment::Model]) -> AppResult<Report> {
    let (instance, roster) = as_it_stands(instance, rows);
    let work = move || check::check(&instance, &roster);
    let report = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    report.map_err(|refusal| AppError::internal(refusal.to_string()))
}

/// The places a roster leaves empty, with why.
pub async fn short(instance: Instance, rows: &[assignment::Model]) -> AppResult<Vec<Shortage>> {
    let (instance, roster) = as_it_stands(instance, rows);
    let work = move || shortage::explain(&instance, &roster);
    let found = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    found.map_err(|refusal| AppError::internal(refusal.to_string()))
}

pub(super) fn as_it_stands(
    instance: Instance,
    rows: &[assignment::Model],
) -> (Instance, Vec<Assignment>) {
    let locked = rows.iter().filter(|row| row.is_locked).map(row_of).collect();
    (Instance { locked, ..instance }, rows.iter().map(row_of).collect())
}

/// One row as the solver has it.
pub(super) fn row_of(row: &assignment::Model) -> Assignment {
    Assignment {
        staff: row.person_id.to_string(),
        post: row.obligation_id.to_string(),
        block: usize::try_from(row.block).unwrap_or(0),
    }
}

/// What an assignment of an instance is in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its first day.
    pub from_on: NaiveDate,
    /// Its last day.
    pub until_on: NaiveDate,
    /// In which order the person is named.
    pub role: NomineeRole,
}

/// Where somebody would be; none where the person is not named or there is no such block.
pub fn place(instance: &Instance, one: &Assignment) -> Option<Place> {
    let post = instance.posts.iter().find(|post| post.id == one.post)?;
    let block = instance.units.get(&post.unit)?.get(one.block)?;
    let role = match post.roles.get(&one.staff)? {
        Role::A => NomineeRole::Primary,
        Role::B => NomineeRole::Alternate,
        Role::C => NomineeRole::Reserve,
    };
    Some(Place { from_on: block.from, until_on: block.to, role })
}

/// The rows of a roster the solver made.
pub fn rows(
    state: &AppState,
    plan_id: Uuid,
    instance: &Instance,
    roster: &[Assignment],
    now: DateTime<Utc>,
) -> AppResult<Vec<assignment::Model>> {
    let unknown = || AppError::internal("the solver answered with somebody or a post unknown");
    let parse = |text: &str| Uuid::try_parse(text).map_err(AppError::internal);
    // They are listed in the order of their ids, which within one millisecond are in none.
    let mut ids: Vec<_> = roster.iter().map(|_| state.ids.next()).collect();
    ids.sort_unstable();
    let rows = roster.iter().zip(ids).map(|(one, id)| {
        let place = place(instance, one).ok_or_else(unknown)?;
        Ok(assignment::Model {
            id,
            plan_id,
            obligation_id: parse(&one.post)?,
            person_id: parse(&one.staff)?,
            block: i32::try_from(one.block).unwrap_or(i32::MAX),
            from_on: place.from_on,
            until_on: place.until_on,
            role: place.role.as_str().to_owned(),
            is_locked: instance.locked.contains(one),
            created_at: now,
            updated_at: now,
            row_version: 1,
        })
    });
    rows.collect()
}
