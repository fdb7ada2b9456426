//! The instance as the solver works on it: numbers instead of ids, blocks as cells, every tour a
//! person could serve as a column, and one lane graph for each person on working and on rest days.

mod calendar;
mod columns;
mod graph;
mod groups;
mod locks;
mod parts;
mod validate;

pub(crate) use calendar::Calendar;
pub(crate) use graph::Graph;
pub(crate) use parts::{Part, parts};

use std::collections::BTreeSet;

use crate::instance::{Assignment, Instance, Mode};
use crate::refusal::Refusal;

/// A post for one block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) post: usize,
    pub(crate) block: usize,
    /// First and last day, counted from the start of the horizon.
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// Open days.
    pub(crate) open: i64,
    pub(crate) headcount: i64,
    /// Seats that locks take.
    pub(crate) locks: i64,
    /// Price of an empty seat.
    pub(crate) price: i64,
    /// Its mix rows.
    pub(crate) first_mix: usize,
    pub(crate) mixes: usize,
}

/// At least `min` in the cell with a skill.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MixRow {
    pub(crate) cell: usize,
    pub(crate) min: i64,
    pub(crate) price: i64,
}

/// A tour a person could serve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) lane: usize,
    pub(crate) post: usize,
    /// Its cells are `first_cell..first_cell + cells`.
    pub(crate) first_cell: usize,
    pub(crate) cells: usize,
    /// First and last day.
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// The first day on which the next tour of the lane may start.
    pub(crate) release: i32,
    /// Load in tenths of a day.
    pub(crate) load: i64,
    /// What it costs apart from coverage and balance.
    pub(crate) cost: i64,
    /// Which mix rows of the post the person counts for.
    pub(crate) skills: u32,
    /// Cells among its own that are locked for the person.
    pub(crate) locked: usize,
    /// Its entry in [`Problem::shared_of`].
    pub(crate) shared: usize,
}

impl Column {
    pub(crate) fn cells(&self) -> std::ops::Range<usize> {
        self.first_cell..self.first_cell + self.cells
    }
}

/// A person on working days, or on rest days.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) person: usize,
    pub(crate) is_rest: bool,
    /// Its columns, sorted by first day.
    pub(crate) columns: std::ops::Range<usize>,
    pub(crate) graph: Graph,
    /// Loads are multiples of this.
    pub(crate) unit: i64,
    /// The most load the rules and the cap let the lane come to, in units.
    pub(crate) most: usize,
    /// Groups of this person alone and exactly this lane.
    pub(crate) groups: Vec<Curve>,
}

/// A convex, piecewise linear price of a load.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Curve {
    /// History less target.
    pub(crate) base: i64,
    pub(crate) tol: (i64, i64),
    pub(crate) slope: (i64, i64),
}

impl Curve {
    pub(crate) fn at(&self, load: i64) -> i64 {
        let off = (self.base + load).abs();
        (off - self.tol.0).max(0) * self.slope.0
            + (off - self.tol.1).max(0) * (self.slope.1 - self.slope.0)
    }
}

/// A compiled instance.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) cells: Vec<Cell>,
    /// The first cell of each post.
    pub(crate) first_cell: Vec<usize>,
    pub(crate) mixes: Vec<MixRow>,
    pub(crate) columns: Vec<Column>,
    pub(crate) lanes: Vec<Lane>,
    /// The lanes of a person: working days, rest days.
    pub(crate) lanes_of: Vec<[Option<usize>; 2]>,
    pub(crate) caps: Vec<i64>,
    /// Groups that are not of one lane, and which of them a (lane, post) counts in.
    pub(crate) shared: Vec<Curve>,
    pub(crate) shared_of: Vec<Vec<usize>>,
    /// Cells locked for a lane.
    pub(crate) locks: Vec<(usize, usize)>,
    /// Rest days with the worked days they must not join: `(day, first, last)`.
    pub(crate) long_runs: Vec<Option<(i32, i32)>>,
    /// Open worked days of each cell that count as worked, for the rule of days in a row.
    pub(crate) worked_cells: Vec<bool>,
    /// Days on which each post is not open, though others of its kind are.
    pub(crate) closed: Vec<BTreeSet<i32>>,
    pub(crate) calendar: Calendar,
    /// Cost that no roster changes.
    pub(crate) constant: i64,
}

impl Problem {
    pub(crate) fn of(instance: &Instance) -> Result<Self, Refusal> {
        validate::validate(instance)?;
        let calendar = Calendar::of(instance);
        let mut problem = columns::compile(instance, calendar);
        groups::apply(instance, &mut problem);
        locks::apply(instance, &mut problem)?;
        Ok(problem)
    }

    /// Whether two tours of one person, one of working and one of rest days, make a run of worked
    /// days that is too long.
    pub(crate) fn is_run_too_long(&self, work: &Column, rest: &Column) -> bool {
        if !self.worked_cells[work.first_cell] {
            return false;
        }
        let (closed, idle) = (&self.closed[work.post], &self.closed[rest.post]);
        rest.cells().any(|index| {
            let cell = &self.cells[index];
            (cell.from..=cell.to).filter(|day| !idle.contains(day)).any(|day| {
                let Some((first, last)) = self.calendar.slot(day).and_then(|i| self.long_runs[i])
                else {
                    return false;
                };
                let (first, last) = (first.max(work.from), last.min(work.to));
                (first..=last).any(|d| self.calendar.is_worked(d) && !closed.contains(&d))
            })
        })
    }

    /// The roster of chosen columns.
    pub(crate) fn assignments(&self, instance: &Instance, chosen: &[usize]) -> Vec<Assignment> {
        let mut roster = Vec::new();
        for column in chosen.iter().map(|index| &self.columns[*index]) {
            let person = self.lanes[column.lane].person;
            for cell in column.cells() {
                roster.push(Assignment {
                    staff: instance.staff[person].id.clone(),
                    post: instance.posts[column.post].id.clone(),
                    block: self.cells[cell].block,
                });
            }
        }
        roster.sort();
        roster
    }
}

/// A count as a cost factor.
pub(crate) fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A number that cannot be negative as an index.
pub(crate) fn index(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

pub(crate) fn is_rest_lane(mode: Mode) -> bool {
    mode == Mode::RestDuty
}
