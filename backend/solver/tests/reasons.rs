//! Reasons that were planted are found, explanations add up, and repairs change few people.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use zongzhi_solver::generate::{self, Size};
use zongzhi_solver::instance::{Absence, DayKind, Mode, OpenDays, Period, Role};
use zongzhi_solver::repair::{self, Scope};
use zongzhi_solver::shortage::{self, Fact};
use zongzhi_solver::{
    Assignment, Instance, LagrangeSolver, RotationSolver as _, Settings, Unwatched, check, explain,
};

fn settings(work: u64) -> Settings {
    Settings { seed: 1, work, seconds: None, threads: 1 }
}

fn solve(instance: &Instance, work: u64) -> Vec<Assignment> {
    let outcome = LagrangeSolver
        .solve(instance, &settings(work), None, &mut Unwatched)
        .expect("it is as the test made it");
    outcome.solution.assignments
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("it is as the test made it")
}

fn leave(instance: &mut Instance, staff: &str, from: &str, to: &str) {
    let person = instance
        .staff
        .iter_mut()
        .find(|person| person.id == staff)
        .expect("it is as the test made it");
    let absence = Absence { from: day(from), to: day(to), kind: "sick".to_owned() };
    person.absences.push(absence);
}

/// The department month with all nominees of a township's post excluded in its second week, each for
/// a reason of its own.
fn planted() -> (Instance, String, Vec<String>) {
    let mut instance = generate::department_month(4);
    for person in &mut instance.staff {
        person.absences.clear();
        person.skills.retain(|skill| skill != "law");
    }
    let nominees: Vec<String> = instance.posts[1].roles.keys().take(4).cloned().collect();
    instance.posts[1].roles.retain(|id, _| nominees.contains(id));
    let (post, other) = (instance.posts[1].id.clone(), instance.posts[2].id.clone());
    leave(&mut instance, &nominees[0], "2026-03-09", "2026-03-13");
    let person = |instance: &mut Instance, id: &str| {
        instance.staff.iter().position(|person| person.id == id).expect("it is as the test made it")
    };
    let second = person(&mut instance, &nominees[1]);
    instance.staff[second].not_before = Some(day("2026-03-16"));
    let third = person(&mut instance, &nominees[2]);
    instance.staff[third].employed_to = Some(day("2026-03-10"));
    instance.locked = vec![Assignment { staff: nominees[3].clone(), post: other, block: 1 }];
    let locked = &nominees[3];
    instance.posts[2].roles.entry(locked.clone()).or_insert(zongzhi_solver::instance::Role::A);
    (instance, post, nominees)
}

#[test]
fn planted_reasons_are_named_and_all_of_them_needed() {
    let (instance, post, nominees) = planted();
    let roster = solve(&instance, 300);
    let shortages = shortage::explain(&instance, &roster).unwrap();
    let short = shortages.iter().find(|s| s.post == post && s.block == 1).unwrap();
    assert_eq!((short.missing, short.open_days, short.skill.clone()), (1, 5, None));
    let fact = |staff: &String| {
        let nominee = short.nominees.iter().find(|nominee| nominee.staff == *staff).unwrap();
        nominee.facts[0].clone()
    };
    assert_eq!(fact(&nominees[0]), Fact::Absent { present: 0, open: 5 });
    assert_eq!(fact(&nominees[1]), Fact::NotBefore { date: day("2026-03-16") });
    assert_eq!(fact(&nominees[2]), Fact::NotEmployed);
    assert!(matches!(fact(&nominees[3]), Fact::LockedAt { .. }));
    assert_eq!(short.core.len(), 4, "each is needed");
    assert_eq!(short.core[0].fact, Fact::Absent { present: 0, open: 5 });
}

#[test]
fn any_one_planted_reason_gone_fills_the_seat() {
    for released in 0..4 {
        let (mut instance, post, nominees) = planted();
        let of = |id: &String| instance.staff.iter().position(|p| p.id == *id).unwrap();
        let (first, second, third) = (of(&nominees[0]), of(&nominees[1]), of(&nominees[2]));
        match released {
            0 => instance.staff[first].absences.clear(),
            1 => instance.staff[second].not_before = None,
            2 => instance.staff[third].employed_to = None,
            _ => instance.locked.clear(),
        }
        let roster = solve(&instance, 300);
        assert!(roster.iter().any(|one| one.post == post && one.block == 1), "{released}");
    }
}

