//! Costs with a few binary places, so that prices can lie between whole minutes.

use crate::problem::{Graph, Problem, index, number};
use crate::refusal::Refusal;

/// The sum of a lane's costs stays below this, so that 32 bits hold any sum of two.
const MOST: i64 = 1 << 27;

/// Binary places and the balance tables of the lanes in them.
#[derive(Debug)]
pub(crate) struct Scale {
    /// What a minute is multiplied by.
    pub(crate) minute: i64,
    /// Price of a lane's load by number of units.
    pub(crate) balance: Vec<Vec<i32>>,
}

impl Scale {
    pub(crate) fn of(problem: &Problem) -> Result<Self, Refusal> {
        let worst = (0..problem.lanes.len()).map(|lane| worst(problem, lane)).max().unwrap_or(0);
        let mut minute = 32;
        while minute > 1 && worst.saturating_mul(minute) > MOST {
            minute /= 2;
        }
        if worst.saturating_mul(minute) > MOST {
            return Err(Refusal::WeightsTooLarge);
        }
        let balance = problem
            .lanes
            .iter()
            .map(|lane| {
                (0..=lane.most)
                    .map(|units| {
                        let load = number(units) * lane.unit;
                        let price: i64 = lane.groups.iter().map(|group| group.at(load)).sum();
                        small(price * minute)
                    })
                    .collect()
            })
            .collect();
        Ok(Self { minute, balance })
    }

    /// A scaled bound in whole minutes: costs are whole, so it may be rounded up.
    pub(crate) fn minutes_up(&self, scaled: i64) -> i64 {
        -((-scaled).div_euclid(self.minute))
    }
}

/// A cost that is known to fit.
pub(crate) fn small(cost: i64) -> i32 {
    i32::try_from(cost).unwrap_or(if cost < 0 { -super::FAR / 2 } else { super::FAR / 2 })
}

/// The most a path of a lane can come to, whatever the prices.
fn worst(problem: &Problem, lane: usize) -> i64 {
    let lane = &problem.lanes[lane];
    let graph: &Graph = &lane.graph;
    let mut most = vec![0_i64; graph.nodes.len()];
    for position in 0..graph.nodes.len() {
        let node = graph.nodes[position];
        for arc in &graph.arcs[node.first_arc..node.last_arc] {
            let column = &problem.columns[arc.column];
            let mut cost = column.cost;
            for cell in column.cells() {
                let cell = &problem.cells[cell];
                let mixes = cell.first_mix..cell.first_mix + cell.mixes;
                cost += cell.price + problem.mixes[mixes].iter().map(|m| m.price).sum::<i64>();
            }
            for shared in &problem.shared_of[column.shared] {
                cost += problem.shared[*shared].slope.1 * column.load;
            }
            most[arc.to] = most[arc.to].max(most[position].saturating_add(cost));
        }
        if let Some(to) = node.skip {
            most[to] = most[to].max(most[position]);
        }
    }
    let full = number(lane.most) * lane.unit;
    let ends = |load| lane.groups.iter().map(|group| group.at(load)).sum::<i64>();
    debug_assert!(index(full / lane.unit) == lane.most);
    most.last().copied().unwrap_or(0).saturating_add(ends(0).max(ends(full)))
}
