//! Every tour a person could serve, with its cost and load.

use std::collections::BTreeSet;

use super::{Calendar, Cell, Column, Graph, Lane, MixRow, Problem, number};
use super::{is_rest_lane, locks};
use crate::instance::{Instance, Mode, OpenDays, Person, Post, Why};

/// Where a person is, day by day.
struct Presence {
    away: Vec<bool>,
    avoid: Vec<bool>,
    first: i32,
    last: i32,
}

impl Presence {
    fn of(calendar: &Calendar, person: &Person) -> Self {
        let mut away = vec![false; calendar.kinds.len()];
        let mut avoid = away.clone();
        for absence in &person.absences {
            let (from, to) = (calendar.day(absence.from), calendar.day(absence.to));
            for day in from.max(0)..=to.min(calendar.days() - 1) {
                if let Some(slot) = calendar.slot(day) {
                    away[slot] = true;
                }
            }
        }
        for slot in person.avoid.iter().filter_map(|date| calendar.slot(calendar.day(*date))) {
            avoid[slot] = true;
        }
        let starts = person.employed_from.into_iter().chain(person.not_before);
        Self {
            away,
            avoid,
            first: starts.map(|date| calendar.day(date)).max().unwrap_or(i32::MIN),
            last: person.employed_to.map_or(i32::MAX, |date| calendar.day(date)),
        }
    }
}

/// What serving one block comes to.
#[derive(Clone, Copy)]
struct Served {
    is_allowed: bool,
    is_locked: bool,
    barred: Barred,
    cost: i64,
    load: i64,
}

/// Cells, columns, lanes; without groups and locks.
pub(super) fn compile(instance: &Instance, calendar: Calendar) -> Problem {
    let open = open_slots(instance, &calendar);
    let most_in_row = instance.rules.max_consecutive_days;
    let mut problem = Problem {
        cells: Vec::new(),
        first_cell: Vec::new(),
        mixes: Vec::new(),
        columns: Vec::new(),
        lanes: Vec::new(),
        lanes_of: vec![[None, None]; instance.staff.len()],
        caps: instance.staff.iter().map(|person| person.max_load).collect(),
        shared: Vec::new(),
        shared_of: Vec::new(),
        locks: Vec::new(),
        long_runs: (0..calendar.days()).map(|d| calendar.long_run(d, most_in_row)).collect(),
        worked_cells: Vec::new(),
        closed: closed(instance, &calendar),
        calendar,
        constant: 0,
    };
    cells(instance, &open, &mut problem);
    let locked = locks::cells(instance, &problem);
    let mut seats: Vec<i64> = problem.cells.iter().map(|cell| cell.headcount).collect();
    for (_, cell) in &locked {
        seats[*cell] -= 1;
    }
    for (person_index, person) in instance.staff.iter().enumerate() {
        let presence = Presence::of(&problem.calendar, person);
        for is_rest in [false, true] {
            let start = problem.columns.len();
            for (post_index, post) in instance.posts.iter().enumerate() {
                let is_able = post.skills.iter().all(|skill| person.may_have(skill));
                if is_rest_lane(post.mode) != is_rest
                    || !is_able
                    || !post.roles.contains_key(&person.id)
                {
                    continue;
                }
                let cell = problem.first_cell[post_index];
                let served =
                    served(instance, &problem, &presence, person, post_index, &open[cell..]);
                let mut served = served;
                for (block, one) in served.iter_mut().enumerate() {
                    let is_locked = locked.contains(&(person_index, cell + block));
                    one.is_locked = is_locked && !one.barred.for_good;
                    // Seats that locks take, and posts that want nobody.
                    one.is_allowed &= seats[cell + block] > 0;
                }
                tours(instance, &mut problem, person, post_index, &served);
            }
            let columns = start..problem.columns.len();
            if !columns.is_empty() {
                problem.columns[columns.clone()].sort_by_key(|c| (c.from, c.to, c.post));
                let lane = problem.lanes.len();
                problem.lanes_of[person_index][usize::from(is_rest)] = Some(lane);
                problem.lanes.push(Lane {
                    person: person_index,
                    is_rest,
                    columns,
                    graph: Graph::default(),
                    unit: 1,
                    most: 0,
                    groups: Vec::new(),
                });
            }
        }
    }
    problem
}

