//! What other plans leave to one: who serves when it begins, who still rests, and who is on duty by
//! another plan meanwhile. Pure.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use uuid::Uuid;
use zongzhi_solver::instance::{Bar, Why};

use super::making::{Candidate, Ingredients, Owed, is_whole};
use crate::features::calendars::calendar::{Calendar, DayKind};
use crate::features::stationing_obligations::opening::Opening;
use crate::features::stationing_obligations::rules::StationingMode;

/// A turn of another published plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Who.
    pub person_id: Uuid,
    /// What.
    pub obligation_id: Uuid,
    /// How a department is there.
    pub mode: StationingMode,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Days of rest after it, in its lane.
    pub rest_days: u32,
}

/// Whether two are in one lane: rest-day duty is one of its own (`rotation.md` 1, rule 3).
pub(super) fn shares_lane(one: StationingMode, other: StationingMode) -> bool {
    (one == StationingMode::RestDuty) == (other == StationingMode::RestDuty)
}

/// Days of rest after a tour at `owed`.
fn rest_after(owed: &Owed, gap_days: i32) -> u32 {
    let is_rest_duty = owed.opening.mode == StationingMode::RestDuty;
    let days = if is_rest_duty { gap_days } else { owed.rest_days };
    days.max(0).unsigned_abs()
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

fn sooner(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day)
}

/// Whether a turn that ends on `last` goes on with one from `next` on: whole units touch where the post
/// is not open between them, single days only one after the other.
fn goes_on(
    opening: &Opening,
    whole: bool,
    calendar: &Calendar,
    last: NaiveDate,
    next: NaiveDate,
) -> bool {
    let mut between = last.iter_days().skip(1).take_while(|day| *day < next);
    if whole {
        between.all(|day| !opening.on(calendar, day).is_open)
    } else {
        between.next().is_none()
    }
}

/// Who served the last block before the first of `owed`, with the blocks in a row up to it.
pub fn incumbents(
    owed: &Owed,
    calendar: &Calendar,
    first_block: NaiveDate,
    served: &[Served],
) -> Vec<(Uuid, u32)> {
    let mut by_person: BTreeMap<Uuid, Vec<&Served>> = BTreeMap::new();
    let before = served.iter().filter(|one| one.until < first_block);
    for one in before.filter(|one| one.obligation_id == owed.id) {
        by_person.entry(one.person_id).or_default().push(one);
    }
    let whole = is_whole(owed);
    let counted = by_person.into_iter().map(|(id, mut turns)| {
        turns.sort_by_key(|one| one.from);
        let (mut next, mut blocks) = (first_block, 0_u32);
        for turn in turns.iter().rev() {
            if !goes_on(&owed.opening, whole, calendar, turn.until, next) {
                break;
            }
            (next, blocks) = (turn.from, blocks + 1);
        }
        (id, blocks)
    });
    counted.filter(|(_, blocks)| *blocks > 0).collect()
}

/// What keeps each candidate from which posts on which days: not admitted there, a skill that ends or
/// begins meanwhile, rest from an earlier plan, or duty by another one.
pub fn bars(all: &Ingredients, calendar: &Calendar) -> HashMap<Uuid, Vec<Bar>> {
    let of = |person: &Candidate| {
        let named: Vec<&Owed> = all
            .owed
            .iter()
            .filter(|owed| owed.roles.iter().any(|(id, _)| *id == person.id))
            .collect();
        let mut bars = Vec::new();
        for owed in &named {
            admitted(person, owed, &mut bars);
            skilled(person, owed, &mut bars);
        }
        for turn in all.served.iter().filter(|one| one.person_id == person.id) {
            for owed in &named {
                bars.extend(busy(all, owed, turn));
            }
            run(all, calendar, &named, turn, &mut bars);
        }
        (person.id, bars)
    };
    all.people.iter().map(of).filter(|(_, bars)| !bars.is_empty()).collect()
}

/// The days from `from` to `until` that are in none of `spans`.
pub fn gaps(
    spans: &[(NaiveDate, NaiveDate)],
    (from, until): (NaiveDate, NaiveDate),
) -> Vec<(NaiveDate, NaiveDate)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let (mut next, mut found) = (from, Vec::new());
    for (first, last) in sorted {
        if first > next {
            let eve = first.pred_opt().unwrap_or(first).min(until);
            if next <= eve {
                found.push((next, eve));
            }
        }
        next = next.max(last.succ_opt().unwrap_or(last));
    }
    if next <= until {
        found.push((next, until));
    }
    found
}

