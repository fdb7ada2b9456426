//! A roster straight from the bound: the tours the prices agree on are fixed, the prices move on
//! without what is decided, and so on until nothing is left to decide.

use super::refill::{follows, joins};
use super::{Random, Roster};
use crate::bound::{Dual, Graphs, Prices, Scale, Standing};
use crate::problem::{Part, Problem};

/// Price steps between two decisions.
const STEPS: u32 = 10;
/// Decisions until everything is decided, about.
const STAGES: usize = 40;
/// Step length, in the parts of [`Dual::theta`].
const THETA: i64 = 256;

/// What is decided so far.
struct Dive<'a, 'p> {
    problem: &'p Problem,
    roster: Roster<'p>,
    dual: Dual,
    /// The columns over each cell.
    over: &'a [Vec<usize>],
}

/// The columns of a part over each cell.
pub(crate) fn over(problem: &Problem, part: &Part) -> Vec<Vec<usize>> {
    let mut over = vec![Vec::new(); problem.cells.len()];
    for lane in &part.lanes {
        for position in problem.lanes[*lane].columns.clone() {
            for cell in problem.columns[position].cells() {
                over[cell].push(position);
            }
        }
    }
    over
}

/// Dives from prices. `None` when decisions left somebody without a way to keep a lock.
pub(crate) fn dive<'p>(
    problem: &'p Problem,
    part: &Part,
    scale: &Scale,
    prices: Prices,
    over: &[Vec<usize>],
    random: &mut Random,
) -> (Option<Roster<'p>>, u64) {
    let mut dual = Dual::new(problem, prices);
    dual.standing = vec![Standing::Open; problem.columns.len()];
    dual.theta = THETA;
    let mut dive = Dive { problem, roster: Roster::empty(problem, part), dual, over };
    let graphs = Graphs::all(problem);
    let mut counts: Vec<u32> = vec![0; problem.columns.len()];
    let mut batch = 0;
    loop {
        let mut met: Vec<usize> = Vec::new();
        for _ in 0..STEPS {
            let Some(value) = dive.dual.evaluate(&graphs, part, scale) else {
                return (None, dive.dual.work());
            };
            for position in &dive.dual.chosen {
                if dive.dual.standing[*position] == Standing::Open {
                    if counts[*position] == 0 {
                        met.push(*position);
                    }
                    counts[*position] += 1;
                }
            }
            let ahead = value.abs() / 100;
            dive.dual.step(problem, part, scale, value, value + ahead);
        }
        if met.is_empty() {
            break;
        }
        if batch == 0 {
            batch = (dive.dual.chosen.len() / STAGES).max(1);
        }
        random.shuffle(&mut met);
        met.sort_by_key(|position| std::cmp::Reverse(counts[*position]));
        let mut fixed = 0;
        for position in &met {
            let is_sure = counts[*position] >= STEPS;
            if (fixed >= batch && !is_sure) || fixed >= 4 * batch {
                break;
            }
            fixed += usize::from(dive.fix(*position));
        }
        for position in met {
            counts[position] = 0;
        }
        if fixed == 0 {
            break;
        }
    }
    let work = dive.dual.work();
    (Some(dive.roster), work)
}

impl Dive<'_, '_> {
    /// Fixes a tour, and rules out what cannot be any more. False when it is ruled out itself.
    fn fix(&mut self, position: usize) -> bool {
        let problem = self.problem;
        let column = &problem.columns[position];
        if self.dual.standing[position] != Standing::Open {
            return false;
        }
        if self.roster.worth(column).is_none() {
            self.dual.standing[position] = Standing::Out;
            return false;
        }
        self.roster.add(position);
        let lane = &problem.lanes[column.lane];
        for other in lane.columns.clone() {
            let row = &problem.columns[other];
            if !follows(column, row) && !follows(row, column) {
                self.dual.standing[other] = Standing::Out;
            }
        }
        if let Some(lane) = problem.lanes_of[lane.person][usize::from(!lane.is_rest)] {
            for other in problem.lanes[lane].columns.clone() {
                if joins(problem, column, &problem.columns[other]) {
                    self.dual.standing[other] = Standing::Out;
                }
            }
        }
        self.dual.standing[position] = Standing::In;
        for cell in column.cells() {
            if self.roster.seats[cell] > 0 {
                continue;
            }
            for other in &self.over[cell] {
                let row = &problem.columns[*other];
                let is_own = row.locked > 0 && self.roster.locks[row.lane].contains(&cell);
                if self.dual.standing[*other] == Standing::Open && !is_own {
                    self.dual.standing[*other] = Standing::Out;
                }
            }
        }
        true
    }
}
