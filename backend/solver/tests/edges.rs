//! Where plans usually fail: edges of the period, make-up days, people of two departments, departments
//! of nobody, posts that want nobody, a year whose holidays are not announced.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use chrono::{Datelike as _, NaiveDate, Weekday};
use zongzhi_solver::generate::{self, Size};
use zongzhi_solver::instance::{
    Absence, Balance, BalanceKind, CalendarDay, DayKind, Department, Instance, Mode, OpenDays,
    Period, Role,
};
use zongzhi_solver::{
    Assignment, LagrangeSolver, Outcome, Refusal, RotationSolver as _, Settings, Unwatched, check,
    gap_ppm,
};

fn solve(instance: &Instance, work: u64) -> Outcome {
    let settings = Settings { seed: 1, work, seconds: None, threads: 2 };
    let outcome = LagrangeSolver
        .solve(instance, &settings, None, &mut Unwatched)
        .expect("it is as the test made it");
    let report =
        check::check(instance, &outcome.solution.assignments).expect("it is as the test made it");
    assert_eq!(report.breaks, []);
    assert_eq!(report.cost.total(), outcome.objective);
    assert!(outcome.bound <= outcome.objective);
    outcome
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("it is as the test made it")
}

#[test]
fn leave_across_the_edges_of_the_period() {
    let mut instance = generate::department_month(6);
    let absence =
        |from: &str, to: &str| Absence { from: day(from), to: day(to), kind: "leave".to_owned() };
    instance.staff[0].absences = vec![absence("2026-02-01", "2026-03-06")];
    instance.staff[1].absences = vec![absence("2026-03-30", "2026-05-01")];
    instance.staff[2].absences = vec![absence("2026-01-01", "2026-12-31")];
    instance.staff[3].avoid = vec![day("2025-01-01"), day("2026-03-09"), day("2027-01-01")];
    instance.staff[4].employed_to = Some(day("2026-02-01"));
    instance.staff[5].not_before = Some(day("2026-06-01"));
    instance.staff[6].employed_from = Some(day("2026-03-16"));
    let outcome = solve(&instance, 500);
    for idle in [2, 4, 5] {
        let id = &instance.staff[idle].id;
        let served = outcome.solution.assignments.iter().filter(|one| one.staff == *id);
        // A block without open days may be served by anybody.
        assert_eq!(served.count(), 0, "{id}");
    }
}

#[test]
fn a_rest_duty_beside_a_long_run_of_work() {
    // The Sunday before 28 September 2026 is made up: six days in a row follow a Saturday.
    let mut instance = generate::small(1, 1, 1, 14);
    let (from, to) = (day("2026-09-14"), day("2026-09-27"));
    instance.horizon = Period { from, to };
    let kinds = |date: NaiveDate| match date.weekday() {
        Weekday::Sun if date.day() == 20 => DayKind::Makeup,
        Weekday::Sat | Weekday::Sun => DayKind::Rest,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => DayKind::Work,
    };
    let days = from.iter_days().take_while(|date| *date <= to);
    instance.calendar = days.map(|date| CalendarDay { date, kind: kinds(date) }).collect();
    instance.units.clear();
    let block = |from: &str, to: &str| Period { from: day(from), to: day(to) };
    let weeks = vec![block("2026-09-14", "2026-09-19"), block("2026-09-20", "2026-09-27")];
    let rest = vec![block("2026-09-19", "2026-09-19"), block("2026-09-26", "2026-09-26")];
    instance.units.insert("week".to_owned(), weeks);
    instance.units.insert("restday".to_owned(), rest);
    instance.published = None;
    instance.locked.clear();
    instance.rules.max_consecutive_days = 6;
    instance.rules.rest_duty_gap_days = 5;
    let person = &mut instance.staff[0];
    person.absences.clear();
    person.employed_from = None;
    person.employed_to = None;
    person.not_before = None;
    person.skills.clear();
    person.max_load = 400;
    let mut work = instance.posts[0].clone();
    work.mode = Mode::Rotating;
    work.open = OpenDays::Work;
    work.unit = "week".to_owned();
    (work.min_blocks, work.max_blocks, work.rest_days, work.headcount) = (1, 1, 0, 1);
    work.skills.clear();
    work.mix.clear();
    work.incumbents.clear();
    work.roles = [(person.id.clone(), Role::A)].into();
    let mut duty = work.clone();
    duty.id = "duty".to_owned();
    duty.mode = Mode::RestDuty;
    duty.open = OpenDays::Rest;
    duty.unit = "restday".to_owned();
    instance.posts = vec![work.clone(), duty.clone()];
    instance.balance.clear();
    let outcome = solve(&instance, 200);
    assert_eq!(gap_ppm(outcome.objective, outcome.bound), 0);
    let one = |post: &str, block| Assignment {
        staff: instance.staff[0].id.clone(),
        post: post.to_owned(),
        block,
    };
    let both = [one("duty", 0), one(&work.id, 1)];
    let report = check::check(&instance, &both).unwrap();
    let is_run = |b: &check::Break| matches!(b, check::Break::ConsecutiveDays { .. });
    assert!(report.breaks.iter().any(is_run), "{:?}", report.breaks);
}

