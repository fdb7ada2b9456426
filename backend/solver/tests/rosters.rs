//! Rosters of random instances: legal by the checker, priced as the checker prices them, as cheap as
//! brute force finds on tiny ones, and the same every time.

use std::collections::BTreeSet;

use proptest::prelude::*;
use zongzhi_solver::generate::{self, Size};
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
    let report = check::check(instance, &outcome.solution.assignments).unwrap();
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
                let alone = check::check(instance, std::slice::from_ref(&one)).unwrap();
                let is_open = alone.breaks.iter().all(|b| {
                    matches!(b, check::Break::LockBroken { .. } | check::Break::TourTooShort { .. })
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
        let report = check::check(instance, &roster).unwrap();
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
    let lock = |staff: &str, block| Assignment {
        staff: staff.to_owned(),
        post: post.id.clone(),
        block,
    };
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
