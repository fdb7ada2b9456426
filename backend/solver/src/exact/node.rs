//! A node of the tree: what may still be chosen and what has to be.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Tree;
use crate::bound::{Prices, Standing};
use crate::problem::{Column, Problem};
use crate::search::{follows, joins};

/// A subproblem.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// No roster below it costs less.
    pub(super) bound: i64,
    /// Later nodes first where bounds are equal.
    pub(super) number: u64,
    pub(super) standing: Vec<Standing>,
    /// Cells each lane has to serve.
    pub(super) required: BTreeMap<usize, Vec<usize>>,
    pub(super) prices: Prices,
}

impl Node {
    pub(super) fn root(problem: &Problem, prices: Prices) -> Self {
        Self {
            bound: i64::MIN,
            number: 0,
            standing: vec![Standing::Open; problem.columns.len()],
            required: BTreeMap::new(),
            prices,
        }
    }

    pub(super) fn is_open(&self, position: usize) -> bool {
        self.standing[position] == Standing::Open
    }

    fn is_required(&self, lane: usize, cell: usize) -> bool {
        self.required.get(&lane).is_some_and(|cells| cells.contains(&cell))
    }

    fn open_of(&self, problem: &Problem, lane: usize) -> Vec<usize> {
        problem.lanes[lane].columns.clone().filter(|position| self.is_open(*position)).collect()
    }

    /// The pair of lane and cell that is most in doubt; `None` when everything is decided.
    pub(super) fn undecided(&self, tree: &Tree) -> Option<(usize, usize)> {
        let looked = i64::from(tree.looked());
        let mut best: Option<(i64, usize, usize)> = None;
        for cell in &tree.part.cells {
            let open = tree.problem.cells[*cell].open.max(1);
            let mut last = usize::MAX;
            for position in &tree.over[*cell] {
                let lane = tree.problem.columns[*position].lane;
                if lane == last || !self.is_open(*position) || self.is_required(lane, *cell) {
                    continue;
                }
                last = lane;
                let count = i64::from(tree.count(self, lane, *cell));
                let doubt = (count.min(looked - count) * 16 + 1) * open;
                if best.is_none_or(|(known, _, _)| doubt > known) {
                    best = Some((doubt, lane, *cell));
                }
            }
        }
        best.map(|(_, lane, cell)| (lane, cell))
    }

    /// The lane does not serve the cell.
    pub(super) fn forbid(&mut self, problem: &Problem, lane: usize, cell: usize) {
        for position in problem.lanes[lane].columns.clone() {
            if problem.columns[position].cells().contains(&cell) {
                self.standing[position] = Standing::Out;
            }
        }
    }

    /// The lane serves the cell. False when it cannot.
    pub(super) fn require(
        &mut self,
        problem: &Problem,
        over: &[Vec<usize>],
        lane: usize,
        cell: usize,
    ) -> bool {
        self.required.entry(lane).or_default().push(cell);
        let own = self.open_of(problem, lane);
        let column = |position: &usize| &problem.columns[*position];
        let serving: Vec<&Column> =
            own.iter().map(column).filter(|c| c.cells().contains(&cell)).collect();
        if serving.is_empty() {
            return false;
        }
        for position in &own {
            let row = column(position);
            let fits = |other: &&Column| follows(row, other) || follows(other, row);
            if !row.cells().contains(&cell) && !serving.iter().any(fits) {
                self.standing[*position] = Standing::Out;
            }
        }
        let person = &problem.lanes[lane];
        if let Some(other) = problem.lanes_of[person.person][usize::from(!person.is_rest)] {
            for position in self.open_of(problem, other) {
                if serving.iter().all(|row| joins(problem, row, column(&position))) {
                    self.standing[position] = Standing::Out;
                }
            }
        }
        let is_locked = |lane: usize| problem.locks.contains(&(lane, cell));
        let seats = problem.cells[cell].headcount - problem.cells[cell].locks;
        let takers = self
            .required
            .iter()
            .filter(|(lane, cells)| cells.contains(&cell) && !is_locked(**lane));
        let taken = i64::try_from(takers.count()).unwrap_or(i64::MAX);
        if taken > seats {
            return false;
        }
        if taken == seats {
            for position in &over[cell] {
                let lane = problem.columns[*position].lane;
                if !self.is_required(lane, cell) && !is_locked(lane) {
                    self.standing[*position] = Standing::Out;
                }
            }
        }
        true
    }

    /// The columns that make up exactly the cells a lane has to serve; `None` when none do.
    pub(super) fn decided(&self, problem: &Problem, lane: usize) -> Option<Vec<usize>> {
        let mut cells = self.required.get(&lane).cloned().unwrap_or_default();
        cells.sort_unstable();
        cells.dedup();
        let open = self.open_of(problem, lane);
        let mut chosen: Vec<usize> = Vec::new();
        // The longest tour of required cells is the only one: shorter ones next to each other would
        // be that tour.
        let mut rest: Vec<usize> = open;
        rest.sort_by_key(|p| (std::cmp::Reverse(problem.columns[*p].cells), *p));
        for position in rest {
            let column = &problem.columns[position];
            if column.cells().all(|cell| cells.contains(&cell)) {
                cells.retain(|cell| !column.cells().contains(cell));
                chosen.push(position);
            }
        }
        chosen.sort_by_key(|position| problem.columns[*position].from);
        let fits = chosen
            .windows(2)
            .all(|pair| follows(&problem.columns[pair[0]], &problem.columns[pair[1]]));
        (cells.is_empty() && fits).then_some(chosen)
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest is the one to look at first: lowest bound, then made last.
impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}
