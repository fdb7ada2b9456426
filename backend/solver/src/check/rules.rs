//! The hard rules, each on its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Break;
use super::facts::{Cell, Facts, days_between};
use crate::instance::{Bar, Mode, Why};

/// A maximal run of blocks of one person at one post.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tour {
    pub(crate) first: Cell,
    pub(crate) last: usize,
    pub(crate) starts: NaiveDate,
    pub(crate) ends: NaiveDate,
}

/// The tours of a roster sorted by person, post and time.
pub(crate) fn tours(facts: &Facts, cells: &[Cell]) -> Vec<Tour> {
    let mut tours: Vec<Tour> = Vec::new();
    for cell in cells {
        let Some((starts, ends)) = facts.block(cell.post, cell.block) else { continue };
        if let Some(tour) = tours.last_mut()
            && (tour.first.staff, tour.first.post) == (cell.staff, cell.post)
            && tour.last + 1 == cell.block
            && tour.ends.succ_opt() == Some(starts)
        {
            tour.last = cell.block;
            tour.ends = ends;
        } else {
            tours.push(Tour { first: *cell, last: cell.block, starts, ends });
        }
    }
    tours
}

/// Nominated, qualified, employed and present.
pub(crate) fn each_assignment(facts: &Facts, cells: &[Cell], breaks: &mut Vec<Break>) {
    for cell in cells {
        let (person, post) = (facts.person(*cell), facts.post(*cell));
        let (staff, post_id, block) = (person.id.clone(), post.id.clone(), cell.block);
        if !post.roles.contains_key(&person.id) {
            breaks.push(Break::NotNominated { staff, post: post_id, block });
            continue;
        }
        if let Some(skill) = post.skills.iter().find(|skill| !person.may_have(skill)) {
            let skill = skill.clone();
            breaks.push(Break::LacksSkill { staff, post: post_id, block, skill });
            continue;
        }
        let open = facts.open_days(cell.post, cell.block);
        let (Some(first), Some(last)) = (open.first(), open.last()) else { continue };
        let bars = || person.bars_at(&post.id, &open);
        let lacks = bars().find_map(|bar| match &bar.why {
            Why::LacksSkill(skill) => Some(skill.clone()),
            Why::NotAdmitted | Why::Rests | Why::Elsewhere | Why::DaysInARow => None,
        });
        if let Some(skill) = lacks {
            breaks.push(Break::LacksSkill { staff, post: post_id, block, skill });
            continue;
        }
        if facts.locked.contains(cell) {
            continue;
        }
        let starts = [person.employed_from, person.not_before].into_iter().flatten().max();
        if starts.is_some_and(|day| *first < day) || person.employed_to.is_some_and(|d| *last > d) {
            breaks.push(Break::NotEmployed { staff, post: post_id, block });
            continue;
        }
        // Rest is of whole tours, and looked at there.
        let max = facts.instance.rules.max_consecutive_days;
        if let Some(bar) = bars().find(|bar| bar.why != Why::Rests) {
            breaks.push(match bar.why {
                Why::DaysInARow => Break::ConsecutiveDays { staff, date: *first, max },
                Why::Elsewhere => resting(*cell, facts, bar),
                Why::NotAdmitted | Why::Rests | Why::LacksSkill(_) => {
                    Break::NotEmployed { staff, post: post_id, block }
                }
            });
            continue;
        }
        let present = facts.present_days(*cell).len();
        let percent = |days: usize, of: i64| i64::try_from(days).unwrap_or(i64::MAX / 128) * of;
        if percent(present, 100) < percent(open.len(), facts.instance.rules.min_presence_pct) {
            let open = open.len();
            breaks.push(Break::Absent { staff, post: post_id, block, present, open });
        }
    }
    for lock in facts.locked.iter().filter(|lock| cells.binary_search(lock).is_err()) {
        breaks.push(Break::LockBroken {
            staff: facts.person(*lock).id.clone(),
            post: facts.post(*lock).id.clone(),
            block: lock.block,
        });
    }
}

fn resting(cell: Cell, facts: &Facts, bar: &Bar) -> Break {
    Break::Resting {
        staff: facts.person(cell).id.clone(),
        post: facts.post(cell).id.clone(),
        block: cell.block,
        from: bar.from,
        until: bar.to,
    }
}

/// Who does not go on with a tour of an earlier plan rests from it first.
fn rests_from_before(facts: &Facts, tours: &[Tour], breaks: &mut Vec<Break>) {
    for cell in tours.iter().map(|tour| tour.first) {
        let goes_on = cell.block == 0 && facts.done_before(cell) > 0;
        let person = facts.person(cell);
        if goes_on || person.bars.is_empty() || facts.locked.contains(&cell) {
            continue;
        }
        let open = facts.open_days(cell.post, cell.block);
        let mut bars = person.bars_at(&facts.post(cell).id, &open);
        if let Some(bar) = bars.find(|bar| bar.why == Why::Rests) {
            breaks.push(resting(cell, facts, bar));
        }
    }
}

