//! What one plan leaves to the next: who did more or less than their share (公平结转). Pure.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use zongzhi_solver::instance::{DayKind, Mode, OpenDays, Person, Post};
use zongzhi_solver::{Assignment, Instance};

/// By group of an instance, load and history above the target, in tenths of a day: what the next plan
/// begins with. Targets count the days somebody was there, so that it is pro-rated by itself.
pub fn carried(instance: &Instance, roster: &[Assignment]) -> BTreeMap<String, i64> {
    let kinds: HashMap<NaiveDate, DayKind> =
        instance.calendar.iter().map(|day| (day.date, day.kind)).collect();
    let people: HashMap<&str, &Person> =
        instance.staff.iter().map(|person| (person.id.as_str(), person)).collect();
    let posts: HashMap<&str, &Post> =
        instance.posts.iter().map(|post| (post.id.as_str(), post)).collect();
    let load = |one: &Assignment| -> i64 {
        let found = people.get(one.staff.as_str()).zip(posts.get(one.post.as_str()));
        let Some((person, post)) = found else { return 0 };
        let block = instance.units.get(&post.unit).and_then(|blocks| blocks.get(one.block));
        let Some(block) = block else { return 0 };
        let days = block.from.iter_days().take_while(|day| *day <= block.to);
        days.map(|day| load_of(post, person, day, kinds.get(&day).copied())).sum()
    };
    let loads: Vec<(&Assignment, i64)> = roster.iter().map(|one| (one, load(one))).collect();
    let groups = instance.balance.iter().map(|group| {
        let staff: BTreeSet<&str> = group.staff.iter().map(String::as_str).collect();
        let posts: BTreeSet<&str> = group.posts.iter().map(String::as_str).collect();
        let done: i64 = loads
            .iter()
            .filter(|(one, _)| {
                staff.contains(one.staff.as_str()) && posts.contains(one.post.as_str())
            })
            .map(|(_, load)| load)
            .sum();
        (group.id.clone(), group.history + done - group.target)
    });
    groups.collect()
}

/// What some plans leave together, from the first to the last: what the first one of each group began
/// with, and from then on what every plan added. Who has no share in one of them keeps what they had.
pub fn together(plans: &[(Instance, Vec<Assignment>)]) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (instance, roster) in plans {
        let left = carried(instance, roster);
        for group in &instance.balance {
            let Some(left) = left.get(&group.id).copied() else { continue };
            match sums.entry(group.id.clone()) {
                Entry::Vacant(first) => {
                    first.insert(left);
                }
                Entry::Occupied(sum) => *sum.into_mut() += left - group.history,
            }
        }
    }
    sums
}

/// The load of one day at a post; rest duty on a statutory holiday counts double.
fn load_of(post: &Post, person: &Person, day: NaiveDate, kind: Option<DayKind>) -> i64 {
    let Some(kind) = kind else { return 0 };
    let is_open = match post.open {
        OpenDays::Work => kind.is_worked(),
        OpenDays::Rest => !kind.is_worked(),
    };
    let is_away = person.absences.iter().any(|away| (away.from..=away.to).contains(&day));
    if !is_open || is_away || post.closed.contains(&day) {
        return 0;
    }
    let is_double = post.mode == Mode::RestDuty && kind == DayKind::Holiday;
    if is_double { 2 * post.load } else { post.load }
}
