//! The best tours for one lane in one window, everything else as it is.

use super::{Random, Roster};
use crate::bound::{FAR, Paths, Prices, Scale, Span, cheapest, small};
use crate::problem::{Column, Problem, index};

/// Days from the first to the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) from: i32,
    pub(crate) to: i32,
}

/// What a seat is worth to the person who is asked.
pub(crate) enum Pricing<'a> {
    /// What its staying empty would cost.
    Full,
    /// What it would cost to have somebody else there, by the prices of the bound, with noise; the
    /// full price for cells that press.
    Guided { prices: &'a Prices, noise: i64, pressing: &'a [usize] },
}

/// Tables that are used again and again.
#[derive(Debug, Default)]
pub(crate) struct Refill {
    paths: Paths,
    prices: Vec<i32>,
    chosen: Vec<usize>,
    /// What asking for prices came to, in the measure of [`Paths::work`].
    asked: u64,
}

/// The tours of a lane that stay around a window.
struct Kept {
    /// First day a tour may start.
    from: i32,
    before: Option<usize>,
    after: Option<usize>,
}

impl Refill {
    pub(crate) fn work(&self) -> u64 {
        self.paths.work + self.asked
    }

    /// Takes away the tours of a lane that lie within a window.
    pub(crate) fn clear(roster: &mut Roster, lane: usize, window: Window, taken: &mut Vec<usize>) {
        let columns = &roster.problem.columns;
        let start = taken.len();
        taken.extend(roster.tours[lane].iter().copied().filter(|position| {
            let column = &columns[*position];
            column.from >= window.from && column.to <= window.to
        }));
        for position in &taken[start..] {
            roster.remove(*position);
        }
    }

    /// Gives a lane the best tours within a window it has been cleared in. False when its locks
    /// leave no way.
    pub(crate) fn fill(
        &mut self,
        roster: &mut Roster,
        scale: &Scale,
        lane: usize,
        window: Window,
        pricing: &Pricing,
        random: &mut Random,
    ) -> bool {
        let problem = roster.problem;
        let row = &problem.lanes[lane];
        let kept = kept(roster, lane, window);
        let end = kept.after.map_or(window.to + 1, |c| problem.columns[c].from.min(window.to + 1));
        let nodes = &row.graph.nodes;
        let from = nodes.partition_point(|node| node.day < kept.from);
        let to = nodes.partition_point(|node| node.day < end);
        if from >= to {
            return true;
        }
        if self.prices.len() < row.columns.len() {
            self.prices.resize(row.columns.len(), FAR);
        }
        let other = other_tours(roster, lane);
        let arcs = nodes[from].first_arc..nodes[to - 1].last_arc;
        self.asked += 50 + 4 * u64::try_from(arcs.len()).unwrap_or(0);
        for arc in &row.graph.arcs[arcs] {
            let column = &problem.columns[arc.column];
            let is_allowed = column.to < end.min(window.to + 1)
                && fits(problem, column, &kept)
                && other.iter().all(|o| !joins(problem, column, &problem.columns[*o]));
            self.prices[arc.column - row.columns.start] =
                if is_allowed { price(roster, scale, column, pricing, random) } else { FAR };
        }
        let held = index(roster.load[lane] / row.unit);
        let cap = problem.caps[row.person] - other.iter().map(|o| problem.columns[*o].load).sum::<i64>();
        let most = row.most.min(index(cap / row.unit));
        let span = Span {
            graph: &row.graph,
            columns: &problem.columns,
            prices: &self.prices,
            base: row.columns.start,
            from,
            to,
            unit: row.unit,
            most: most.saturating_sub(held),
        };
        let costs = self.paths.walk(&span);
        let ending = scale.balance[lane].get(held..).unwrap_or(&[]);
        let Some((load, _)) = cheapest(costs, ending) else { return false };
        self.chosen.clear();
        self.paths.trace(&span, load, &mut self.chosen);
        for position in &self.chosen {
            roster.add(*position);
        }
        true
    }
}

fn kept(roster: &Roster, lane: usize, window: Window) -> Kept {
    let columns = &roster.problem.columns;
    let tours = &roster.tours[lane];
    let at = tours.partition_point(|c| columns[*c].from < window.from);
    let before = at.checked_sub(1).map(|i| tours[i]);
    Kept {
        from: before.map_or(window.from, |c| columns[c].release.max(window.from)),
        before,
        after: tours.get(at).copied(),
    }
}

/// Whether the second tour may come after the first without being one with it.
pub(crate) fn follows(first: &Column, second: &Column) -> bool {
    first.release <= second.from && !(first.post == second.post && first.to + 1 == second.from)
}

/// Whether a tour leaves room for the tours that stay, and does not become one with them.
fn fits(problem: &Problem, column: &Column, kept: &Kept) -> bool {
    kept.before.is_none_or(|c| follows(&problem.columns[c], column))
        && kept.after.is_none_or(|c| follows(column, &problem.columns[c]))
}

fn other_tours<'a>(roster: &'a Roster, lane: usize) -> &'a [usize] {
    let row = &roster.problem.lanes[lane];
    let other = roster.problem.lanes_of[row.person][usize::from(!row.is_rest)];
    other.map_or(&[], |other| roster.tours[other].as_slice())
}

pub(crate) fn joins(problem: &Problem, column: &Column, other: &Column) -> bool {
    // Rest duties and the days around them are close to the tour, or there is no need to look.
    if column.from > other.to + 40 || other.from > column.to + 40 {
        return false;
    }
    if problem.lanes[column.lane].is_rest {
        problem.is_run_too_long(other, column)
    } else {
        problem.is_run_too_long(column, other)
    }
}

fn price(
    roster: &Roster,
    scale: &Scale,
    column: &Column,
    pricing: &Pricing,
    random: &mut Random,
) -> i32 {
    let Some(worth) = roster.worth(column) else { return FAR };
    match pricing {
        Pricing::Full => small((column.cost - worth) * scale.minute),
        Pricing::Guided { prices, noise, pressing } => {
            let mut price = (column.cost + roster.share(column)) * scale.minute;
            for cell in column.cells() {
                price -= if pressing.contains(&cell) {
                    roster.problem.cells[cell].price * scale.minute
                } else {
                    prices.cell(cell)
                };
            }
            for mix in crate::bound::skilled(roster.problem, column) {
                if roster.have[mix] < roster.problem.mixes[mix].min {
                    price -= prices.mix(mix);
                }
            }
            small(price + random.around(*noise))
        }
    }
}