/// The days on which each post is not open, though others are.
fn closed(instance: &Instance, calendar: &Calendar) -> Vec<BTreeSet<i32>> {
    let of = |post: &Post| post.closed.iter().map(|date| calendar.day(*date)).collect();
    instance.posts.iter().map(of).collect()
}

/// Open days of each cell.
fn open_slots(instance: &Instance, calendar: &Calendar) -> Vec<Vec<usize>> {
    let mut open = Vec::new();
    for (post, closed) in instance.posts.iter().zip(closed(instance, calendar)) {
        let on_work = post.open == OpenDays::Work;
        for period in instance.units.get(&post.unit).into_iter().flatten() {
            let days = calendar.day(period.from)..=calendar.day(period.to);
            let days = days.filter(|day| !closed.contains(day));
            let is_open = |slot: &usize| calendar.kinds[*slot].is_worked() == on_work;
            open.push(days.filter_map(|day| calendar.slot(day)).filter(is_open).collect());
        }
    }
    open
}

fn cells(instance: &Instance, open: &[Vec<usize>], problem: &mut Problem) {
    for (post_index, post) in instance.posts.iter().enumerate() {
        problem.first_cell.push(problem.cells.len());
        let blocks = instance.units.get(&post.unit).into_iter().flatten();
        for (block, period) in blocks.enumerate() {
            let days = number(open[problem.cells.len()].len());
            let first_mix = problem.mixes.len();
            for mix in &post.mix {
                problem.mixes.push(MixRow {
                    cell: problem.cells.len(),
                    min: i64::from(mix.min),
                    price: instance.weights.mix_shortage_day * days,
                });
            }
            problem.worked_cells.push(matches!(post.mode, Mode::Resident | Mode::Rotating));
            problem.cells.push(Cell {
                post: post_index,
                block,
                from: problem.calendar.day(period.from),
                to: problem.calendar.day(period.to),
                open: days,
                headcount: i64::from(post.headcount),
                locks: 0,
                price: instance.weights.shortage_day * days,
                first_mix,
                mixes: post.mix.len(),
            });
        }
    }
    problem.first_cell.push(problem.cells.len());
}

fn served(
    instance: &Instance,
    problem: &Problem,
    presence: &Presence,
    person: &Person,
    post_index: usize,
    open: &[Vec<usize>],
) -> Vec<Served> {
    let post = &instance.posts[post_index];
    let blocks = problem.first_cell[post_index + 1] - problem.first_cell[post_index];
    let at = |id: &str| instance.centres.iter().position(|center| center.id == id).unwrap_or(0);
    let minutes = instance.travel_minutes[at(&person.home)][at(&post.centre)];
    let w = instance.weights;
    let is_published: Option<Vec<bool>> = instance.published.as_ref().map(|published| {
        let mut held = vec![false; blocks];
        for one in published.iter().filter(|p| p.staff == person.id && p.post == post.id) {
            held[one.block] = true;
        }
        held
    });
    let mut result = Vec::with_capacity(blocks);
    for (block, days) in open.iter().take(blocks).enumerate() {
        let present: Vec<_> = days.iter().filter(|slot| !presence.away[**slot]).collect();
        let (here, all) = (number(present.len()), number(days.len()));
        let day = |slot: Option<&usize>| slot.and_then(|s| i32::try_from(*s).ok());
        let is_employed = day(days.first()).is_none_or(|first| first >= presence.first)
            && day(days.last()).is_none_or(|last| last <= presence.last);
        let role = post.roles.get(&person.id).map_or(0, |role| w.role.of(*role));
        let mut cost = role * here + w.absent_day * (all - here);
        if post.mode != Mode::OnCall {
            cost += 2 * minutes * here;
        }
        cost += w.avoid_day * number(present.iter().filter(|s| presence.avoid[***s]).count());
        if is_published.as_ref().is_some_and(|held| !held[block]) {
            cost += w.change_day * all;
        }
        let is_double = |slot: usize| {
            post.mode == Mode::RestDuty
                && i32::try_from(slot).is_ok_and(|day| problem.calendar.is_holiday(day))
        };
        let load = present.iter().map(|s| post.load * if is_double(**s) { 2 } else { 1 }).sum();
        let is_there = here * 100 >= instance.rules.min_presence_pct * all;
        let barred = Barred::of(instance, person, post, days);
        result.push(Served {
            is_allowed: is_employed && is_there && !barred.from_serving,
            is_locked: false,
            barred,
            cost,
            load,
        });
    }
    result
}

