//! The trait everything is asked through, and what goes in and out beside the instance.

use serde::{Deserialize, Serialize};

use crate::engine::SavedState;
use crate::instance::Instance;
use crate::refusal::Refusal;
use crate::solution::Solution;

/// Makes rosters.
pub trait RotationSolver {
    /// Solves an instance, or goes on from where `resume` was saved.
    ///
    /// The result is a roster that breaks no hard rule; what cannot be filled is left open and
    /// priced. The same instance, seed and [`Settings::work`] give the same roster on every
    /// machine, in one run or in several, unless [`Settings::seconds`] or the watcher ended it.
    fn solve(
        &self,
        instance: &Instance,
        settings: &Settings,
        resume: Option<&SavedState>,
        watch: &mut dyn Watch,
    ) -> Result<Outcome, Refusal>;
}

/// How to solve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What every random choice comes from.
    pub seed: u64,
    /// The budget, in units of work that do not depend on the machine: about a millisecond each on
    /// a slow core. See [`Settings::for_seconds`].
    pub work: u64,
    /// Ends the run early whatever the budget; `None` is no limit.
    pub seconds: Option<u64>,
    /// Threads for parts that share nobody; the roster does not depend on it.
    pub threads: usize,
}

impl Settings {
    /// A budget that a slow core uses up within `seconds`, which is also the limit.
    pub fn for_seconds(seconds: u64, seed: u64) -> Self {
        Self { seed, work: seconds.saturating_mul(1000), seconds: Some(seconds), threads: 1 }
    }
}

/// Follows a run.
pub trait Watch {
    /// Called a few times a second. [`Next::Stop`] ends the run with the best roster so far.
    fn progress(&mut self, progress: &Progress) -> Next {
        let _ = progress;
        Next::GoOn
    }

    /// Called after every round with all that is needed to go on after a restart.
    fn save(&mut self, state: &SavedState) {
        let _ = state;
    }
}

/// Nobody follows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// What the watcher wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To go on.
    GoOn,
    /// To stop with what there is.
    Stop,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Cost of the best roster so far.
    pub objective: i64,
    /// No roster costs less.
    pub bound: i64,
    /// Millionths the best roster may be above the best possible one.
    pub gap_ppm: u64,
    /// Work done.
    pub work: u64,
    /// Work allowed.
    pub work_limit: u64,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// No better roster exists.
    Proven,
    /// The budget of work is used up.
    Work,
    /// The seconds are over.
    Seconds,
    /// The watcher said stop.
    Stopped,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The roster, with objective and bound.
    pub solution: Solution,
    /// Its cost.
    pub objective: i64,
    /// No roster costs less.
    pub bound: i64,
    /// Millionths the roster may be above the best possible one.
    pub gap_ppm: u64,
    /// Why it ended.
    pub ended: Ended,
    /// To go on with more work.
    pub state: SavedState,
}

/// `(objective - bound) / bound` in millionths, rounded up; 0 when both are the same.
pub fn gap_ppm(objective: i64, bound: i64) -> u64 {
    let above = i128::from(objective) - i128::from(bound);
    if above <= 0 {
        return 0;
    }
    let base = i128::from(bound.max(1));
    u64::try_from((above * 1_000_000 + base - 1) / base).unwrap_or(u64::MAX)
}
