//! Rosters of random instances: legal by the checker, priced as the checker prices them, as cheap as
//! brute force finds on tiny ones, and the same every time.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use zongzhi_solver::generate::{self, Size};
use zongzhi_solver::instance::{Bar, DayKind, Mode, OpenDays, Period, Role, Why};
use zongzhi_solver::{
    Assignment, Ended, Instance, LagrangeSolver, Next, Outcome, Progress, Refusal, RotationSolver,
    SavedState, Settings, Unwatched, Watch, check,
};

fn settings(seed: u64, work: u64) -> Settings {
    Settings { seed, work, seconds: None, threads: 1 }
}

fn solve(instance: &Instance, seed: u64, work: u64) -> Result<Outcome, Refusal> {
    LagrangeSolver.solve(instance, &settings(seed, work), None, &mut Unwatched)
}

/// Legal, priced right, and not below the bound.
fn assert_sound(instance: &Instance, outcome: &Outcome) {
    let report =
        check::check(instance, &outcome.solution.assignments).expect("it is as the test made it");
    assert_eq!(report.breaks, [], "{}", instance.name);
    assert_eq!(report.cost.total(), outcome.objective, "{}", instance.name);
    assert!(outcome.bound <= outcome.objective, "{}", instance.name);
}

/// The cheapest legal roster of all subsets of nominations; `None` when there are too many.
fn brute_force(instance: &Instance, most: usize) -> Option<i64> {
    let mut places: Vec<Assignment> = Vec::new();
    for post in &instance.posts {
        for staff in post.roles.keys() {
            for block in 0..instance.units[&post.unit].len() {
                let one = Assignment { staff: staff.clone(), post: post.id.clone(), block };
                let alone = check::check(instance, std::slice::from_ref(&one))
                    .expect("it is as the test made it");
                // Who rests from an earlier plan may go on and not begin.
                let is_open = alone.breaks.iter().all(|b| {
                    matches!(
                        b,
                        check::Break::LockBroken { .. }
                            | check::Break::TourTooShort { .. }
                            | check::Break::Resting { .. }
                    )
                });
                if is_open {
                    places.push(one);
                }
            }
        }
    }
    if places.len() > most {
        return None;
    }
    let mut best: Option<i64> = None;
    for subset in 0..1_u32 << places.len() {
        let roster: Vec<Assignment> = places
            .iter()
            .enumerate()
            .filter(|(bit, _)| subset >> bit & 1 == 1)
            .map(|(_, place)| place.clone())
            .collect();
        let report = check::check(instance, &roster).expect("it is as the test made it");
        if report.breaks.is_empty() {
            let cost = report.cost.total();
            best = Some(best.map_or(cost, |known| known.min(cost)));
        }
    }
    Some(best.expect("an unlocked instance has the empty roster"))
}

#[test]
fn tiny_instances_are_solved_as_brute_force_solves_them() {
    let mut compared = 0;
    for seed in 0..4000 {
        let instance = generate::small(seed, 3, 2, 9 + seed % 12);
        let Ok(outcome) = solve(&instance, seed, 40) else { continue };
        assert_sound(&instance, &outcome);
        let Some(cheapest) = brute_force(&instance, 9) else { continue };
        assert_eq!(outcome.objective, cheapest, "seed {seed}");
        assert_eq!(outcome.ended, Ended::Proven, "seed {seed}");
        compared += 1;
        if compared == 300 {
            break;
        }
    }
    assert!(compared >= 100, "{compared}");
}

/// An instance with people who may not serve some days, and posts that are not open on every day.
fn barred(seed: u64, people: usize, posts: usize, days: u64) -> Instance {
    let mut instance = generate::small(seed, people, posts, days);
    let salt = usize::try_from(seed % 1009).expect("small");
    let first = instance.horizon.from;
    for (at, post) in instance.posts.iter_mut().enumerate() {
        if (salt + at).is_multiple_of(2) {
            let dates = instance.calendar.iter().map(|day| day.date).enumerate();
            let closed = dates.filter(|(day, _)| (day + salt).is_multiple_of(3));
            post.closed = closed.map(|(_, date)| date).collect();
        }
    }
    let ids: Vec<String> = instance.posts.iter().map(|post| post.id.clone()).collect();
    for (at, person) in instance.staff.iter_mut().enumerate() {
        for (post, id) in ids.iter().enumerate() {
            let kind = (salt / 3 + 2 * at + post) % 9;
            let (why, from, length) = match kind {
                0 => (Why::Rests, 0, 1 + salt % 12),
                1 => (Why::NotAdmitted, salt % 9, 3),
                2 => (Why::LacksSkill("law".to_owned()), salt % 5, 4),
                3 => (Why::Elsewhere, salt % 7, 2),
                4 => (Why::DaysInARow, salt % 8, 1),
                _ => continue,
            };
            let day =
                |days: usize| first + chrono::TimeDelta::days(i64::try_from(days).expect("few"));
            let (from, to) = (day(from), day(from + length));
            person.bars.push(Bar { posts: vec![id.clone()], from, to, why });
        }
    }
    instance
}

