//! A roster put into an instance that was made anew: what is published, over what the tables say
//! now. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;
use zongzhi_solver::instance::{OpenDays, Period, Person, Role, Why};
use zongzhi_solver::{Assignment, Instance};

/// Who served what from when to when, without what else a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub person_id: Uuid,
    /// What.
    pub obligation_id: Uuid,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

/// The assignments a turn comes to in `instance`: the blocks that lie within its days. None where
/// post or person are not in it any more.
pub fn placed(instance: &Instance, turn: &Turn) -> Vec<Assignment> {
    let (staff, post) = (turn.person_id.to_string(), turn.obligation_id.to_string());
    let is_known = instance.staff.iter().any(|person| person.id == staff);
    let unit = instance.posts.iter().find(|one| one.id == post).map(|one| &one.unit);
    let blocks = unit.filter(|_| is_known).and_then(|unit| instance.units.get(unit));
    let within = |block: &Period| turn.from_on <= block.from && block.to <= turn.until_on;
    let blocks = blocks.into_iter().flatten().enumerate().filter(|(_, block)| within(block));
    blocks
        .map(|(block, _)| Assignment { staff: staff.clone(), post: post.clone(), block })
        .collect()
}

/// An instance made anew, with the blocks of the one that is published: some of those were cut in two
/// by a repair, and what is served half a block stays half a block.
pub fn with_blocks_of(mut fresh: Instance, stored: &Instance) -> Instance {
    for post in &mut fresh.posts {
        let known = stored.posts.iter().find(|one| one.id == post.id);
        let blocks = known.and_then(|one| stored.units.get(&one.unit));
        let (Some(known), Some(blocks)) = (known, blocks) else { continue };
        post.min_blocks = post.min_blocks.min(known.min_blocks);
        post.max_blocks = post.max_blocks.max(known.max_blocks);
        fresh.units.insert(post.unit.clone(), blocks.clone());
    }
    fresh
}

/// The most a person who has left may have: what they did is done.
const NO_CAP: i64 = 1_000_000;

/// Keeps what is before `from` as it was: days somebody was away then are no reason to change anything,
/// and who served and is not admitted any more was there until the day before.
pub fn remember(instance: &mut Instance, turns: &[Turn], from: NaiveDate) {
    for person in &mut instance.staff {
        person.absences.retain(|away| from <= away.to);
        for away in &mut person.absences {
            away.from = away.from.max(from);
        }
        person.bars.retain(|bar| from <= bar.to);
        for bar in &mut person.bars {
            bar.from = bar.from.max(from);
        }
    }
    let (home, dept) = (instance.centres.first(), instance.departments.first());
    let Some((home, dept)) = home.zip(dept).map(|(home, dept)| (home.id.clone(), dept.id.clone()))
    else {
        return;
    };
    let known: BTreeSet<String> = instance.staff.iter().map(|one| one.id.clone()).collect();
    let gone = turns.iter().filter(|turn| !known.contains(&turn.person_id.to_string()));
    let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for turn in gone {
        let (id, post) = (turn.person_id.to_string(), turn.obligation_id.to_string());
        if let Some(post) = instance.posts.iter_mut().find(|one| one.id == post) {
            post.roles.entry(id.clone()).or_insert(Role::C);
            left.entry(id).or_default().extend(post.skills.iter().cloned());
        }
    }
    let eve = from.pred_opt().unwrap_or(from);
    instance.staff.extend(left.into_iter().map(|(id, skills)| Person {
        id,
        dept: dept.clone(),
        home: home.clone(),
        skills: skills.into_iter().collect(),
        employed_from: None,
        employed_to: Some(eve),
        not_before: None,
        absences: Vec::new(),
        avoid: Vec::new(),
        bars: Vec::new(),
        max_load: NO_CAP,
    }));
}

