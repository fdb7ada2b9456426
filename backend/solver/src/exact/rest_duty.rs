//! The least a rest-duty post of one seat can cost, exactly, by dynamic programming over who still
//! rests: shortages on long holidays that prices do not see.

use std::collections::BTreeMap;

use crate::bound::{Dual, Graphs, Prices, Scale};
use crate::problem::{Part, Problem, number};
use crate::search::{Roster, over};

/// States at a block beyond which a post is given up.
const MOST_STATES: usize = 30_000;

/// Who rests, and until when.
type State = Vec<(usize, i32)>;

/// A bound of the part, in minutes, when one of its rest-duty posts has a shortage in `roster`.
pub(crate) fn bound(
    problem: &Problem,
    part: &Part,
    scale: &Scale,
    prices: Prices,
    roster: &Roster,
    work: &mut u64,
) -> Option<i64> {
    let over = over(problem, part);
    let mut apart = Vec::new();
    let mut total = 0;
    let mut posts: Vec<usize> = part.cells.iter().map(|cell| problem.cells[*cell].post).collect();
    posts.dedup();
    for post in posts {
        let cells = problem.first_cell[post]..problem.first_cell[post + 1];
        if cells.clone().any(|cell| roster.seats[cell] > 0)
            && is_simple(problem, &over, cells.clone(), post)
            && let Some(least) = least(problem, &over, cells, roster, work)
        {
            total += least;
            apart.push(post);
        }
    }
    if apart.is_empty() {
        return None;
    }
    let mut dual = Dual::new(problem, prices);
    let rest = dual.without(&Graphs::all(problem), part, scale, &apart)?;
    Some(total + scale.minutes_up(rest))
}

/// One seat, no mix, tours of one block, and people who have rest duty nowhere else.
fn is_simple(
    problem: &Problem,
    over: &[Vec<usize>],
    mut cells: std::ops::Range<usize>,
    post: usize,
) -> bool {
    cells.all(|cell| {
        let row = &problem.cells[cell];
        row.headcount == 1
            && row.mixes == 0
            && over[cell].iter().all(|position| {
                let column = &problem.columns[*position];
                let lane = &problem.lanes[column.lane];
                let own = &problem.columns[lane.columns.clone()];
                lane.is_rest
                    && column.cells == 1
                    && problem.shared_of[column.shared].is_empty()
                    && own.iter().all(|other| other.post == post)
            })
    })
}

/// Parts a minute is counted in here.
const PARTS: i64 = 16;
/// Rounds in which the prices of load are moved.
const ROUNDS: usize = 12;
/// Operations a post may take, about.
const MOST_WORK: u64 = 10_000_000;

/// The people of a post, and what a unit of their load is priced at: balance is taken out of the
/// programme and put back as a line under it.
struct Balanced<'a> {
    roster: &'a Roster<'a>,
    lanes: Vec<usize>,
    slopes: BTreeMap<usize, i64>,
}

impl Balanced<'_> {
    fn price(&self, lane: usize, units: i64) -> i64 {
        let row = &self.roster.problem.lanes[lane];
        row.groups.iter().map(|group| group.at(units * row.unit)).sum::<i64>() * PARTS
    }

    /// The lowest end of the balance against its line, and the load it is at.
    fn lowest(&self, lane: usize) -> (i64, i64) {
        let slope = self.slopes.get(&lane).copied().unwrap_or(0);
        let most = number(self.roster.problem.lanes[lane].most);
        let ends = (0..=most).map(|units| (self.price(lane, units) - slope * units, units));
        ends.min().unwrap_or((0, 0))
    }
}

