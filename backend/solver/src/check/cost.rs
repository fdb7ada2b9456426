//! The objective, term by term.

use std::collections::{BTreeMap, BTreeSet};

use super::Cost;
use super::facts::{Cell, Facts};
use super::rules::Tour;
use crate::instance::{Balance, BalanceKind, Mode};

/// The cost of a roster. `cells` are sorted and without duplicates.
pub(super) fn cost(facts: &Facts, cells: &[Cell], tours: &[Tour]) -> Cost {
    let mut cost = Cost::default();
    shortages(facts, cells, &mut cost);
    for cell in cells {
        served(facts, *cell, &mut cost);
    }
    for tour in tours {
        cost.handover += handover(facts, tour.first);
    }
    for group in &facts.instance.balance {
        let price = deviation(group, group.history + group_load(facts, cells, group));
        match group.kind {
            BalanceKind::StaffDuty => cost.balance_staff_duty += price,
            BalanceKind::StaffRest => cost.balance_staff_rest += price,
            BalanceKind::DeptShared => cost.balance_dept_shared += price,
        }
    }
    cost
}

/// What beginning a tour with this cell costs.
pub(crate) fn handover(facts: &Facts, first: Cell) -> i64 {
    let is_work = matches!(facts.post(first).mode, Mode::Resident | Mode::Rotating);
    let goes_on = first.block == 0 && facts.done_before(first) > 0;
    if is_work && !goes_on { facts.instance.weights.handover } else { 0 }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn shortages(facts: &Facts, cells: &[Cell], cost: &mut Cost) {
    let mut present: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for cell in cells {
        present.entry((cell.post, cell.block)).or_default().push(cell.staff);
    }
    let weights = &facts.instance.weights;
    for (index, post) in facts.instance.posts.iter().enumerate() {
        for block in 0..facts.blocks(index) {
            let days = number(facts.open_days(index, block).len());
            let here = present.get(&(index, block)).map_or(&[][..], Vec::as_slice);
            let missing = i64::from(post.headcount) - number(here.len());
            cost.shortage += weights.shortage_day * days * missing.max(0);
            for mix in &post.mix {
                let able =
                    |staff: &&usize| facts.instance.staff[**staff].skills.contains(&mix.skill);
                let missing = i64::from(mix.min) - number(here.iter().filter(able).count());
                cost.mix_shortage += weights.mix_shortage_day * days * missing.max(0);
            }
        }
    }
}

/// What one assignment costs apart from its tour and the balance.
pub(crate) fn served(facts: &Facts, cell: Cell, cost: &mut Cost) {
    let weights = &facts.instance.weights;
    let (person, post) = (facts.person(cell), facts.post(cell));
    let open = number(facts.open_days(cell.post, cell.block).len());
    let present = facts.present_days(cell);
    let days = number(present.len());
    if post.mode != Mode::OnCall {
        cost.travel += 2 * facts.minutes(cell) * days;
    }
    if let Some(role) = post.roles.get(&person.id) {
        cost.role += weights.role.of(*role) * days;
    }
    cost.absent += weights.absent_day * (open - days);
    let avoided = present.iter().filter(|day| person.avoid.contains(day)).count();
    cost.avoid += weights.avoid_day * number(avoided);
    if facts.published.as_ref().is_some_and(|published| !published.contains(&cell)) {
        cost.change += weights.change_day * open;
    }
}

/// What the group's people do at its posts.
pub(crate) fn group_load(facts: &Facts, cells: &[Cell], group: &Balance) -> i64 {
    let staff: BTreeSet<_> = group.staff.iter().filter_map(|id| facts.staff_index(id)).collect();
    let posts: BTreeSet<_> = group.posts.iter().filter_map(|id| facts.post_index(id)).collect();
    cells
        .iter()
        .filter(|cell| staff.contains(&cell.staff) && posts.contains(&cell.post))
        .map(|cell| facts.load(*cell))
        .sum()
}

/// The price of a load beyond the tolerances.
pub(crate) fn deviation(group: &Balance, load: i64) -> i64 {
    let off = (load - group.target).abs();
    (off - group.tol.0).max(0) * group.slope.0
        + (off - group.tol.1).max(0) * (group.slope.1 - group.slope.0)
}
