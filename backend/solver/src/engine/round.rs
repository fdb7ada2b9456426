//! A round of one part.

use super::state::PartState;
use super::workers::Shared;
use crate::bound::{Dual, Graphs, Prices};
use crate::problem::Part;
use crate::search::{Random, Roster, Search, start};

/// Steps between two looks at the clock.
const BREATH: u64 = 32;
/// Dual steps of the first round and of every later one.
const FIRST_STEPS: u32 = 120;
const MORE_STEPS: u32 = 30;
/// A step length below which prices no longer move to any purpose.
const SHORTEST: i64 = 8;

/// Runs a round within about `quota` operations; returns the operations done.
pub(crate) fn run(shared: &Shared, index: usize, state: &mut PartState, quota: u64) -> u64 {
    let part = &shared.model.parts[index];
    let problem = &shared.model.problem;
    let mut random = Random::of(shared.seed, index, state.rounds);
    let mut work = 0;
    if part.lanes.is_empty() {
        state.roster = Some(Vec::new());
        state.bound = state.cost;
        return 0;
    }
    if state.roster.is_none() {
        let prices = state.prices(problem, part);
        work += begin(shared, part, state, &prices, &mut random);
    }
    work += improve_bound(shared, part, state);
    if state.is_proven() {
        return work;
    }
    let prices = state.prices(problem, part);
    if state.rounds == 0 {
        work += begin(shared, part, state, &prices, &mut random);
    }
    work += search(shared, part, state, &prices, random, quota.saturating_sub(work));
    state.rounds += 1;
    work
}

/// A roster from prices, kept when it is the best.
fn begin(
    shared: &Shared,
    part: &Part,
    state: &mut PartState,
    prices: &Prices,
    random: &mut Random,
) -> u64 {
    let model = shared.model;
    let (roster, work) = start(&model.problem, part, &model.scale, prices, random);
    if state.roster.is_none() || roster.cost < state.cost {
        state.cost = roster.cost;
        state.roster = Some(roster.columns(part));
    }
    shared.pulse(work);
    work
}

fn improve_bound(shared: &Shared, part: &Part, state: &mut PartState) -> u64 {
    let model = shared.model;
    let (problem, scale) = (&model.problem, &model.scale);
    let mut dual = Dual::new(problem, state.prices(problem, part));
    let graphs = Graphs::all(problem);
    dual.theta = state.theta;
    dual.stalled = state.stalled;
    dual.bound = state.scaled;
    let steps = if state.rounds == 0 { FIRST_STEPS } else { MORE_STEPS };
    let mut pulsed = 0;
    for _ in 0..steps {
        if dual.theta < SHORTEST {
            break;
        }
        let before = dual.bound;
        let Some(value) = dual.evaluate(&graphs, part, scale) else { break };
        if scale.minutes_up(dual.bound) >= state.cost {
            break;
        }
        if dual.bound > before {
            dual.stalled = 0;
        } else {
            dual.stalled += 1;
            if dual.stalled >= 8 {
                dual.theta = dual.theta * 3 / 4;
                dual.stalled = 0;
            }
        }
        dual.step(problem, part, scale, value, state.cost.saturating_mul(scale.minute));
        let work = dual.work() - pulsed;
        pulsed += work;
        if !shared.pulse(work) {
            break;
        }
    }
    state.theta = dual.theta;
    state.stalled = dual.stalled;
    state.scaled = dual.bound;
    state.bound = state.bound.max(scale.minutes_up(dual.bound));
    state.keep(part, &dual.best);
    dual.work()
}

fn search(
    shared: &Shared,
    part: &Part,
    state: &mut PartState,
    prices: &Prices,
    random: Random,
    quota: u64,
) -> u64 {
    let model = shared.model;
    let columns = state.roster.as_deref().unwrap_or(&[]);
    let roster = Roster::of(&model.problem, part, columns);
    let mut search =
        Search::new(roster, part, &model.scale, prices, &model.neighbors, random);
    let hottest = if state.rounds == 0 { 200 } else { 100 };
    let (mut steps, mut pulsed) = (0_u64, 0);
    while search.work() < quota {
        let left = quota - search.work();
        // From hot to cold, as the square of what is left.
        let heat = i128::from(hottest) * i128::from(left) * i128::from(left)
            / (i128::from(quota) * i128::from(quota));
        let heat = usize::try_from(heat).unwrap_or(0);
        let slack = i64::try_from(search.random.below(heat + 1)).unwrap_or(0);
        search.step(slack);
        steps += 1;
        if steps.is_multiple_of(BREATH) {
            let work = search.work() - pulsed;
            pulsed += work;
            if search.best_cost <= state.bound || !shared.pulse(work) {
                break;
            }
        }
    }
    if search.best_cost < state.cost {
        state.cost = search.best_cost;
        state.roster = Some(search.best.clone());
    }
    search.work()
}