#[test]
fn a_missing_skill_is_named() {
    let mut instance = generate::department_month(5);
    for person in &mut instance.staff {
        person.skills.retain(|skill| skill != "mediator");
    }
    instance.posts[1].mix =
        vec![zongzhi_solver::instance::Mix { skill: "mediator".to_owned(), min: 1 }];
    let roster = solve(&instance, 200);
    let shortages = shortage::explain(&instance, &roster).unwrap();
    let short = shortages.iter().find(|s| s.skill.is_some()).unwrap();
    let wanted = Fact::NotQualified { skill: "mediator".to_owned() };
    assert!(short.nominees.iter().all(|nominee| nominee.facts.contains(&wanted)));
    assert_eq!(short.core.len(), short.nominees.len());
}

#[test]
fn explanations_add_up_and_swaps_do_what_they_say() {
    let mut instance = generate::county(Size::CountyQuarter, 3, 90);
    let roster = solve(&instance, 300);
    let report = check::check(&instance, &roster).unwrap();
    let costs = explain::assignments(&instance, &roster).unwrap();
    let sum = |of: fn(&check::Cost) -> i64| costs.iter().map(|one| of(&one.cost)).sum::<i64>();
    assert_eq!(sum(|c| c.travel), report.cost.travel);
    assert_eq!(sum(|c| c.role), report.cost.role);
    assert_eq!(sum(|c| c.absent), report.cost.absent);
    assert_eq!(sum(|c| c.avoid), report.cost.avoid);
    assert_eq!(sum(|c| c.handover), report.cost.handover);
    let people = explain::people(&instance, &roster).unwrap();
    let priced: i64 = people.iter().flat_map(|p| &p.groups).map(|group| group.cost).sum();
    let balance = report.cost.balance_staff_duty + report.cost.balance_staff_rest;
    // Groups of people who are nominated nowhere are priced as well.
    assert_eq!(priced, balance);
    assert!(people.iter().flat_map(|p| &p.groups).all(|g| (g.cost > 0) == g.force.is_some()));
    let units = instance.units.clone();
    for person in people.iter().filter(|person| person.best_swap.is_some()).take(40) {
        let swap = person.best_swap.clone().unwrap();
        let mut swapped = roster.clone();
        let blocks = |post: &str, one: &Assignment, first: usize, last: usize| {
            one.post == post && (first..=last).contains(&one.block)
        };
        for one in &mut swapped {
            let gives = &swap.gives;
            let is_given =
                one.staff == person.staff && blocks(&gives.post, one, gives.first, gives.last);
            let is_taken = swap.takes.as_ref().is_some_and(|takes| {
                one.staff == swap.with && blocks(&takes.post, one, takes.first, takes.last)
            });
            if is_given {
                one.staff.clone_from(&swap.with);
            } else if is_taken {
                one.staff.clone_from(&person.staff);
            }
        }
        let after = check::check(&instance, &swapped).unwrap();
        assert_eq!(after.breaks, [], "{swap:?}");
        assert_eq!(after.cost.total() - report.cost.total(), swap.effect, "{swap:?}");
    }
    assert!(!units.is_empty());
    instance.published = Some(roster.clone());
    assert_eq!(check::check(&instance, &roster).unwrap().cost.change, 0);
}

#[test]
fn a_sick_week_changes_two_people_at_most_when_somebody_is_free() {
    let instance = generate::county(Size::CountyQuarter, 8, 100);
    let roster = solve(&instance, 400);
    let mut repaired = 0;
    let weekly: BTreeSet<&String> = instance
        .posts
        .iter()
        .filter(|post| post.unit == "week" && post.mode == Mode::OnCall)
        .map(|post| &post.id)
        .collect();
    for one in roster.iter().filter(|one| weekly.contains(&one.post) && one.block == 5).take(4) {
        let post = instance.posts.iter().find(|post| post.id == one.post).unwrap();
        let block = instance.units[&post.unit][one.block];
        let mut sick = instance.clone();
        sick.published = Some(roster.clone());
        leave(&mut sick, &one.staff, &block.from.to_string(), &block.to.to_string());
        let scope = Scope { from: block.from, to: block.to };
        let result =
            repair::repair(&LagrangeSolver, &sick, scope, &settings(100), &mut Unwatched).unwrap();
        let report = check::check(&sick, &result.assignments).unwrap();
        assert_eq!(report.breaks, []);
        assert!(!result.broken.is_empty());
        assert!(result.changes.iter().any(|change| change.staff == one.staff));
        assert!(result.changes.len() <= 3, "{:?}", result.changes);
        let before = check::check(&instance, &roster).unwrap().cost.shortage;
        assert!(result.cost.shortage <= before + 50_000);
        repaired += 1;
    }
    assert!(repaired > 0);
}