#[test]
fn bars_and_closed_days_are_kept_as_brute_force_keeps_them() {
    let mut compared = 0;
    for seed in 0..6000 {
        let instance = barred(seed, 3, 2, 9 + seed % 12);
        let Ok(outcome) = solve(&instance, seed, 40) else { continue };
        assert_sound(&instance, &outcome);
        let Some(cheapest) = brute_force(&instance, 9) else { continue };
        assert_eq!(outcome.objective, cheapest, "seed {seed}");
        compared += 1;
        if compared == 300 {
            break;
        }
    }
    assert!(compared >= 100, "{compared}");
}

#[test]
fn who_rests_goes_on_and_does_not_begin() {
    let mut instance = generate::small(1, 1, 1, 21);
    let id = instance.staff[0].id.clone();
    for day in &mut instance.calendar {
        day.kind = DayKind::Work;
    }
    let Period { from, to } = instance.horizon;
    let week = |at: usize| Period {
        from: instance.calendar[7 * at].date,
        to: instance.calendar[7 * at + 6].date,
    };
    let weeks: Vec<Period> = (0..3).map(week).collect();
    instance.units.insert("week".to_owned(), weeks);
    (instance.published, instance.locked) = (None, Vec::new());
    let post = &mut instance.posts[0];
    (post.mode, post.open, post.unit) = (Mode::Rotating, OpenDays::Work, "week".to_owned());
    (post.min_blocks, post.max_blocks, post.rest_days) = (1, 2, 0);
    (post.headcount, post.skills, post.mix) = (1, Vec::new(), Vec::new());
    post.roles = [(id.clone(), Role::A)].into();
    post.incumbents = [(id.clone(), 1)].into();
    let bar = Bar { posts: vec![post.id.clone()], from, to, why: Why::Rests };
    let person = &mut instance.staff[0];
    (person.employed_from, person.employed_to, person.not_before) = (None, None, None);
    (person.absences, person.bars) = (Vec::new(), vec![bar]);
    let turn = |block| Assignment { staff: id.clone(), post: instance.posts[0].id.clone(), block };
    let breaks = |blocks: &[usize]| {
        let roster: Vec<_> = blocks.iter().map(|block| turn(*block)).collect();
        check::check(&instance, &roster).expect("it is as the test made it").breaks
    };
    let is_rest = |found: Vec<check::Break>| {
        found.iter().any(|one| matches!(one, check::Break::Resting { .. }))
    };
    // One block served, two at most: the first goes on, the second alone would begin anew.
    assert!(!is_rest(breaks(&[0])));
    assert!(is_rest(breaks(&[1])));
    assert!(is_rest(breaks(&[2])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn random_instances_have_sound_rosters(
        seed in 0_u64..1 << 40,
        people in 2_usize..9,
        posts in 1_usize..6,
        days in 1_u64..30,
    ) {
        let instance = generate::small(seed, people, posts, days);
        match solve(&instance, seed, 30) {
            Ok(outcome) => assert_sound(&instance, &outcome),
            Err(Refusal::LocksClash { .. } | Refusal::LockNotEligible { .. }) => {}
            Err(refusal) => prop_assert!(false, "{refusal}"),
        }
    }
}

#[test]
fn a_department_month_is_proven() {
    for seed in 1..4 {
        let instance = generate::department_month(seed);
        let outcome = solve(&instance, 1, 3000).unwrap();
        assert_sound(&instance, &outcome);
        assert_eq!(outcome.ended, Ended::Proven, "seed {seed}");
        assert_eq!(outcome.gap_ppm, 0);
    }
}

#[test]
fn too_few_people_leave_seats_open_and_no_rule_broken() {
    for tight in [85, 60, 30] {
        let instance = generate::county(Size::CountyQuarter, 2, tight);
        let outcome = solve(&instance, 1, 600).unwrap();
        assert_sound(&instance, &outcome);
    }
}

#[test]
fn the_same_seed_gives_the_same_roster_on_any_number_of_threads() {
    let instance = generate::county(Size::CountyQuarter, 5, 100);
    let first = solve(&instance, 9, 500).unwrap();
    let again = solve(&instance, 9, 500).unwrap();
    assert_eq!(first.solution, again.solution);
    let many = Settings { threads: 4, ..settings(9, 500) };
    let many = LagrangeSolver.solve(&instance, &many, None, &mut Unwatched).unwrap();
    assert_eq!(first.solution, many.solution);
}

/// Keeps every state, and stops after some rounds.
struct Keep(Vec<SavedState>, usize);

impl Watch for Keep {
    fn progress(&mut self, _: &Progress) -> Next {
        if self.0.len() >= self.1 { Next::Stop } else { Next::GoOn }
    }

    fn save(&mut self, state: &SavedState) {
        self.0.push(state.clone());
    }
}

#[test]
fn a_run_that_is_interrupted_ends_with_the_same_roster() {
    let instance = generate::county(Size::CountyQuarter, 6, 90);
    let whole = solve(&instance, 3, 500).unwrap();
    let mut keep = Keep(Vec::new(), 3);
    let settings = settings(3, 500);
    let stopped = LagrangeSolver.solve(&instance, &settings, None, &mut keep).unwrap();
    assert_eq!(stopped.ended, Ended::Stopped);
    assert_sound(&instance, &stopped);
    let text = serde_json::to_string(&keep.0[2]).unwrap();
    let saved: SavedState = serde_json::from_str(&text).unwrap();
    let rest = LagrangeSolver.solve(&instance, &settings, Some(&saved), &mut Unwatched).unwrap();
    assert_eq!(rest.solution, whole.solution);
    let other = generate::county(Size::CountyQuarter, 7, 90);
    let refused = LagrangeSolver.solve(&other, &settings, Some(&saved), &mut Unwatched);
    assert_eq!(refused.err(), Some(Refusal::ForeignState));
}

#[test]
fn nobody_and_nothing_to_do_are_no_trouble() {
    let mut instance = generate::department_month(1);
    instance.posts.clear();
    instance.balance.clear();
    let outcome = solve(&instance, 1, 10).unwrap();
    assert_eq!((outcome.objective, outcome.solution.assignments.len()), (0, 0));
    let mut instance = generate::department_month(1);
    instance.staff.clear();
    instance.balance.clear();
    for post in &mut instance.posts {
        post.roles.clear();
        post.incumbents.clear();
    }
    let outcome = solve(&instance, 1, 10).unwrap();
    assert_sound(&instance, &outcome);
    assert_eq!(outcome.ended, Ended::Proven);
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let mut value = serde_json::to_value(generate::department_month(1)).unwrap();
    value["posts"][0]["headcont"] = 2.into();
    let error = serde_json::from_value::<Instance>(value).unwrap_err().to_string();
    assert!(error.contains("unknown field `headcont`"), "{error}");
}

#[test]
fn locks_hold_or_are_refused() {
    let mut instance = generate::department_month(2);
    let post = instance.posts[1].clone();
    let people: BTreeSet<&String> = post.roles.keys().collect();
    let lock =
        |staff: &str, block| Assignment { staff: staff.to_owned(), post: post.id.clone(), block };
    let staff: Vec<&&String> = people.iter().collect();
    instance.locked = vec![lock(staff[0], 1), lock(staff[1], 2)];
    let outcome = solve(&instance, 1, 200).unwrap();
    assert_sound(&instance, &outcome);
    instance.locked = vec![lock(staff[0], 1), lock(staff[1], 1)];
    assert!(matches!(solve(&instance, 1, 10), Err(Refusal::LocksClash { .. })));
    instance.locked = vec![lock(staff[0], 0), lock(staff[0], 3)];
    let outcome = solve(&instance, 1, 200).unwrap();
    assert_sound(&instance, &outcome);
}
