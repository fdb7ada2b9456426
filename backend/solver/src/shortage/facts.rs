//! What excludes a nominee: the rules a tour of theirs over the block would break.

use chrono::{Days, NaiveDate};

use super::{Fact, Nominee};
use crate::check::Break;
use crate::check::facts::{Cell, Facts};
use crate::check::rules::{self, Tour};

/// The seat in question.
pub(super) struct Place<'a> {
    pub(super) post: usize,
    pub(super) block: usize,
    /// The skill that is short.
    pub(super) skill: Option<&'a str>,
    /// Empty seats.
    pub(super) empty: usize,
}

pub(super) fn nominees(
    facts: &Facts,
    cells: &[Cell],
    here: &[usize],
    place: &Place,
) -> Vec<Nominee> {
    let post = &facts.instance.posts[place.post];
    let absent = post.roles.keys().filter_map(|id| facts.staff_index(id));
    absent
        .filter(|staff| !here.contains(staff))
        .map(|staff| Nominee {
            staff: facts.instance.staff[staff].id.clone(),
            facts: of(facts, cells, staff, place),
        })
        .collect()
}

fn of(facts: &Facts, cells: &[Cell], staff: usize, place: &Place) -> Vec<Fact> {
    let person = &facts.instance.staff[staff];
    let mut found = Vec::new();
    if let Some(skill) = place.skill {
        if !person.skills.iter().any(|known| known == skill) {
            found.push(Fact::NotQualified { skill: skill.to_owned() });
        }
        if place.empty == 0 {
            found.push(Fact::SeatsTaken);
        }
    }
    let own: Vec<Cell> = cells.iter().copied().filter(|cell| cell.staff == staff).collect();
    // Of all tours over the block the one that breaks least.
    let mut least: Option<Vec<Break>> = None;
    for (first, last) in tours(facts, cells, staff, place) {
        let mut with: Vec<Cell> = own.clone();
        with.extend((first..=last).map(|block| Cell { staff, post: place.post, block }));
        with.sort_unstable();
        with.dedup();
        let breaks = breaks(facts, &with);
        if least.as_ref().is_none_or(|known| breaks.len() < known.len()) {
            least = Some(breaks);
        }
    }
    let at = Cell { staff, post: place.post, block: place.block };
    for one in least.unwrap_or_default() {
        let fact = fact(facts, &own, at, one);
        found.extend(fact.filter(|fact| !found.contains(fact)));
    }
    found
}

/// Tours over the block whose other blocks have a free seat, shortest first.
fn tours(facts: &Facts, cells: &[Cell], staff: usize, place: &Place) -> Vec<(usize, usize)> {
    let post = &facts.instance.posts[place.post];
    let seats = usize::try_from(post.headcount).unwrap_or(0);
    let is_free = |block: usize| {
        let here = cells.iter().filter(|c| (c.post, c.block) == (place.post, block));
        let own = cells.binary_search(&Cell { staff, post: place.post, block }).is_ok();
        own || here.count() < seats
    };
    let most = usize::try_from(post.max_blocks).unwrap_or(1);
    let mut tours = Vec::new();
    for length in 1..=most.min(facts.blocks(place.post)) {
        for first in (place.block + 1).saturating_sub(length)..=place.block {
            let last = first + length - 1;
            let is_in = last < facts.blocks(place.post);
            if is_in && (first..=last).all(|block| block == place.block || is_free(block)) {
                tours.push((first, last));
            }
        }
    }
    tours
}

fn breaks(facts: &Facts, cells: &[Cell]) -> Vec<Break> {
    let tours: Vec<Tour> = rules::tours(facts, cells);
    let mut breaks = Vec::new();
    rules::each_assignment(facts, cells, &mut breaks);
    breaks.retain(|one| !matches!(one, Break::LockBroken { .. }));
    rules::rests(facts, &tours, &mut breaks);
    rules::consecutive(facts, &tours, &mut breaks);
    rules::lengths(facts, cells, &tours, &mut breaks);
    rules::caps(facts, cells, &mut breaks);
    breaks
}

fn fact(facts: &Facts, own: &[Cell], at: Cell, one: Break) -> Option<Fact> {
    let person = facts.person(at);
    match one {
        Break::LacksSkill { skill, .. } => Some(Fact::NotQualified { skill }),
        Break::NotEmployed { block, .. } => {
            let first = facts.open_days(at.post, block).first().copied();
            let rests = person.not_before.filter(|date| first.is_some_and(|day| day < *date));
            let is_new = person.employed_from.is_some_and(|d| first.is_some_and(|day| day < d));
            Some(match rests {
                Some(date) if !is_new => Fact::NotBefore { date },
                _ => Fact::NotEmployed,
            })
        }
        Break::Resting { from, until, .. } => {
            let is_from_before = from <= facts.instance.horizon.from;
            let date = until.succ_opt().unwrap_or(until);
            Some(if is_from_before {
                Fact::NotBefore { date }
            } else {
                Fact::Elsewhere { from, until }
            })
        }
        Break::Absent { present, open, .. } => Some(Fact::Absent { present, open }),
        Break::Rest { post, ends, next_post, starts, rest_days, .. } => {
            Some(rest(facts, own, at, (post, ends), (next_post, starts), rest_days))
        }
        Break::ConsecutiveDays { date, max, .. } => Some(Fact::ConsecutiveDays { date, max }),
        Break::TourTooLong { max, .. } => Some(Fact::TourTooLong { max }),
        Break::TourTooShort { min, .. } => Some(Fact::TourTooShort { min }),
        Break::OverCap { load, max_load, .. } => Some(Fact::OverCap { load, max_load }),
        Break::Duplicate { .. }
        | Break::NotNominated { .. }
        | Break::LockBroken { .. }
        | Break::OverHeadcount { .. } => None,
    }
}

/// Which of the two tours of a broken rest is theirs already, and how it is in the way.
fn rest(
    facts: &Facts,
    own: &[Cell],
    at: Cell,
    first: (String, NaiveDate),
    next: (String, NaiveDate),
    rest_days: u32,
) -> Fact {
    let tours = rules::tours(facts, own);
    let post = |tour: &Tour| facts.post(tour.first).id.clone();
    let before = tours.iter().find(|tour| post(tour) == first.0 && tour.ends == first.1);
    let after = tours.iter().find(|tour| post(tour) == next.0 && tour.starts == next.1);
    let (starts, ends) = facts.block(at.post, at.block).unwrap_or((first.1, next.1));
    let Some(tour) = before.or(after) else {
        return Fact::AtPost { post: first.0, from: next.1, to: first.1 };
    };
    let blocks = tour.first.block..=tour.last;
    let has_lock =
        blocks.into_iter().any(|b| facts.locked.contains(&Cell { block: b, ..tour.first }));
    if has_lock {
        return Fact::LockedAt { post: post(tour), from: tour.starts, to: tour.ends };
    }
    if tour.starts <= ends && starts <= tour.ends {
        return Fact::AtPost { post: post(tour), from: tour.starts, to: tour.ends };
    }
    if before.is_some() {
        let until = first.1.checked_add_days(Days::new(u64::from(rest_days))).unwrap_or(first.1);
        return Fact::RestsUntil { post: first.0, until };
    }
    Fact::RestsBefore { post: next.0, starts: next.1 }
}