/// Never more people than the headcount.
pub(crate) fn headcounts(facts: &Facts, cells: &[Cell], breaks: &mut Vec<Break>) {
    let mut present: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for cell in cells {
        *present.entry((cell.post, cell.block)).or_default() += 1;
    }
    for ((post, block), present) in present {
        let post = &facts.instance.posts[post];
        if present > usize::try_from(post.headcount).unwrap_or(usize::MAX) {
            let headcount = post.headcount;
            breaks.push(Break::OverHeadcount { post: post.id.clone(), block, present, headcount });
        }
    }
}

/// Tours neither too long nor too short.
pub(crate) fn lengths(facts: &Facts, cells: &[Cell], tours: &[Tour], breaks: &mut Vec<Break>) {
    debug_assert!(cells.is_sorted());
    for tour in tours {
        let (person, post) = (facts.person(tour.first), facts.post(tour.first));
        let (first, last) = (tour.first.block, tour.last);
        let before = if first == 0 { facts.done_before(tour.first) } else { 0 };
        let length = u64::from(before) + u64::try_from(last + 1 - first).unwrap_or(u64::MAX / 2);
        let (staff, post_id) = (person.id.clone(), post.id.clone());
        if length > u64::from(post.max_blocks) {
            let max = post.max_blocks;
            breaks.push(Break::TourTooLong { staff, post: post_id, first, last, max });
        } else if length < u64::from(post.min_blocks) && last + 1 != facts.blocks(tour.first.post) {
            let has_lock =
                (first..=last).any(|block| facts.locked.contains(&Cell { block, ..tour.first }));
            if !has_lock {
                let min = post.min_blocks;
                breaks.push(Break::TourTooShort { staff, post: post_id, first, last, min });
            }
        }
    }
}

/// One post at a time in a lane, and the rest between tours and after those of earlier plans.
pub(crate) fn rests(facts: &Facts, tours: &[Tour], breaks: &mut Vec<Break>) {
    rests_from_before(facts, tours, breaks);
    let mut lanes: BTreeMap<(usize, bool), Vec<&Tour>> = BTreeMap::new();
    for tour in tours {
        let is_rest = facts.post(tour.first).mode == Mode::RestDuty;
        lanes.entry((tour.first.staff, is_rest)).or_default().push(tour);
    }
    for ((_, is_rest), mut lane) in lanes {
        lane.sort_by_key(|tour| (tour.starts, tour.ends, tour.first.post));
        for pair in lane.windows(2) {
            let (tour, next) = (pair[0], pair[1]);
            let post = facts.post(tour.first);
            let rest_days =
                if is_rest { facts.instance.rules.rest_duty_gap_days } else { post.rest_days };
            if days_between(tour.ends, next.starts) < i64::from(rest_days) {
                breaks.push(Break::Rest {
                    staff: facts.person(tour.first).id.clone(),
                    post: post.id.clone(),
                    ends: tour.ends,
                    next_post: facts.post(next.first).id.clone(),
                    starts: next.starts,
                    rest_days,
                });
            }
        }
    }
}

/// No rest duty that joins worked days to a run that is too long.
pub(crate) fn consecutive(facts: &Facts, tours: &[Tour], breaks: &mut Vec<Break>) {
    let mut worked: BTreeMap<usize, BTreeSet<NaiveDate>> = BTreeMap::new();
    let mut rest: BTreeMap<usize, BTreeSet<NaiveDate>> = BTreeMap::new();
    for tour in tours {
        let lane = match facts.post(tour.first).mode {
            Mode::RestDuty => &mut rest,
            Mode::Resident | Mode::Rotating => &mut worked,
            Mode::OnCall => continue,
        };
        let days = lane.entry(tour.first.staff).or_default();
        for block in tour.first.block..=tour.last {
            days.extend(facts.open_days(tour.first.post, block));
        }
    }
    let max = facts.instance.rules.max_consecutive_days;
    for (staff, days) in rest {
        let Some(worked) = worked.get(&staff) else { continue };
        for date in days {
            let run = facts.run_around(date);
            let is_long = run.len() >= usize::try_from(max).unwrap_or(usize::MAX);
            if is_long && run.iter().any(|day| worked.contains(day)) {
                let staff = facts.instance.staff[staff].id.clone();
                breaks.push(Break::ConsecutiveDays { staff, date, max });
            }
        }
    }
}

/// Nobody has more load than they may.
pub(crate) fn caps(facts: &Facts, cells: &[Cell], breaks: &mut Vec<Break>) {
    let mut loads: BTreeMap<usize, i64> = BTreeMap::new();
    for cell in cells {
        *loads.entry(cell.staff).or_default() += facts.load(*cell);
    }
    for (staff, load) in loads {
        let person = &facts.instance.staff[staff];
        if load > person.max_load {
            let (staff, max_load) = (person.id.clone(), person.max_load);
            breaks.push(Break::OverCap { staff, load, max_load });
        }
    }
}
