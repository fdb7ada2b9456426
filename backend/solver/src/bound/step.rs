//! Better prices: a deflected subgradient, scaled by the open days of a cell, with Polyak's step.

use super::prices::FINE;
use super::{Dual, Scale};
use crate::problem::{Part, Problem};

/// Parts of the step length.
pub(super) const THETA: i64 = 1 << 10;

impl Dual {
    /// Moves the prices towards a bound of `target` (scaled), the cost of the best known roster.
    pub(crate) fn step(
        &mut self,
        problem: &Problem,
        part: &Part,
        scale: &Scale,
        value: i64,
        target: i64,
    ) {
        let ahead = (target - value).max(scale.minute);
        let mut norm: i128 = 0;
        let mut add = |weight: i64, direction: i64| {
            norm += i128::from(weight) * i128::from(direction) * i128::from(direction);
        };
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            let top = (row.price * scale.minute) << FINE;
            let slack = self.slack.cells[*cell];
            let is_stuck = slack > 0 && self.prices.cells[*cell] >= top;
            let d = &mut self.direction.cells[*cell];
            *d = if is_stuck { 0 } else { mixed(*d, slack) };
            add(cell_weight(row.open), *d);
        }
        for mix in &part.mixes {
            let row = &problem.mixes[*mix];
            let (price, slack) = (self.prices.mixes[*mix], self.slack.mixes[*mix]);
            let is_stuck = (slack > 0 && price >= (row.price * scale.minute) << FINE)
                || (slack < 0 && price <= 0);
            let d = &mut self.direction.mixes[*mix];
            *d = if is_stuck { 0 } else { mixed(*d, slack) };
            add(cell_weight(problem.cells[row.cell].open), *d);
        }
        for shared in &part.shared {
            let d = &mut self.direction.shared[*shared];
            *d = mixed(*d, self.slack.shared[*shared]);
            add(1, *d / 16);
        }
        if norm == 0 {
            return;
        }
        // theta * ahead / norm, in fine units; the directions have eight binary places.
        let step = i128::from(self.theta) * i128::from(ahead) * (1 << (FINE + 8));
        let divisor = norm * i128::from(THETA);
        let moved = |weight: i64, direction: i64| {
            let change = step * i128::from(weight) * i128::from(direction) / divisor;
            i64::try_from(change).unwrap_or(0)
        };
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            let top = (row.price * scale.minute) << FINE;
            let price = &mut self.prices.cells[*cell];
            let change = moved(cell_weight(row.open), self.direction.cells[*cell]);
            *price = (*price + change).clamp(-top, top);
        }
        for mix in &part.mixes {
            let row = &problem.mixes[*mix];
            let top = (row.price * scale.minute) << FINE;
            let price = &mut self.prices.mixes[*mix];
            let weight = cell_weight(problem.cells[row.cell].open);
            *price = (*price + moved(weight, self.direction.mixes[*mix])).clamp(0, top);
        }
        for shared in &part.shared {
            let top = (problem.shared[*shared].slope.1 * scale.minute) << FINE;
            let price = &mut self.prices.shared[*shared];
            let change = moved(1, self.direction.shared[*shared] / 16) / 16;
            *price = (*price + change).clamp(-top, top);
        }
    }
}

/// Steps grow with the open days of a cell: prices are by the day.
fn cell_weight(open: i64) -> i64 {
    (open * open).max(1)
}

/// The new direction: some of the old one, with eight binary places.
fn mixed(old: i64, slack: i64) -> i64 {
    slack * 256 + old * 220 / 256
}
