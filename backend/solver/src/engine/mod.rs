//! Rounds over the parts of an instance: better prices, then better rosters, then proof where a part
//! is small. Everything a round does follows from the state it began with, the seed and its share
//! of the work, so a run can end and go on between rounds.

mod round;
mod state;
mod workers;

pub use state::SavedState;

use std::time::{Duration, Instant};

use crate::bound::Scale;
use crate::instance::Instance;
use crate::problem::{Part, Problem, parts};
use crate::refusal::Refusal;
use crate::search::Neighbors;
use crate::solution::Solution;
use crate::solver::{Ended, Next, Outcome, Progress, RotationSolver, Settings, Watch, gap_ppm};
use workers::Shared;

/// Rounds a budget of work is spent in.
const ROUNDS: u64 = 10;
/// Additions of the dynamic programme (eight at a time) a unit of work stands for.
const OPERATIONS: u64 = 100_000;

/// A compiled instance with all that does not change during a run.
pub(crate) struct Model {
    pub(crate) problem: Problem,
    pub(crate) scale: Scale,
    pub(crate) parts: Vec<Part>,
    pub(crate) neighbors: Neighbors,
}

impl Model {
    pub(crate) fn of(instance: &Instance) -> Result<Self, Refusal> {
        let problem = Problem::of(instance)?;
        let scale = Scale::of(&problem)?;
        let parts = parts(&problem);
        let neighbors = Neighbors::of(&problem);
        Ok(Self { problem, scale, parts, neighbors })
    }
}

/// The solver: bounds by Lagrangian relaxation with an exact dynamic programme for each person,
/// rosters by large-neighbourhood search with the same programme, proof by branch and bound.
#[derive(Debug, Clone, Copy, Default)]
pub struct LagrangeSolver;

impl RotationSolver for LagrangeSolver {
    fn solve(
        &self,
        instance: &Instance,
        settings: &Settings,
        resume: Option<&SavedState>,
        watch: &mut dyn Watch,
    ) -> Result<Outcome, Refusal> {
        let started = Instant::now();
        let model = Model::of(instance)?;
        let mut state = match resume {
            Some(saved) => saved.checked(&model, instance, settings)?,
            None => SavedState::new(&model, instance, settings),
        };
        let deadline = settings.seconds.and_then(|s| started.checked_add(Duration::from_secs(s)));
        let limit = settings.work.saturating_mul(OPERATIONS);
        let ended = loop {
            if state.is_proven() {
                break Ended::Proven;
            }
            if state.rounds > 0 && state.work >= limit {
                break Ended::Work;
            }
            let left = ROUNDS.saturating_sub(state.rounds).max(1);
            let quota = limit.saturating_sub(state.work) / left;
            let shared = Shared::new(&model, settings, deadline);
            let outcome = workers::round(&shared, &mut state, quota, &mut |state, work| {
                watch.progress(&progress(&model, state, work, settings))
            });
            state.rounds += 1;
            match outcome {
                Some(ended) => break ended,
                None => watch.save(&state),
            }
            if watch.progress(&progress(&model, &state, state.work, settings)) == Next::Stop {
                break Ended::Stopped;
            }
        };
        Ok(outcome(&model, instance, settings, state, ended))
    }
}

fn progress(model: &Model, state: &SavedState, work: u64, settings: &Settings) -> Progress {
    let (objective, bound) = state.figures(model);
    Progress {
        objective,
        bound,
        gap_ppm: gap_ppm(objective, bound),
        work: work / OPERATIONS,
        work_limit: settings.work,
    }
}

fn outcome(
    model: &Model,
    instance: &Instance,
    settings: &Settings,
    state: SavedState,
    ended: Ended,
) -> Outcome {
    if std::env::var("DBG").is_ok() { for (i,p) in state.parts.iter().enumerate() { if p.bound<p.cost { let part=&model.parts[i]; let r=crate::search::Roster::of(&model.problem, part, p.roster.as_ref().unwrap()); let mut short=std::collections::BTreeMap::new(); for c in &part.cells { let cell=&model.problem.cells[*c]; if r.seats[*c]>0 {*short.entry(instance.posts[cell.post].name.clone()).or_insert(0)+=r.seats[*c]*cell.price;} } eprintln!("part {i} cols {} persons {} posts {:?} cost {} bound {} short {:?}", part.columns, part.persons.len(), {let mut q:Vec<usize>=part.cells.iter().map(|c|model.problem.cells[*c].post).collect(); q.dedup(); q.len()}, p.cost,p.bound,short);}} }
    let (objective, bound) = state.figures(model);
    let assignments = model.problem.assignments(instance, &state.columns());
    let mut solution = Solution::of(instance, assignments);
    solution.method = Some("lagrange".to_owned());
    solution.objective = Some(objective);
    solution.bound = Some(bound);
    solution.seed = Some(settings.seed);
    Outcome { solution, objective, bound, gap_ppm: gap_ppm(objective, bound), ended, state }
}
