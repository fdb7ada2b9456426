//! Small instances that bring together everything the format allows, for tests against brute force.

use super::calendar::{date, days, units};
use super::{Size, county};
use crate::instance::{
    Absence, Assignment, Balance, BalanceKind, Department, Instance, Mix, Mode, OpenDays, Period,
    Person, Post, Role,
};
use crate::search::Random;

/// A random instance of `people` people, `posts` posts and `days` days. Locks may be impossible: the
/// solver then refuses it.
pub fn small(seed: u64, people: usize, posts: usize, length: u64) -> Instance {
    let mut random = Random::of(seed, people, 91);
    let start = random.below(330);
    let from = date(1, 1) + chrono::Days::new(u64::try_from(start).unwrap_or(0));
    let to = from + chrono::Days::new(length.clamp(1, 30));
    let mut instance = county(Size::DepartmentMonth, seed, 100);
    instance.name = format!("small-{seed}");
    instance.horizon = Period { from, to };
    instance.calendar = days(from, to);
    instance.units = units(&instance.calendar);
    for (staff, dept) in [("d01", "d01"), ("d02", "d02")] {
        let (id, name) = (dept.to_owned(), staff.to_owned());
        instance.departments.push(Department { id, name, mode: String::new() });
    }
    instance.rules.max_consecutive_days = u32::try_from(4 + random.below(3)).unwrap_or(6);
    instance.rules.rest_duty_gap_days = u32::try_from(random.below(6)).unwrap_or(5);
    instance.staff = (0..people).map(|index| person(&instance, &mut random, index)).collect();
    instance.posts = (0..posts).map(|index| post(&instance, &mut random, index)).collect();
    instance.balance = groups(&instance, &mut random);
    instance.locked.clear();
    if random.below(3) == 0 {
        instance.locked.extend(assignment(&instance, &mut random));
    }
    if random.below(3) == 0 {
        let published = (0..4).filter_map(|_| assignment(&instance, &mut random)).collect();
        instance.published = Some(published);
    }
    instance
}

fn person(instance: &Instance, random: &mut Random, index: usize) -> Person {
    let days = &instance.calendar;
    let some = |random: &mut Random| days[random.below(days.len())].date;
    let mut absences = Vec::new();
    if random.below(3) == 0 {
        let from = some(random);
        let to = from + chrono::Days::new(u64::try_from(random.below(9)).unwrap_or(0));
        absences.push(Absence { from, to, kind: "leave".to_owned() });
    }
    let has = |random: &mut Random, of: usize| random.below(of) == 0;
    let employed_from = has(random, 9).then(|| some(random));
    let employed_to = has(random, 9).then(|| some(random));
    let not_before = has(random, 7).then(|| some(random));
    let skills = ["law", "mediator"].into_iter().filter(|_| random.below(3) > 0);
    Person {
        id: format!("s{index:02}"),
        skills: skills.map(str::to_owned).collect(),
        dept: ["d00", "d01"][random.below(2)].to_owned(),
        home: ["c00", "c01", "c02"][random.below(3)].to_owned(),
        employed_from,
        employed_to,
        not_before,
        absences,
        avoid: vec![some(random)],
        bars: Vec::new(),
        max_load: [60, 120, 400][random.below(3)],
    }
}

fn post(instance: &Instance, random: &mut Random, index: usize) -> Post {
    let mode = [Mode::Rotating, Mode::Resident, Mode::OnCall, Mode::RestDuty][random.below(4)];
    let (unit, open) = match mode {
        Mode::RestDuty => ("restday", OpenDays::Rest),
        Mode::Rotating if random.below(6) == 0 => ("week", OpenDays::Rest),
        Mode::Rotating | Mode::Resident | Mode::OnCall => {
            (["week", "fortnight", "month"][random.below(3)], OpenDays::Work)
        }
    };
    let min = 1 + random.below(2);
    let number = |n: usize| u32::try_from(n).unwrap_or(1);
    let mut roles = std::collections::BTreeMap::new();
    let mut incumbents = std::collections::BTreeMap::new();
    for person in &instance.staff {
        if random.below(3) > 0 {
            let role = [Role::A, Role::B, Role::C][random.below(3)];
            roles.insert(person.id.clone(), role);
            if random.below(6) == 0 {
                incumbents.insert(person.id.clone(), number(1 + random.below(2)));
            }
        }
    }
    let skills = if random.below(4) == 0 { vec!["law".to_owned()] } else { Vec::new() };
    let mix = if random.below(4) == 0 {
        vec![Mix { skill: "mediator".to_owned(), min: 1 }]
    } else {
        Vec::new()
    };
    Post {
        id: format!("p{index:02}"),
        centre: ["c00", "c01", "c02"][random.below(3)].to_owned(),
        name: String::new(),
        mode,
        headcount: number([0, 1, 1, 1, 2][random.below(5)]),
        open,
        closed: Vec::new(),
        unit: unit.to_owned(),
        min_blocks: number(min),
        max_blocks: number(min + random.below(3)),
        rest_days: number([0, 0, 5, 7, 14][random.below(5)]),
        load: [2, 10][random.below(2)],
        skills,
        mix,
        roles,
        incumbents,
    }
}

fn groups(instance: &Instance, random: &mut Random) -> Vec<Balance> {
    let mut groups = Vec::new();
    let posts = |wanted: &dyn Fn(&Post) -> bool| -> Vec<String> {
        instance.posts.iter().filter(|p| wanted(p)).map(|p| p.id.clone()).collect()
    };
    let work = posts(&|p| p.mode != Mode::RestDuty);
    let rest = posts(&|p| p.mode == Mode::RestDuty);
    let mut group = |id: String, kind, staff: Vec<String>, posts: &Vec<String>, target| {
        groups.push(Balance {
            id,
            kind,
            staff,
            posts: posts.clone(),
            history: random.around(30),
            target,
            tol: (10, 30),
            slope: (3, 12),
        });
    };
    for person in &instance.staff {
        let own = vec![person.id.clone()];
        group(format!("duty:{}", person.id), BalanceKind::StaffDuty, own.clone(), &work, 50);
        group(format!("rest:{}", person.id), BalanceKind::StaffRest, own, &rest, 20);
    }
    let staff = instance.staff.iter().filter(|s| s.dept == "d00").map(|s| s.id.clone()).collect();
    let some: Vec<String> = work.iter().step_by(2).cloned().collect();
    group("dept:d00".to_owned(), BalanceKind::DeptShared, staff, &some, 80);
    groups
}

fn assignment(instance: &Instance, random: &mut Random) -> Option<Assignment> {
    let post = &instance.posts[random.below(instance.posts.len())];
    let staff: Vec<&String> = post.roles.keys().collect();
    let blocks = instance.units.get(&post.unit).map_or(0, Vec::len);
    if staff.is_empty() || blocks == 0 {
        return None;
    }
    Some(Assignment {
        staff: staff[random.below(staff.len())].clone(),
        post: post.id.clone(),
        block: random.below(blocks),
    })
}