#[test]
fn a_roster_that_still_holds_is_left_alone() {
    let mut instance = generate::department_month(3);
    let roster = solve(&instance, 300);
    instance.published = Some(roster.clone());
    let scope = Scope { from: day("2026-03-09"), to: day("2026-03-10") };
    let result =
        repair::repair(&LagrangeSolver, &instance, scope, &settings(100), &mut Unwatched).unwrap();
    assert_eq!(result.changes, []);
    assert_eq!(result.assignments, roster);
}

/// Three weeks of working days, and posts of one seat with their nominees.
fn three_weeks(people: usize, posts: &[&[(usize, Role)]]) -> Instance {
    let mut instance = generate::small(1, people, posts.len(), 20);
    for day in &mut instance.calendar {
        day.kind = DayKind::Work;
    }
    let week = |at: usize| Period {
        from: instance.calendar[7 * at].date,
        to: instance.calendar[7 * at + 6].date,
    };
    let weeks: Vec<Period> = (0..3).map(week).collect();
    instance.units.insert("week".to_owned(), weeks);
    instance.balance.clear();
    instance.locked.clear();
    for person in &mut instance.staff {
        (person.employed_from, person.employed_to, person.not_before) = (None, None, None);
        (person.absences, person.avoid, person.max_load) = (Vec::new(), Vec::new(), 10_000);
    }
    let ids: Vec<String> = instance.staff.iter().map(|person| person.id.clone()).collect();
    for (post, nominees) in instance.posts.iter_mut().zip(posts) {
        (post.mode, post.open, post.unit) = (Mode::Rotating, OpenDays::Work, "week".to_owned());
        (post.min_blocks, post.max_blocks, post.rest_days) = (1, 3, 0);
        (post.headcount, post.load) = (1, 10);
        (post.skills, post.mix) = (Vec::new(), Vec::new());
        post.incumbents.clear();
        post.roles = nominees.iter().map(|(at, role)| (ids[*at].clone(), *role)).collect();
    }
    instance
}

fn turns(instance: &Instance, rows: &[(usize, usize, usize)]) -> Vec<Assignment> {
    let turn = |(staff, post, block): &(usize, usize, usize)| Assignment {
        staff: instance.staff[*staff].id.clone(),
        post: instance.posts[*post].id.clone(),
        block: *block,
    };
    rows.iter().map(turn).collect()
}

fn changed(instance: &Instance, week: usize) -> Vec<String> {
    let block = instance.units["week"][week];
    let scope = Scope { from: block.from, to: block.to };
    let result = repair::repair(&LagrangeSolver, instance, scope, &settings(200), &mut Unwatched)
        .expect("it is as the test made it");
    let report = check::check(instance, &result.assignments).expect("it is as the test made it");
    assert_eq!(report.breaks, []);
    result.changes.into_iter().map(|change| change.staff).collect()
}

#[test]
fn an_old_gap_is_no_reason_to_move_more_people() {
    // At the second post nobody serves the second week: its own nominee is away, and the other one
    // would have to be replaced at the third.
    let posts: [&[(usize, Role)]; 3] = [
        &[(0, Role::A), (1, Role::B)],
        &[(2, Role::A), (3, Role::C)],
        &[(3, Role::A), (4, Role::B)],
    ];
    let served = [(0, 0, 0), (0, 0, 1), (0, 0, 2), (3, 2, 0), (3, 2, 1), (3, 2, 2)];
    let mut counted = Vec::new();
    for has_gap in [false, true] {
        let mut instance = three_weeks(5, &posts);
        let (from, to) = (instance.units["week"][1].from, instance.units["week"][1].to);
        let ids: Vec<String> = instance.staff.iter().map(|person| person.id.clone()).collect();
        let mut rows = served.to_vec();
        rows.extend([(2, 1, 0), (2, 1, 2)]);
        if has_gap {
            leave(&mut instance, &ids[2], &from.to_string(), &to.to_string());
        } else {
            rows.push((2, 1, 1));
        }
        instance.published = Some(turns(&instance, &rows));
        leave(&mut instance, &ids[0], &from.to_string(), &to.to_string());
        counted.push(changed(&instance, 1));
    }
    let who = |at: usize| format!("s{at:02}");
    assert_eq!(counted, [vec![who(0), who(1)], vec![who(0), who(1)]]);
}

#[test]
fn a_new_post_asks_those_who_are_named_for_it() {
    let posts: [&[(usize, Role)]; 2] = [&[(0, Role::A), (1, Role::B)], &[(2, Role::A)]];
    let mut instance = three_weeks(3, &posts);
    instance.published = Some(turns(&instance, &[(0, 0, 0), (0, 0, 1), (0, 0, 2)]));
    assert_eq!(changed(&instance, 1), ["s02"]);
}