/// What bars keep a person from on the open days of a block.
#[derive(Clone, Copy, Default)]
struct Barred {
    from_serving: bool,
    /// A tour that goes on from an earlier plan is not kept from it.
    from_beginning: bool,
    /// Not even a lock helps.
    for_good: bool,
}

impl Barred {
    fn of(instance: &Instance, person: &Person, post: &Post, days: &[usize]) -> Self {
        let mut barred = Self::default();
        if person.bars.is_empty() {
            return barred;
        }
        let dates: Vec<_> = days.iter().map(|slot| instance.calendar[*slot].date).collect();
        for bar in person.bars_at(&post.id, &dates) {
            match bar.why {
                Why::Rests => barred.from_beginning = true,
                Why::NotAdmitted | Why::Elsewhere | Why::DaysInARow => barred.from_serving = true,
                Why::LacksSkill(_) => (barred.from_serving, barred.for_good) = (true, true),
            }
        }
        barred
    }
}

fn tours(
    instance: &Instance,
    problem: &mut Problem,
    person: &Person,
    post_index: usize,
    served: &[Served],
) {
    let post = &instance.posts[post_index];
    let lane = problem.lanes.len();
    let first_cell = problem.first_cell[post_index];
    let has_handover = matches!(post.mode, Mode::Resident | Mode::Rotating);
    let rest = rest_after(instance, post);
    let skills = post.mix.iter().enumerate().fold(0_u32, |mask, (bit, mix)| {
        mask | (u32::from(person.skills.contains(&mix.skill)) << bit)
    });
    let before = u64::from(post.incumbents.get(&person.id).copied().unwrap_or(0));
    for first in 0..served.len() {
        let carried = if first == 0 { before } else { 0 };
        let (mut cost, mut load, mut locked) = (0, 0, 0);
        for (last, one) in served.iter().enumerate().skip(first) {
            let cell = problem.cells[first_cell + last];
            let is_next_day =
                last == first || problem.cells[first_cell + last - 1].to + 1 == cell.from;
            let length = carried + u64::try_from(last - first + 1).unwrap_or(u64::MAX / 2);
            let is_begun = last > first || carried > 0;
            if !(one.is_locked || (one.is_allowed && (is_begun || !one.barred.from_beginning)))
                || !is_next_day
                || length > u64::from(post.max_blocks)
            {
                break;
            }
            cost += one.cost;
            load += one.load;
            locked += usize::from(one.is_locked);
            let is_cut = last + 1 == served.len();
            if length < u64::from(post.min_blocks) && !is_cut && locked == 0 {
                continue;
            }
            let handover = if has_handover && carried == 0 { instance.weights.handover } else { 0 };
            problem.columns.push(Column {
                lane,
                post: post_index,
                first_cell: first_cell + first,
                cells: last + 1 - first,
                from: problem.cells[first_cell + first].from,
                to: cell.to,
                release: cell.to + rest + 1,
                load,
                cost: cost + handover,
                skills,
                locked,
                shared: 0,
            });
        }
    }
}

fn rest_after(instance: &Instance, post: &Post) -> i32 {
    let days =
        if is_rest_lane(post.mode) { instance.rules.rest_duty_gap_days } else { post.rest_days };
    i32::try_from(days).unwrap_or(i32::MAX / 4)
}
