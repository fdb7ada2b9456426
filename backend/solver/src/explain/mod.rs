//! What a roster means for each assignment and each person: cost by term, load against target and
//! mean, the rule behind a deviation, and the best legal swap.

mod force;
mod swap;

use serde::{Deserialize, Serialize};

use crate::check::cost::deviation;
use crate::check::facts::{Cell, Facts};
use crate::check::rules::{self, Tour};
use crate::check::{Cost, cost};
use crate::instance::{Assignment, BalanceKind, Instance};
use crate::refusal::Refusal;

/// What one assignment costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentCost {
    /// The assignment.
    pub assignment: Assignment,
    /// Its terms; the handover is with the first block of a tour. Shortage and balance belong to
    /// nobody alone and are 0 here.
    pub cost: Cost,
}

/// What a person does, against what they should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonReport {
    /// Who.
    pub staff: String,
    /// Load in all, in tenths of a day.
    pub load: i64,
    /// Their most.
    pub max_load: i64,
    /// Their groups, one for each kind of duty.
    pub groups: Vec<GroupReport>,
    /// The legal swap that saves most, or costs least.
    pub best_swap: Option<Swap>,
}

/// A person's load of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupReport {
    /// The group's id.
    pub id: String,
    /// What it balances.
    pub kind: BalanceKind,
    /// Load in this plan, in tenths of a day.
    pub load: i64,
    /// Load brought from earlier plans.
    pub history: i64,
    /// What load and history should come to.
    pub target: i64,
    /// Mean of load and history over the people of the department with a group of this kind.
    pub mean: i64,
    /// Deviation that is free, and from where it costs more.
    pub tolerance: (i64, i64),
    /// What the deviation costs.
    pub cost: i64,
    /// What made it so, when it is beyond the tolerance.
    pub force: Option<Force>,
}

/// The rule behind a deviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Force {
    /// Locked assignments.
    Locks {
        /// Their load.
        load: i64,
    },
    /// Hardly anybody else may serve the post.
    FewNominees {
        /// The post.
        post: String,
        /// People nominated with all skills.
        nominees: usize,
        /// People wanted.
        headcount: u32,
    },
    /// The plan before left more or less than a share.
    History {
        /// What it left.
        load: i64,
    },
    /// Away for much of the plan.
    Absence {
        /// Open days they are away.
        days: usize,
    },
    /// Not employed for all of it, or resting from the last plan at the start.
    Employment,
    /// A tour is larger than the tolerance: one less would be further off on the other side.
    TourLength {
        /// The post with the smallest such tour.
        post: String,
        /// Load of the tour.
        load: i64,
    },
    /// Nothing forbids a fairer roster; it would cost more elsewhere.
    CostElsewhere,
}

/// A tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TourRef {
    /// Where.
    pub post: String,
    /// First block.
    pub first: usize,
    /// Last block.
    pub last: usize,
}

/// A change of two people that breaks no rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// The other person.
    pub with: String,
    /// The tour that goes to them.
    pub gives: TourRef,
    /// The tour that comes back; `None` when they only take over.
    pub takes: Option<TourRef>,
    /// What the whole roster would cost more; negative is better.
    pub effect: i64,
    /// The person's load afterwards, in tenths of a day.
    pub load: i64,
}

/// What each assignment costs, by term.
pub fn assignments(
    instance: &Instance,
    roster: &[Assignment],
) -> Result<Vec<AssignmentCost>, Refusal> {
    let (facts, cells) = placed(instance, roster)?;
    let tours = rules::tours(&facts, &cells);
    let mut costs = Vec::with_capacity(cells.len());
    for cell in &cells {
        let mut own = Cost::default();
        cost::served(&facts, *cell, &mut own);
        if tours.iter().any(|tour| tour.first == *cell) {
            own.handover += cost::handover(&facts, *cell);
        }
        let assignment = Assignment {
            staff: facts.person(*cell).id.clone(),
            post: facts.post(*cell).id.clone(),
            block: cell.block,
        };
        costs.push(AssignmentCost { assignment, cost: own });
    }
    Ok(costs)
}

/// Everybody, in the order of the instance.
pub fn people(instance: &Instance, roster: &[Assignment]) -> Result<Vec<PersonReport>, Refusal> {
    let (facts, cells) = placed(instance, roster)?;
    let tours = rules::tours(&facts, &cells);
    let mut swaps = swap::Swaps::of(instance, &facts, &tours)?;
    let mut reports = Vec::with_capacity(instance.staff.len());
    for (index, person) in instance.staff.iter().enumerate() {
        let own: Vec<Cell> = cells.iter().copied().filter(|cell| cell.staff == index).collect();
        let mut groups = Vec::new();
        for group in &instance.balance {
            if group.staff.as_slice() != std::slice::from_ref(&person.id) {
                continue;
            }
            let load = cost::group_load(&facts, &own, group);
            let price = deviation(group, group.history + load);
            let force =
                (price > 0).then(|| force::of(&facts, &own, &tours, group, load));
            groups.push(GroupReport {
                id: group.id.clone(),
                kind: group.kind,
                load,
                history: group.history,
                target: group.target,
                mean: mean(&facts, &cells, &person.dept, group.kind),
                tolerance: group.tol,
                cost: price,
                force,
            });
        }
        reports.push(PersonReport {
            staff: person.id.clone(),
            load: own.iter().map(|cell| facts.load(*cell)).sum(),
            max_load: person.max_load,
            groups,
            best_swap: swaps.best(index),
        });
    }
    Ok(reports)
}

fn placed<'a>(
    instance: &'a Instance,
    roster: &[Assignment],
) -> Result<(Facts<'a>, Vec<Cell>), Refusal> {
    let facts = Facts::of(instance)?;
    let mut cells: Vec<Cell> =
        roster.iter().map(|one| facts.place(one)).collect::<Result<_, _>>()?;
    cells.sort_unstable();
    cells.dedup();
    Ok((facts, cells))
}

/// Mean of load and history over the department's groups of one person and this kind.
fn mean(facts: &Facts, cells: &[Cell], dept: &str, kind: BalanceKind) -> i64 {
    let is_of = |id: &String| {
        facts.staff_index(id).is_some_and(|index| facts.instance.staff[index].dept == dept)
    };
    let groups = facts.instance.balance.iter();
    let groups = groups.filter(|g| g.kind == kind && g.staff.len() == 1 && g.staff.iter().all(is_of));
    let loads: Vec<i64> =
        groups.map(|group| group.history + cost::group_load(facts, cells, group)).collect();
    let count = i64::try_from(loads.len().max(1)).unwrap_or(1);
    (loads.iter().sum::<i64>() + count / 2).div_euclid(count)
}

/// A tour's load.
fn load(facts: &Facts, tour: &Tour) -> i64 {
    (tour.first.block..=tour.last).map(|block| facts.load(Cell { block, ..tour.first })).sum()
}
