//! The load everybody should have: each block's load shared among those who could take it.

use std::collections::BTreeMap;

use crate::instance::{Balance, BalanceKind, DayKind, Instance, Mode, OpenDays};
use crate::search::Random;

/// Adds balance groups and caps.
pub(super) fn add(instance: &mut Instance, random: &mut Random) {
    let mut duty: BTreeMap<String, i64> = BTreeMap::new();
    let mut rest: BTreeMap<String, i64> = BTreeMap::new();
    let mut shared: BTreeMap<String, i64> = BTreeMap::new();
    let mut longest: BTreeMap<String, i64> = BTreeMap::new();
    let dept = |id: &String| instance.staff.iter().find(|s| s.id == *id).map(|s| s.dept.clone());
    let mut joint = Vec::new();
    for post in &instance.posts {
        let able: Vec<&String> = post.roles.keys().collect();
        let is_rest = post.mode == Mode::RestDuty;
        let mut depts: Vec<String> = able.iter().filter_map(|id| dept(id)).collect();
        depts.sort();
        depts.dedup();
        let is_joint = post.mode == Mode::Rotating && depts.len() > 1;
        if is_joint {
            joint.push(post.id.clone());
        }
        let mut total = 0;
        for day in &instance.calendar {
            if day.kind.is_worked() == (post.open == OpenDays::Work) {
                let times = if is_rest && day.kind == DayKind::Holiday { 2 } else { 1 };
                total += post.load * i64::from(post.headcount) * times;
            }
        }
        let share = total / i64::try_from(able.len().max(1)).unwrap_or(1);
        for id in &able {
            *(if is_rest { &mut rest } else { &mut duty }).entry((*id).clone()).or_default() += share;
            let days = match post.unit.as_str() {
                "month" => 21,
                "fortnight" => 10,
                _ => 5,
            };
            let tour = days * i64::from(post.min_blocks.max(1)) * post.load;
            let known = longest.entry((*id).clone()).or_default();
            *known = if is_rest { *known } else { (*known).max(tour) };
        }
        if is_joint {
            for id in &depts {
                let part = total / i64::try_from(depts.len()).unwrap_or(1);
                *shared.entry(id.clone()).or_default() += part;
            }
        }
    }
    let posts = |is_rest: bool| {
        let of = instance.posts.iter().filter(|p| (p.mode == Mode::RestDuty) == is_rest);
        of.map(|post| post.id.clone()).collect::<Vec<_>>()
    };
    let (work_posts, rest_posts) = (posts(false), posts(true));
    let mut balance = Vec::new();
    for person in &mut instance.staff {
        let long = longest.get(&person.id).copied().unwrap_or(0);
        let target = duty.get(&person.id).copied().unwrap_or(0);
        person.max_load = (2 * target + 2 * long + 100).max(300);
        let mut group = |kind, name: &str, posts: &Vec<String>, numbers: [i64; 4], slope| {
            balance.push(Balance {
                id: format!("{name}:{}", person.id),
                kind,
                staff: vec![person.id.clone()],
                posts: posts.clone(),
                history: numbers[0],
                target: numbers[1],
                tol: (numbers[2], numbers[3]),
                slope,
            });
        };
        let history = [-50, 0, 0, 0, 50][random.below(5)];
        let tol = (long / 2).max(20);
        if duty.contains_key(&person.id) {
            let numbers = [history, target, tol, 3 * tol];
            group(BalanceKind::StaffDuty, "duty", &work_posts, numbers, (3, 12));
        }
        if let Some(target) = rest.get(&person.id) {
            group(BalanceKind::StaffRest, "rest", &rest_posts, [0, *target, 10, 20], (12, 40));
        }
    }
    for (id, target) in shared {
        let staff = instance.staff.iter().filter(|s| s.dept == id).map(|s| s.id.clone());
        balance.push(Balance {
            staff: staff.collect(),
            id: format!("dept:{id}"),
            kind: BalanceKind::DeptShared,
            posts: joint.clone(),
            history: 0,
            target,
            tol: ((target / 20).max(50), (target * 3 / 20).max(150)),
            slope: (2, 6),
        });
    }
    instance.balance = balance;
}
