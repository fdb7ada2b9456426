//! Prices of seats, skills and shares, and what of the lanes they are for.

use std::collections::BTreeMap;

use crate::problem::{Graph, Problem};

/// Binary places a price has beyond those of a cost.
pub(super) const FINE: u32 = 10;

/// Prices in fine units, by cell, mix row and shared group of the whole problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prices {
    pub(crate) cells: Vec<i64>,
    pub(crate) mixes: Vec<i64>,
    pub(crate) shared: Vec<i64>,
}

impl Prices {
    pub(crate) fn zero(problem: &Problem) -> Self {
        Self {
            cells: vec![0; problem.cells.len()],
            mixes: vec![0; problem.mixes.len()],
            shared: vec![0; problem.shared.len()],
        }
    }

    /// The price of a seat as a scaled cost.
    pub(crate) fn cell(&self, cell: usize) -> i64 {
        self.cells[cell] >> FINE
    }

    /// The price of a skill as a scaled cost.
    pub(crate) fn mix(&self, mix: usize) -> i64 {
        self.mixes[mix] >> FINE
    }

    /// The price of load in a shared group as a scaled cost per tenth of a day.
    pub(crate) fn share(&self, shared: usize) -> i64 {
        self.shared[shared] >> FINE
    }
}

/// The lane graphs, some of them narrower than the problem's.
pub(crate) struct Graphs<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) own: BTreeMap<usize, Graph>,
}

impl<'a> Graphs<'a> {
    pub(crate) fn all(problem: &'a Problem) -> Self {
        Self { problem, own: BTreeMap::new() }
    }

    pub(crate) fn of(&self, lane: usize) -> &Graph {
        self.own.get(&lane).unwrap_or(&self.problem.lanes[lane].graph)
    }
}

/// Whether a column may still be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may.
    Open,
    /// It has to be.
    In,
    /// It may not.
    Out,
}
