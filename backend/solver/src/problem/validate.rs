//! What an instance has to be before it is worked on.

use std::collections::BTreeSet;

use chrono::Days;

use crate::instance::{FORMAT, Instance, Mode, OpenDays, Post};
use crate::refusal::Refusal;

/// Sums of costs stay below this, far from the end of the numbers.
const MOST_COST: i64 = 1 << 50;
const MOST_DAYS: usize = 3660;

pub(super) fn validate(instance: &Instance) -> Result<(), Refusal> {
    if instance.format != FORMAT {
        return Err(Refusal::UnknownFormat { found: instance.format.clone(), wanted: FORMAT });
    }
    days(instance)?;
    units(instance)?;
    unique("centres", instance.centres.iter().map(|c| c.id.as_str()))?;
    unique("departments", instance.departments.iter().map(|d| d.id.as_str()))?;
    unique("staff", instance.staff.iter().map(|s| s.id.as_str()))?;
    unique("posts", instance.posts.iter().map(|p| p.id.as_str()))?;
    unique("balance", instance.balance.iter().map(|b| b.id.as_str()))?;
    travel(instance)?;
    references(instance)?;
    bounds(instance)
}

fn days(instance: &Instance) -> Result<(), Refusal> {
    let horizon = instance.horizon;
    if horizon.to < horizon.from || instance.calendar.len() > MOST_DAYS {
        return Err(Refusal::BadHorizon);
    }
    let mut expected = horizon.from;
    for (at, day) in instance.calendar.iter().enumerate() {
        if day.date != expected || day.date > horizon.to {
            return Err(Refusal::CalendarGap { at });
        }
        expected = expected.checked_add_days(Days::new(1)).ok_or(Refusal::BadHorizon)?;
    }
    if instance.calendar.last().map(|day| day.date) != Some(horizon.to) {
        return Err(Refusal::CalendarGap { at: instance.calendar.len() });
    }
    Ok(())
}

fn units(instance: &Instance) -> Result<(), Refusal> {
    for (unit, blocks) in &instance.units {
        let mut after = None;
        for (block, period) in blocks.iter().enumerate() {
            let is_bad = period.to < period.from
                || period.from < instance.horizon.from
                || period.to > instance.horizon.to
                || after.is_some_and(|last| period.from <= last);
            if is_bad {
                return Err(Refusal::BadBlock { unit: unit.clone(), block });
            }
            after = Some(period.to);
        }
    }
    Ok(())
}

fn unique<'a>(kind: &'static str, ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Refusal::DuplicateId { kind, id: id.to_owned() });
        }
    }
    Ok(())
}

fn travel(instance: &Instance) -> Result<(), Refusal> {
    let wanted = instance.centres.len();
    let is_good = instance.travel_minutes.len() == wanted
        && instance
            .travel_minutes
            .iter()
            .all(|row| row.len() == wanted && row.iter().all(|m| (0..=100_000).contains(m)));
    if is_good { Ok(()) } else { Err(Refusal::BadTravelTable { wanted }) }
}

fn references(instance: &Instance) -> Result<(), Refusal> {
    let set = |ids: Vec<&str>| -> BTreeSet<String> { ids.into_iter().map(str::to_owned).collect() };
    let centers = set(instance.centres.iter().map(|c| c.id.as_str()).collect());
    let departments = set(instance.departments.iter().map(|d| d.id.as_str()).collect());
    let staff = set(instance.staff.iter().map(|s| s.id.as_str()).collect());
    let posts = set(instance.posts.iter().map(|p| p.id.as_str()).collect());
    let need = |known: &BTreeSet<String>, kind: &'static str, place: &str, id: &str| {
        if known.contains(id) {
            return Ok(());
        }
        Err(Refusal::UnknownId { place: place.to_owned(), kind, id: id.to_owned() })
    };
    for person in &instance.staff {
        need(&centers, "center", &person.id, &person.home)?;
        need(&departments, "department", &person.id, &person.dept)?;
    }
    for post in &instance.posts {
        need(&centers, "center", &post.id, &post.centre)?;
        if !instance.units.contains_key(&post.unit) {
            let (place, id) = (post.id.clone(), post.unit.clone());
            return Err(Refusal::UnknownId { place, kind: "unit", id });
        }
        for id in post.roles.keys().chain(post.incumbents.keys()) {
            need(&staff, "person", &post.id, id)?;
        }
    }
    for person in &instance.staff {
        for id in person.bars.iter().flat_map(|bar| &bar.posts) {
            need(&posts, "post", &person.id, id)?;
        }
    }
    for group in &instance.balance {
        for id in &group.staff {
            need(&staff, "person", &group.id, id)?;
        }
        for id in &group.posts {
            need(&posts, "post", &group.id, id)?;
        }
    }
    for one in instance.locked.iter().chain(instance.published.iter().flatten()) {
        let blocks = instance
            .posts
            .iter()
            .find(|post| post.id == one.post)
            .and_then(|post| instance.units.get(&post.unit))
            .map_or(0, Vec::len);
        if !staff.contains(&one.staff) || one.block >= blocks {
            return Err(Refusal::UnknownAssignment {
                staff: one.staff.clone(),
                post: one.post.clone(),
                block: one.block,
            });
        }
    }
    Ok(())
}

fn bounds(instance: &Instance) -> Result<(), Refusal> {
    let check = |good: bool, place: &str, field: &'static str| {
        if good { Ok(()) } else { Err(Refusal::OutOfBounds { place: place.to_owned(), field }) }
    };
    for person in &instance.staff {
        check((0..=10_000_000).contains(&person.max_load), &person.id, "max_load")?;
    }
    for post in &instance.posts {
        check(post.headcount <= 1000, &post.id, "headcount")?;
        check((0..=1000).contains(&post.load), &post.id, "load")?;
        check(post.min_blocks <= post.max_blocks, &post.id, "min_blocks")?;
        check(post.max_blocks >= 1, &post.id, "max_blocks")?;
        check(post.rest_days <= 10_000, &post.id, "rest_days")?;
        check(post.mix.len() <= 32, &post.id, "mix")?;
        if is_rest_duty_on_work_days(post) {
            return Err(Refusal::RestDutyOnWorkDays { post: post.id.clone() });
        }
    }
    for group in &instance.balance {
        let (tol, slope) = (group.tol, group.slope);
        check(0 <= tol.0 && tol.0 <= tol.1 && tol.1 < MOST_COST, &group.id, "tol")?;
        check(0 <= slope.0 && slope.0 <= slope.1 && slope.1 <= 10_000, &group.id, "slope")?;
        check(group.target.abs() < 1 << 30, &group.id, "target")?;
        check(group.history.abs() < 1 << 30, &group.id, "history")?;
    }
    let rules = instance.rules;
    check((0..=100).contains(&rules.min_presence_pct), "rules", "min_presence_pct")?;
    check(rules.rest_duty_gap_days <= 10_000, "rules", "rest_duty_gap_days")?;
    let w = instance.weights;
    let weights = [
        (w.shortage_day, "shortage_day"),
        (w.mix_shortage_day, "mix_shortage_day"),
        (w.handover, "handover"),
        (w.absent_day, "absent_day"),
        (w.avoid_day, "avoid_day"),
        (w.change_day, "change_day"),
        (w.role.a, "role.A"),
        (w.role.b, "role.B"),
        (w.role.c, "role.C"),
    ];
    for (weight, field) in weights {
        check((0..=1_000_000).contains(&weight), "weights", field)?;
    }
    Ok(())
}

fn is_rest_duty_on_work_days(post: &Post) -> bool {
    post.mode == Mode::RestDuty && post.open == OpenDays::Work
}