/// Cuts the blocks in two that somebody began before `from` and cannot finish: nobody could take over
/// in the middle of a week otherwise. What is before `from` stays with whoever served it.
pub fn cut(instance: &mut Instance, turns: &[Turn], from: NaiveDate) {
    let away: HashMap<&str, &Person> =
        instance.staff.iter().map(|person| (person.id.as_str(), person)).collect();
    let mut broken: BTreeSet<String> = BTreeSet::new();
    for turn in turns.iter().filter(|turn| turn.from_on < from && from <= turn.until_on) {
        let person = away.get(turn.person_id.to_string().as_str()).copied();
        let post = turn.obligation_id.to_string();
        if person.is_none_or(|person| is_gone(person, &post, from, turn.until_on)) {
            broken.insert(post);
        }
    }
    let worked: BTreeSet<NaiveDate> =
        instance.calendar.iter().filter(|day| day.kind.is_worked()).map(|day| day.date).collect();
    let mut units = Vec::new();
    for post in &mut instance.posts {
        if !broken.contains(&post.id) {
            continue;
        }
        // One block more for those who go on, and half a block is no tour of two.
        (post.min_blocks, post.max_blocks) = (1, post.max_blocks.saturating_add(1));
        units.push((post.unit.clone(), post.open, post.closed.clone()));
    }
    let eve = from.pred_opt().unwrap_or(from);
    for (unit, open, closed) in units {
        let Some(blocks) = instance.units.get_mut(&unit) else { continue };
        let is_open = |day: NaiveDate| {
            let is_of_kind = match open {
                OpenDays::Work => worked.contains(&day),
                OpenDays::Rest => !worked.contains(&day),
            };
            is_of_kind && !closed.contains(&day)
        };
        let has_open = |first: NaiveDate, last: NaiveDate| {
            first.iter_days().take_while(|day| *day <= last).any(is_open)
        };
        let at = blocks.iter().position(|block| {
            block.from < from
                && from <= block.to
                && has_open(block.from, eve)
                && has_open(from, block.to)
        });
        let Some(at) = at else { continue };
        let Some(block) = blocks.get(at).copied() else { continue };
        let halves = [Period { from: block.from, to: eve }, Period { from, to: block.to }];
        blocks.splice(at..=at, halves);
    }
}

/// Whether somebody is away on some day from `from` to `until`, or may not serve the post then.
fn is_gone(person: &Person, post: &str, from: NaiveDate, until: NaiveDate) -> bool {
    let has_left = person.employed_to.is_some_and(|last| last < until);
    // Who goes on with a turn is not kept from it by the rest after an earlier one.
    let mut bars = person.bars.iter().filter(|bar| bar.why != Why::Rests);
    let is_barred = bars
        .any(|bar| bar.from <= until && from <= bar.to && bar.posts.iter().any(|one| one == post));
    let is_away = person.absences.iter().any(|away| away.from <= until && from <= away.to);
    has_left || is_barred || is_away
}

/// Days from the first to the last at one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// What.
    pub obligation_id: Uuid,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

/// What changes for one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// What they serve that they did not.
    pub added: Vec<Stretch>,
    /// What they no longer serve.
    pub removed: Vec<Stretch>,
}

/// Whose days differ between two rosters, and which: by day, so that a block cut in two is no change
/// for those who serve both halves.
pub fn changes(before: &[Turn], after: &[Turn]) -> BTreeMap<Uuid, Changed> {
    let (old, new) = (days(before), days(after));
    let mut changed: BTreeMap<Uuid, Changed> = BTreeMap::new();
    for (person, stretch) in stretches(new.difference(&old)) {
        changed.entry(person).or_default().added.push(stretch);
    }
    for (person, stretch) in stretches(old.difference(&new)) {
        changed.entry(person).or_default().removed.push(stretch);
    }
    changed
}

type Day = (Uuid, Uuid, NaiveDate);

fn days(turns: &[Turn]) -> BTreeSet<Day> {
    let of = |turn: &Turn| {
        let (person, obligation, last) = (turn.person_id, turn.obligation_id, turn.until_on);
        let days = turn.from_on.iter_days().take_while(move |day| *day <= last);
        days.map(move |day| (person, obligation, day))
    };
    turns.iter().flat_map(of).collect()
}