fn least(
    problem: &Problem,
    over: &[Vec<usize>],
    cells: std::ops::Range<usize>,
    roster: &Roster,
    work: &mut u64,
) -> Option<i64> {
    let mut lanes: Vec<usize> =
        cells.clone().flat_map(|cell| &over[cell]).map(|p| problem.columns[*p].lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    let mut balanced = Balanced { roster, lanes, slopes: BTreeMap::new() };
    let mut target = 0;
    for lane in &balanced.lanes {
        target += balanced.price(*lane, roster.load[*lane] / problem.lanes[*lane].unit);
        let own = roster.tours[*lane].iter().map(|tour| problem.columns[*tour].cost);
        target += own.sum::<i64>() * PARTS;
    }
    for cell in cells.clone() {
        target += roster.seats[cell].max(0) * problem.cells[cell].price * PARTS;
    }
    let mut best: Option<i64> = None;
    let begun = *work;
    for _ in 0..ROUNDS {
        let way = cheapest_way(problem, over, cells.clone(), &balanced, work, begun + MOST_WORK);
        let Some((cost, loads)) = way else { break };
        let mut value = cost;
        let mut off: BTreeMap<usize, i64> = BTreeMap::new();
        for lane in &balanced.lanes {
            let (low, at) = balanced.lowest(*lane);
            value += low;
            off.insert(*lane, loads.get(lane).copied().unwrap_or(0) - at);
        }
        let highest = best.map_or(value, |best| best.max(value));
        best = Some(highest);
        let norm: i64 = off.values().map(|off| off * off).sum();
        if norm == 0 || highest >= target {
            break;
        }
        for (lane, off) in off {
            *balanced.slopes.entry(lane).or_default() += (target - value) * off / norm / 2;
        }
    }
    // Costs are whole minutes.
    best.map(|best| -((-best).div_euclid(PARTS)))
}

/// The cheapest way to fill the cells in order, and the load it gives everybody, in units; `None`
/// when that is too much work.
fn cheapest_way(
    problem: &Problem,
    over: &[Vec<usize>],
    cells: std::ops::Range<usize>,
    balanced: &Balanced,
    work: &mut u64,
    limit: u64,
) -> Option<(i64, BTreeMap<usize, i64>)> {
    // Each way's last step: the step before it, the column.
    let mut steps: Vec<(usize, usize)> = Vec::new();
    let mut states: BTreeMap<State, (i64, usize)> =
        BTreeMap::from([(State::new(), (0, usize::MAX))]);
    for cell in cells {
        let row = &problem.cells[cell];
        let has_lock = over[cell].iter().any(|position| problem.columns[*position].locked > 0);
        let mut next: BTreeMap<State, (i64, usize, usize)> = BTreeMap::new();
        let mut reach = |state: State, way: (i64, usize, usize)| {
            let known = next.entry(state).or_insert(way);
            *known = (*known).min(way);
        };
        for (state, (cost, step)) in states {
            let state: State = state.into_iter().filter(|(_, free)| *free > row.from).collect();
            if !has_lock {
                reach(state.clone(), (cost + row.price * PARTS, step, usize::MAX));
            }
            for position in &over[cell] {
                let column = &problem.columns[*position];
                let is_busy = state.iter().any(|(lane, _)| *lane == column.lane);
                if is_busy || (has_lock && column.locked == 0) {
                    continue;
                }
                let mut busy = state.clone();
                let at = busy.partition_point(|(lane, _)| *lane < column.lane);
                busy.insert(at, (column.lane, column.release));
                let units = column.load / problem.lanes[column.lane].unit;
                let slope = balanced.slopes.get(&column.lane).copied().unwrap_or(0);
                reach(busy, (cost + column.cost * PARTS + slope * units, step, *position));
            }
        }
        *work += 30 * u64::try_from(next.len() * over[cell].len()).unwrap_or(0);
        if next.len() > MOST_STATES || *work > limit {
            return None;
        }
        states = BTreeMap::new();
        for (state, (cost, before, column)) in next {
            let mut step = before;
            if column != usize::MAX {
                steps.push((before, column));
                step = steps.len() - 1;
            }
            states.insert(state, (cost, step));
        }
    }
    let (cost, mut step) = states.into_values().min()?;
    let mut loads: BTreeMap<usize, i64> = BTreeMap::new();
    while let Some((before, position)) = steps.get(step) {
        let column = &problem.columns[*position];
        *loads.entry(column.lane).or_default() += column.load / problem.lanes[column.lane].unit;
        step = *before;
    }
    Some((cost, loads))
}
