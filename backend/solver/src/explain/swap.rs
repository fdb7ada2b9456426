//! The best legal swap of a person: a tour given to another nominee, alone or against one of theirs.

use super::{Swap, TourRef};
use crate::check::facts::Facts;
use crate::check::rules::Tour;
use crate::instance::Instance;
use crate::problem::{Part, Problem};
use crate::refusal::Refusal;
use crate::search::{Neighbors, Roster, follows, joins};

/// A roster on which swaps are tried.
pub(super) struct Swaps<'a> {
    instance: &'a Instance,
    problem: Problem,
    neighbors: Neighbors,
    /// The tours as columns; `None` when some tour is not a legal one.
    chosen: Option<Vec<usize>>,
}

impl<'a> Swaps<'a> {
    pub(super) fn of(
        instance: &'a Instance,
        facts: &Facts,
        tours: &[Tour],
    ) -> Result<Self, Refusal> {
        let problem = Problem::of(instance)?;
        let neighbors = Neighbors::of(&problem);
        let chosen = tours
            .iter()
            .map(|tour| {
                let cell = problem.first_cell[tour.first.post] + tour.first.block;
                let lanes = problem.lanes_of[facts.staff_index(&facts.person(tour.first).id)?];
                let mut lanes = lanes.into_iter().flatten();
                let count = tour.last + 1 - tour.first.block;
                lanes.find_map(|lane| column(&problem, lane, cell, count))
            })
            .collect();
        Ok(Self { instance, problem, neighbors, chosen })
    }

    /// The best swap of a person.
    pub(super) fn best(&self, person: usize) -> Option<Swap> {
        let problem = &self.problem;
        let part = Part::whole(problem);
        let mut roster = Roster::of(problem, &part, self.chosen.as_ref()?);
        let before = roster.cost;
        let mut best: Option<(i64, Swap)> = None;
        for lane in problem.lanes_of[person].into_iter().flatten() {
            for gives in roster.tours[lane].clone() {
                let tour = problem.columns[gives];
                for other in self.neighbors.lanes_at(tour.post) {
                    if *other == lane || problem.lanes[*other].person == person {
                        continue;
                    }
                    let Some(given) = column(problem, *other, tour.first_cell, tour.cells) else {
                        continue;
                    };
                    let theirs = roster.tours[*other].clone();
                    for takes in std::iter::once(None).chain(theirs.into_iter().map(Some)) {
                        let taken = takes.map(|column_index| {
                            let row = problem.columns[column_index];
                            column(problem, lane, row.first_cell, row.cells)
                        });
                        if taken == Some(None) {
                            continue;
                        }
                        let taken = taken.flatten();
                        roster.remove(gives);
                        if let Some(column) = takes {
                            roster.remove(column);
                        }
                        let is_legal = can_add(&roster, given, None)
                            && taken.is_none_or(|column| can_add(&roster, column, Some(given)));
                        if is_legal {
                            roster.add(given);
                            if let Some(column) = taken {
                                roster.add(column);
                            }
                            let effect = roster.cost - before;
                            let holds = locks_hold(&roster, lane) && locks_hold(&roster, *other);
                            if holds && best.as_ref().is_none_or(|(known, _)| effect < *known) {
                                let lanes = problem.lanes_of[person];
                                let load =
                                    lanes.into_iter().flatten().map(|l| roster.load[l]).sum();
                                let with = problem.lanes[*other].person;
                                best = Some((
                                    effect,
                                    Swap {
                                        with: self.instance.staff[with].id.clone(),
                                        gives: self.tour(gives),
                                        takes: takes.map(|column| self.tour(column)),
                                        effect,
                                        load,
                                    },
                                ));
                            }
                            if let Some(column) = taken {
                                roster.remove(column);
                            }
                            roster.remove(given);
                        }
                        if let Some(column) = takes {
                            roster.add(column);
                        }
                        roster.add(gives);
                    }
                }
            }
        }
        best.map(|(_, swap)| swap)
    }

    fn tour(&self, column: usize) -> TourRef {
        let column = &self.problem.columns[column];
        let first = self.problem.cells[column.first_cell].block;
        let post = self.instance.posts[column.post].id.clone();
        TourRef { post, first, last: first + column.cells - 1 }
    }
}

/// The lane's column over exactly these cells.
fn column(problem: &Problem, lane: usize, first_cell: usize, cells: usize) -> Option<usize> {
    problem.lanes[lane].columns.clone().find(|position| {
        let column = &problem.columns[*position];
        column.first_cell == first_cell && column.cells == cells
    })
}

/// Whether a tour may be added: its seats, the tours around it, days in a row, the cap. `also` is
/// added at the same time for somebody else and takes its seats first.
fn can_add(roster: &Roster, position: usize, also: Option<usize>) -> bool {
    let problem = roster.problem;
    let column = &problem.columns[position];
    let taken =
        |cell: usize| also.is_some_and(|other| problem.columns[other].cells().contains(&cell));
    let has_seats = column.cells().all(|cell| {
        let is_locked = column.locked > 0 && roster.locks[column.lane].contains(&cell);
        is_locked || roster.seats[cell] > i64::from(taken(cell))
    });
    let lane = &problem.lanes[column.lane];
    let fits = roster.tours[column.lane].iter().all(|other| {
        let other = &problem.columns[*other];
        follows(column, other) || follows(other, column)
    });
    let lanes = problem.lanes_of[lane.person];
    let other = lanes[usize::from(!lane.is_rest)];
    let is_joined = other.is_some_and(|other| {
        roster.tours[other].iter().any(|row| joins(problem, column, &problem.columns[*row]))
    });
    let load: i64 = lanes.into_iter().flatten().map(|lane| roster.load[lane]).sum();
    has_seats && fits && !is_joined && load + column.load <= problem.caps[lane.person]
}

fn locks_hold(roster: &Roster, lane: usize) -> bool {
    roster.locks[lane].iter().all(|cell| {
        let columns = &roster.problem.columns;
        roster.tours[lane].iter().any(|tour| columns[*tour].cells().contains(cell))
    })
}