#[test]
fn nobody_in_a_department_and_nobody_wanted_at_a_post() {
    let mut instance = generate::department_month(7);
    let id = "d77".to_owned();
    instance.departments.push(Department { id, name: String::new(), mode: String::new() });
    instance.posts[1].headcount = 0;
    let post = instance.posts[1].id.clone();
    let outcome = solve(&instance, 500);
    assert!(outcome.solution.assignments.iter().all(|one| one.post != post));
}

#[test]
fn a_person_who_counts_for_two_departments() {
    let mut instance = generate::department_month(8);
    let posts: Vec<String> = instance.posts[..2].iter().map(|post| post.id.clone()).collect();
    for (id, people) in [("dept:a", 0..6), ("dept:b", 4..10)] {
        instance.balance.push(Balance {
            id: id.to_owned(),
            kind: BalanceKind::DeptShared,
            staff: instance.staff[people].iter().map(|person| person.id.clone()).collect(),
            posts: posts.clone(),
            history: 10,
            target: 200,
            tol: (20, 60),
            slope: (2, 6),
        });
    }
    solve(&instance, 1000);
}

#[test]
fn a_year_without_announced_holidays() {
    let mut instance = generate::county(Size::CountyQuarter, 9, 100);
    for day in &mut instance.calendar {
        let is_weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
        day.kind = if is_weekend { DayKind::Rest } else { DayKind::Work };
    }
    let rest = instance.calendar.iter().filter(|day| day.kind == DayKind::Rest);
    let rest = rest.map(|day| Period { from: day.date, to: day.date }).collect();
    instance.units.insert("restday".to_owned(), rest);
    solve(&instance, 300);
}

#[test]
fn what_is_wrong_with_an_instance_is_named() {
    let refusal = |change: &dyn Fn(&mut Instance)| {
        let mut instance = generate::department_month(1);
        change(&mut instance);
        let settings = Settings { seed: 1, work: 1, seconds: None, threads: 1 };
        LagrangeSolver.solve(&instance, &settings, None, &mut Unwatched).err()
    };
    let found = refusal(&|instance| instance.format = "rotation-instance/2".to_owned());
    assert!(matches!(found, Some(Refusal::UnknownFormat { .. })));
    let found = refusal(&|instance| {
        instance.calendar.remove(3);
    });
    assert_eq!(found, Some(Refusal::CalendarGap { at: 3 }));
    let found = refusal(&|instance| instance.posts[0].unit = "year".to_owned());
    assert!(matches!(found, Some(Refusal::UnknownId { kind: "unit", .. })));
    let found = refusal(&|instance| instance.staff[1].id = instance.staff[0].id.clone());
    assert!(matches!(found, Some(Refusal::DuplicateId { kind: "staff", .. })));
    let found = refusal(&|instance| instance.posts[0].min_blocks = 9);
    assert!(matches!(found, Some(Refusal::OutOfBounds { field: "min_blocks", .. })));
    let found = refusal(&|instance| instance.weights.shortage_day = i64::MAX);
    assert!(matches!(found, Some(Refusal::OutOfBounds { field: "shortage_day", .. })));
    let found = refusal(&|instance| instance.posts[4].open = OpenDays::Work);
    assert!(matches!(found, Some(Refusal::RestDutyOnWorkDays { .. })));
}