fn bar(owed: &Owed, (from, to): (NaiveDate, NaiveDate), why: Why) -> Bar {
    Bar { posts: vec![owed.id.to_string()], from, to, why }
}

fn admitted(person: &Candidate, owed: &Owed, bars: &mut Vec<Bar>) {
    let here = person.stays.iter().filter(|stay| stay.0 == owed.center_id);
    let here: Vec<_> = here.map(|(_, from, until)| (*from, *until)).collect();
    let away = gaps(&here, (person.from, person.until));
    bars.extend(away.into_iter().map(|days| bar(owed, days, Why::NotAdmitted)));
}

fn skilled(person: &Candidate, owed: &Owed, bars: &mut Vec<Bar>) {
    for (skill, spans) in &person.partly {
        if owed.skills.contains(skill) {
            let without = gaps(spans, (person.from, person.until));
            let why = || Why::LacksSkill(skill.clone());
            bars.extend(without.into_iter().map(|days| bar(owed, days, why())));
        }
    }
}

/// The days on which a turn of another plan keeps its person from `owed`.
fn busy(all: &Ingredients, owed: &Owed, turn: &Served) -> Option<Bar> {
    if !shares_lane(owed.opening.mode, turn.mode) {
        return None;
    }
    let until = later(turn.until, turn.rest_days);
    let (from, why) = if turn.until < all.from {
        (all.from, Why::Rests)
    } else {
        let rest = rest_after(owed, all.rules.rest_duty_gap_days);
        (sooner(turn.from, rest).max(all.from), Why::Elsewhere)
    };
    let until = until.min(all.until);
    (from <= until).then(|| bar(owed, (from, until), why))
}

/// No more days in a row than are allowed (`rotation.md` 1, rule 4), over the border of a plan as well:
/// a rest-day duty here beside days worked by another plan, and the other way round.
fn run(
    all: &Ingredients,
    calendar: &Calendar,
    named: &[&Owed],
    turn: &Served,
    bars: &mut Vec<Bar>,
) {
    let is_here = |day: &NaiveDate| (all.from..=all.until).contains(day);
    let works = |owed: &&&Owed| {
        matches!(owed.opening.mode, StationingMode::Resident | StationingMode::Rotating)
    };
    match turn.mode {
        StationingMode::OnCall => {}
        StationingMode::RestDuty => {
            for day in turn.from.iter_days().take_while(|day| *day <= turn.until) {
                for worked in long_run(all, calendar, day).into_iter().filter(is_here) {
                    let kept = named.iter().filter(works);
                    bars.extend(kept.map(|owed| bar(owed, (worked, worked), Why::DaysInARow)));
                }
            }
        }
        StationingMode::Resident | StationingMode::Rotating => {
            let rest = |owed: &&&Owed| owed.opening.mode == StationingMode::RestDuty;
            let near =
                sooner(turn.from, 7).iter_days().take_while(|day| *day <= later(turn.until, 7));
            for day in near.filter(is_here) {
                let worked = long_run(all, calendar, day);
                if worked.iter().any(|one| (turn.from..=turn.until).contains(one)) {
                    let kept = named.iter().filter(rest);
                    bars.extend(kept.map(|owed| bar(owed, (day, day), Why::DaysInARow)));
                }
            }
        }
    }
}

/// The worked days in one run with a rest day, when that would make it too long.
fn long_run(all: &Ingredients, calendar: &Calendar, day: NaiveDate) -> Vec<NaiveDate> {
    let is_worked =
        |day: &NaiveDate| matches!(calendar.kind_of(*day), DayKind::Working | DayKind::MakeUp);
    if is_worked(&day) {
        return Vec::new();
    }
    let back = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take_while(is_worked);
    let on = std::iter::successors(day.succ_opt(), NaiveDate::succ_opt).take_while(is_worked);
    let run: Vec<NaiveDate> = back.chain(on).collect();
    let most = usize::try_from(all.rules.max_consecutive_days).unwrap_or(0);
    if run.len() >= most { run } else { Vec::new() }
}