/// Days in a row become one stretch; they come by person, post and day.
fn stretches<'a>(days: impl Iterator<Item = &'a Day>) -> Vec<(Uuid, Stretch)> {
    let mut found: Vec<(Uuid, Stretch)> = Vec::new();
    for (person, obligation, day) in days {
        match found.last_mut() {
            Some((known, stretch))
                if *known == *person
                    && stretch.obligation_id == *obligation
                    && stretch.until_on.succ_opt() == Some(*day) =>
            {
                stretch.until_on = *day;
            }
            Some(_) | None => {
                let stretch = Stretch { obligation_id: *obligation, from_on: *day, until_on: *day };
                found.push((*person, stretch));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn turn(person: u128, from: &str, until: &str) -> Turn {
        Turn {
            person_id: Uuid::from_u128(person),
            obligation_id: Uuid::from_u128(9),
            from_on: day(from),
            until_on: day(until),
        }
    }

    #[test]
    fn only_those_whose_days_differ_are_changed() {
        let before = [turn(1, "2026-03-02", "2026-03-08"), turn(2, "2026-03-09", "2026-03-15")];
        // The first week is cut in two: who goes on is no change, who takes over is one.
        let after = [
            turn(1, "2026-03-02", "2026-03-03"),
            turn(3, "2026-03-04", "2026-03-08"),
            turn(2, "2026-03-09", "2026-03-10"),
            turn(2, "2026-03-11", "2026-03-15"),
        ];
        let changed = changes(&before, &after);
        let people: Vec<_> = changed.keys().map(Uuid::as_u128).collect();
        assert_eq!(people, [1, 3]);
        let left = &changed[&Uuid::from_u128(1)];
        assert!(left.added.is_empty());
        assert_eq!(left.removed.len(), 1);
        assert_eq!(left.removed[0].from_on, day("2026-03-04"));
        assert_eq!(left.removed[0].until_on, day("2026-03-08"));
        assert!(changes(&before, &before).is_empty());
    }

    /// A fortnight of one post, in weeks; person 1 is away from Wednesday of the first one.
    fn instance() -> Instance {
        let calendar: Vec<_> = day("2026-03-02")
            .iter_days()
            .take(14)
            .map(|date| {
                let is_rest = matches!(date.format("%u").to_string().as_str(), "6" | "7");
                serde_json::json!({ "date": date, "kind": if is_rest { "rest" } else { "work" } })
            })
            .collect();
        let (who, post) = (Uuid::from_u128(1).to_string(), Uuid::from_u128(9).to_string());
        let text = serde_json::json!({
            "format": "rotation-instance/1", "name": "test",
            "horizon": { "from": "2026-03-02", "to": "2026-03-15" },
            "calendar": calendar,
            "units": { post.clone(): [
                { "from": "2026-03-02", "to": "2026-03-08" },
                { "from": "2026-03-09", "to": "2026-03-15" },
            ] },
            "centres": [{ "id": "c" }], "travel_minutes": [[0]], "departments": [{ "id": "d" }],
            "staff": [{
                "id": who, "dept": "d", "home": "c", "max_load": 1000,
                "absences": [{ "from": "2026-03-04", "to": "2026-03-06" }],
            }],
            "posts": [{
                "id": post, "centre": "c", "mode": "rotating", "headcount": 1, "open": "work",
                "unit": post, "min_blocks": 2, "max_blocks": 2, "rest_days": 0, "load": 10,
                "roles": { who: "A" },
            }],
            "rules": {
                "min_presence_pct": 50, "max_consecutive_days": 6, "rest_duty_gap_days": 5,
            },
            "weights": {
                "shortage_day": 10000, "mix_shortage_day": 3000, "handover": 240,
                "absent_day": 240, "avoid_day": 60, "change_day": 100,
                "role": { "A": 0, "B": 20, "C": 60 },
            },
        });
        serde_json::from_value(text).expect("an instance")
    }

    #[test]
    fn a_week_is_cut_where_somebody_cannot_go_on_and_only_there() {
        let week = turn(1, "2026-03-02", "2026-03-08");
        let mut cut_in_two = instance();
        cut(&mut cut_in_two, &[week], day("2026-03-04"));
        let blocks = &cut_in_two.units[&Uuid::from_u128(9).to_string()];
        let starts: Vec<_> = blocks.iter().map(|block| block.from.to_string()).collect();
        assert_eq!(starts, ["2026-03-02", "2026-03-04", "2026-03-09"]);
        assert_eq!((cut_in_two.posts[0].min_blocks, cut_in_two.posts[0].max_blocks), (1, 3));
        // What was one turn is both halves of it, and a later instance has the same halves.
        assert_eq!(placed(&cut_in_two, &week).len(), 2);
        let again = with_blocks_of(instance(), &cut_in_two);
        assert_eq!(again.units, cut_in_two.units);
        // On a Monday there is nothing to cut, and who is there goes on.
        for (turn, from) in
            [(week, "2026-03-02"), (turn(1, "2026-03-09", "2026-03-15"), "2026-03-11")]
        {
            let mut whole = instance();
            cut(&mut whole, &[turn], day(from));
            assert_eq!(whole, instance());
        }
    }

    #[test]
    fn what_is_over_is_no_reason_to_change_anything() {
        let mut later = instance();
        let gone = turn(7, "2026-03-02", "2026-03-08");
        remember(&mut later, &[gone], day("2026-03-09"));
        assert!(later.staff[0].absences.is_empty());
        let left = later.staff.iter().find(|one| one.id == Uuid::from_u128(7).to_string());
        let left = left.expect("who has left");
        assert_eq!(left.employed_to, Some(day("2026-03-08")));
        assert_eq!(placed(&later, &gone).len(), 1);
    }
}
