//! A roster under change: who serves which tours, what is free, and the cost kept up to date.

use crate::bound::small;
use crate::problem::{Column, Part, Problem};

/// The tours of a part's lanes. Locks count as served from the beginning, so that nobody takes
/// their seats.
#[derive(Debug, Clone)]
pub(crate) struct Roster<'a> {
    pub(crate) problem: &'a Problem,
    /// The columns of each lane, in order of time.
    pub(crate) tours: Vec<Vec<usize>>,
    /// Seats free for people who are not locked there.
    pub(crate) seats: Vec<i64>,
    /// People present who count for a mix row.
    pub(crate) have: Vec<i64>,
    pub(crate) load: Vec<i64>,
    pub(crate) shared: Vec<i64>,
    /// Cost of the part.
    pub(crate) cost: i64,
    /// Cells locked for each lane.
    pub(crate) locks: Vec<Vec<usize>>,
}

impl<'a> Roster<'a> {
    /// Nobody serves anything.
    pub(crate) fn empty(problem: &'a Problem, part: &Part) -> Self {
        let mut locks = vec![Vec::new(); problem.lanes.len()];
        for (lane, cell) in &problem.locks {
            locks[*lane].push(*cell);
        }
        let mut cost = 0;
        for cell in part.cells.iter().map(|cell| &problem.cells[*cell]) {
            cost += cell.price * (cell.headcount - cell.locks);
        }
        for mix in part.mixes.iter().map(|mix| &problem.mixes[*mix]) {
            cost += mix.price * mix.min;
        }
        for lane in part.lanes.iter().map(|lane| &problem.lanes[*lane]) {
            cost += lane.groups.iter().map(|group| group.at(0)).sum::<i64>();
        }
        for shared in &part.shared {
            cost += problem.shared[*shared].at(0);
        }
        Self {
            problem,
            tours: vec![Vec::new(); problem.lanes.len()],
            seats: problem.cells.iter().map(|cell| cell.headcount - cell.locks).collect(),
            have: vec![0; problem.mixes.len()],
            load: vec![0; problem.lanes.len()],
            shared: vec![0; problem.shared.len()],
            cost,
            locks,
        }
    }

    /// The roster of given columns.
    pub(crate) fn of(problem: &'a Problem, part: &Part, columns: &[usize]) -> Self {
        let mut roster = Self::empty(problem, part);
        for column in columns {
            roster.add(*column);
        }
        roster
    }

    /// All columns, by lane and time.
    pub(crate) fn columns(&self, part: &Part) -> Vec<usize> {
        part.lanes.iter().flat_map(|lane| self.tours[*lane].iter().copied()).collect()
    }

    pub(crate) fn add(&mut self, position: usize) {
        let column = &self.problem.columns[position];
        self.change(column, 1);
        let columns = &self.problem.columns;
        let tours = &mut self.tours[column.lane];
        let at = tours.partition_point(|other| columns[*other].from < column.from);
        tours.insert(at, position);
    }

    pub(crate) fn remove(&mut self, position: usize) {
        let column = &self.problem.columns[position];
        self.change(column, -1);
        self.tours[column.lane].retain(|other| *other != position);
    }

    fn change(&mut self, column: &Column, by: i64) {
        let problem = self.problem;
        let mut cost = by * column.cost;
        for cell in column.cells() {
            let row = &problem.cells[cell];
            if column.locked == 0 || !self.locks[column.lane].contains(&cell) {
                self.seats[cell] -= by;
                cost -= by * row.price;
            }
            if column.skills != 0 {
                for bit in (0..row.mixes).filter(|bit| column.skills >> bit & 1 == 1) {
                    let mix = row.first_mix + bit;
                    let (min, price) = (problem.mixes[mix].min, problem.mixes[mix].price);
                    let missing = (min - self.have[mix]).max(0);
                    self.have[mix] += by;
                    cost += ((min - self.have[mix]).max(0) - missing) * price;
                }
            }
        }
        let added = by * column.load;
        let load = &mut self.load[column.lane];
        for group in &problem.lanes[column.lane].groups {
            cost += group.at(*load + added) - group.at(*load);
        }
        *load += added;
        for shared in &problem.shared_of[column.shared] {
            let load = &mut self.shared[*shared];
            cost += problem.shared[*shared].at(*load + added) - problem.shared[*shared].at(*load);
            *load += added;
        }
        self.cost += cost;
    }

    /// What the column would save by being taken, seats and skills at their full price, less what
    /// shared groups would pay for it; `None` where a seat is taken.
    pub(crate) fn worth(&self, column: &Column) -> Option<i64> {
        let problem = self.problem;
        let mut worth = 0;
        for cell in column.cells() {
            let row = &problem.cells[cell];
            let is_locked = column.locked > 0 && self.locks[column.lane].contains(&cell);
            if !is_locked {
                if self.seats[cell] <= 0 {
                    return None;
                }
                worth += row.price;
            }
            if column.skills != 0 {
                for bit in (0..row.mixes).filter(|bit| column.skills >> bit & 1 == 1) {
                    let mix = &problem.mixes[row.first_mix + bit];
                    if self.have[row.first_mix + bit] < mix.min {
                        worth += mix.price;
                    }
                }
            }
        }
        Some(worth - self.share(column))
    }

    /// What shared groups pay for the column.
    pub(crate) fn share(&self, column: &Column) -> i64 {
        let mut cost = 0;
        for shared in &self.problem.shared_of[column.shared] {
            let (curve, load) = (&self.problem.shared[*shared], self.shared[*shared]);
            cost += curve.at(load + column.load) - curve.at(load);
        }
        cost
    }

    /// A cost as a price of the dynamic programme.
    pub(crate) fn scaled(cost: i64, minute: i64) -> i32 {
        small(cost.saturating_mul(minute))
    }
}
