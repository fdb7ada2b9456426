//! A round of one part.

use super::state::PartState;
use super::workers::Shared;
use crate::bound::{Dual, Graphs, Prices};
use crate::exact::{prove, rest_duty_bound};
use crate::problem::Part;
use crate::search::{Random, Roster, Search, complete, dive, over, start};

/// Steps between two looks at the clock.
const BREATH: u64 = 32;
/// Dual steps of the first round and of every later one.
const FIRST_STEPS: u32 = 400;
const MORE_STEPS: u32 = 100;
/// Dives of the first round; later every other round has one.
const FIRST_DIVES: u64 = 3;
/// A step length below which prices no longer move to any purpose.
const SHORTEST: i64 = 8;
/// Operations a part is given for its bound in any case.
const LEAST: u64 = 200_000;
/// Columns up to which a part is worth branch and bound.
const SMALL: usize = 1500;

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
    work += improve_bound(shared, part, state, quota / 2);
    if state.is_proven() {
        return work;
    }
    let prices = state.prices(problem, part);
    let is_small = part.columns <= SMALL && !state.is_hard;
    let for_search = quota.saturating_sub(work) / if is_small { 4 } else { 1 };
    let until = work + for_search;
    if state.rounds == 0 {
        work += begin(shared, part, state, &prices, &mut random);
    }
    let dives = if state.rounds == 0 { FIRST_DIVES } else { state.rounds % 2 };
    if dives > 0 && !state.is_proven() {
        let over = over(problem, part);
        let mut found: Option<Roster> = None;
        for _ in 0..dives {
            let (roster, dived) =
                dive(problem, part, &shared.model.scale, prices.clone(), &over, &mut random);
            work += dived;
            if let Some(mut roster) = roster {
                work += complete(&mut roster, part, &shared.model.scale, &mut random);
                if found.as_ref().is_none_or(|known| roster.cost < known.cost) {
                    found = Some(roster);
                }
            }
            if !shared.pulse(0) || work > until {
                break;
            }
        }
        if let Some(roster) = found {
            let share = until.saturating_sub(work) * 2 / 3;
            work += search(shared, part, state, &prices, random.clone(), roster, share);
        }
    }
    if let Some(best) = state.roster.clone().filter(|_| !state.is_proven()) {
        let roster = Roster::of(problem, part, &best);
        let share = until.saturating_sub(work);
        work += search(shared, part, state, &prices, random, roster, share);
    }
    if let Some(best) = state.roster.as_ref().filter(|_| !state.is_proven()) {
        let roster = Roster::of(problem, part, best);
        let bound =
            rest_duty_bound(problem, part, &shared.model.scale, prices.clone(), &roster);
        state.bound = state.bound.max(bound.unwrap_or(state.bound).min(state.cost));
    }
    if is_small && !state.is_proven() {
        work += proof(shared, part, state, quota.saturating_sub(work));
    }
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

/// Tries branch and bound within a quota.
fn proof(shared: &Shared, part: &Part, state: &mut PartState, quota: u64) -> u64 {
    let model = shared.model;
    let (problem, scale) = (&model.problem, &model.scale);
    let prices = state.prices(problem, part);
    let proof = prove(problem, part, scale, prices, state.cost, quota, &|work| shared.pulse(work));
    if let Some((cost, roster)) = proof.roster {
        state.cost = cost;
        state.roster = Some(roster);
    }
    state.bound = state.bound.max(proof.bound);
    proof.work
}

fn improve_bound(shared: &Shared, part: &Part, state: &mut PartState, quota: u64) -> u64 {
    let model = shared.model;
    let (problem, scale) = (&model.problem, &model.scale);
    let mut dual = Dual::new(problem, state.prices(problem, part));
    let graphs = Graphs::all(problem);
    dual.theta = state.theta;
    dual.stalled = state.stalled;
    dual.bound = state.scaled;
    let steps = if state.rounds == 0 { FIRST_STEPS } else { MORE_STEPS };
    if state.rounds == 1 { dual.theta = 512; }
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
        // The best roster can be far off in the beginning; a target too high makes prices wild.
        let near = dual.bound + dual.bound.abs() / 20;
        let target = near.min(state.cost.saturating_mul(scale.minute));
        dual.step(problem, part, scale, value, target);
        let work = dual.work() - pulsed;
        pulsed += work;
        if !shared.pulse(work) || dual.work() > quota.max(LEAST) {
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
    roster: Roster,
    quota: u64,
) -> u64 {
    let model = shared.model;
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
