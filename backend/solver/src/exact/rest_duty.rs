//! The least a rest-duty post of one seat can cost, exactly, by dynamic programming over who still
//! rests: shortages on long holidays that prices do not see.

use std::collections::BTreeMap;

use crate::bound::{Dual, Graphs, Prices, Scale};
use crate::problem::{Part, Problem};
use crate::search::{Roster, over};

/// States at a block beyond which a post is given up.
const MOST_STATES: usize = 60_000;

/// Who rests, and until when.
type State = Vec<(usize, i32)>;

/// A bound of the part, in minutes, when one of its rest-duty posts has a shortage in `roster`.
pub(crate) fn bound(
    problem: &Problem,
    part: &Part,
    scale: &Scale,
    prices: Prices,
    roster: &Roster,
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
            && let Some(least) = least(problem, &over, cells, roster)
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

/// A line under a lane's balance that touches it at the roster's load: the price of a unit of load.
fn slope(roster: &Roster, lane: usize) -> i64 {
    let row = &roster.problem.lanes[lane];
    let at = |load: i64| row.groups.iter().map(|group| group.at(load)).sum::<i64>();
    let load = roster.load[lane];
    let (ahead, behind) = (at(load + row.unit) - at(load), at(load) - at(load - row.unit));
    if ahead < 0 {
        ahead
    } else {
        behind.max(0)
    }
}

fn least(
    problem: &Problem,
    over: &[Vec<usize>],
    cells: std::ops::Range<usize>,
    roster: &Roster,
) -> Option<i64> {
    let mut lanes: Vec<usize> =
        cells.clone().flat_map(|cell| &over[cell]).map(|p| problem.columns[*p].lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    let mut constant = 0;
    let mut slopes = BTreeMap::new();
    for lane in lanes {
        let row = &problem.lanes[lane];
        let load = roster.load[lane];
        let slope = slope(roster, lane);
        constant += row.groups.iter().map(|group| group.at(load)).sum::<i64>()
            - slope * (load / row.unit);
        slopes.insert(lane, slope);
    }
    let mut states: BTreeMap<State, i64> = BTreeMap::from([(State::new(), 0)]);
    for cell in cells {
        let row = &problem.cells[cell];
        let columns = over[cell].iter().map(|position| &problem.columns[*position]);
        let locked: Vec<bool> = columns.clone().map(|column| column.locked > 0).collect();
        let has_lock = locked.contains(&true);
        let mut next: BTreeMap<State, i64> = BTreeMap::new();
        let mut reach = |state: State, cost: i64| {
            let known = next.entry(state).or_insert(cost);
            *known = (*known).min(cost);
        };
        for (state, cost) in states {
            let state: State = state.into_iter().filter(|(_, free)| *free > row.from).collect();
            if !has_lock {
                reach(state.clone(), cost + row.price);
            }
            for (column, is_locked) in columns.clone().zip(&locked) {
                let is_busy = state.iter().any(|(lane, _)| *lane == column.lane);
                if is_busy || (has_lock && !is_locked) {
                    continue;
                }
                let mut busy = state.clone();
                let at = busy.partition_point(|(lane, _)| *lane < column.lane);
                busy.insert(at, (column.lane, column.release));
                let unit = problem.lanes[column.lane].unit;
                let slope = slopes.get(&column.lane).copied().unwrap_or(0);
                reach(busy, cost + column.cost + slope * (column.load / unit));
            }
        }
        if next.len() > MOST_STATES {
            return None;
        }
        states = next;
    }
    states.into_values().min().map(|cost| cost + constant)
}
