//! Blocks and instances from what is owed.

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;
use zongzhi_solver::check::{Break, Report, check};
use zongzhi_solver::instance::Period;
use zongzhi_solver::shortage::Fact;
use zongzhi_solver::{
    Assignment, Instance, LagrangeSolver, RotationSolver as _, Settings, Unwatched,
};

use super::carrying::{carried, together};
use super::dto::RotationRules;
use super::earlier::{Served, incumbents};
use super::making::{Candidate, Ingredients, Owed, blocks, make};
use crate::features::calendars::calendar::{Calendar, CalendarRow, RowKind};
use crate::features::stationing_obligations::opening::{Opening, time_of_day};
use crate::features::stationing_obligations::rules::{BlockUnit, NomineeRole, StationingMode};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The Spring Festival of 2026: off from the 15th to the 23rd, worked on the 14th and the 28th.
fn calendar() -> Calendar {
    let row = |day: u32, kind| CalendarRow {
        date: NaiveDate::from_ymd_opt(2026, 2, day).expect("a day"),
        kind,
        name: "春节".to_owned(),
        in_lieu: kind == RowKind::Work,
    };
    let off = (15..=23).map(|day| row(day, RowKind::Off));
    let worked = [14, 28].into_iter().map(|day| row(day, RowKind::Work));
    Calendar::new(1, date("2026-12-31"), off.chain(worked)).expect("a calendar")
}

fn owed(mode: StationingMode, unit: BlockUnit, weekdays: &[u8]) -> Owed {
    Owed {
        id: Uuid::from_u128(7),
        center_id: Uuid::from_u128(1),
        name: "人社窗口".to_owned(),
        opening: Opening {
            mode,
            headcount: 1,
            weekdays: weekdays.to_vec(),
            on_make_up_days: true,
            on_holidays: true,
            opens: time_of_day("09:00").expect("a time"),
            closes: time_of_day("17:30").expect("a time"),
            valid_from: date("2020-01-01"),
            valid_to: None,
        },
        unit,
        min_blocks: 1,
        max_blocks: 2,
        rest_days: 0,
        load: 10,
        skills: Vec::new(),
        mix: Vec::new(),
        roles: vec![(Uuid::from_u128(20), NomineeRole::Primary)],
        incumbents: Vec::new(),
    }
}

const WEEK: [u8; 5] = [1, 2, 3, 4, 5];

/// Somebody who travels from the centre 2 to the centre 1, and is admitted to it throughout.
fn candidate(id: u128, (from, until): (&str, &str)) -> Candidate {
    let (from, until) = (date(from), date(until));
    Candidate {
        id: Uuid::from_u128(id),
        department_id: Uuid::from_u128(3),
        home_id: Uuid::from_u128(2),
        skills: std::collections::BTreeSet::new(),
        partly: std::collections::BTreeMap::new(),
        stays: vec![(Uuid::from_u128(1), from, until)],
        from,
        until,
        absences: Vec::new(),
        avoid: Vec::new(),
    }
}

/// What is owed, by everybody who is named for it.
fn ingredients(owed: Owed, days: (&str, &str)) -> Ingredients {
    Ingredients {
        name: "test".to_owned(),
        from: date(days.0),
        until: date(days.1),
        people: owed.roles.iter().map(|(id, _)| candidate(id.as_u128(), days)).collect(),
        owed: vec![owed],
        served: Vec::new(),
        rules: RotationRules::default(),
        carried: std::collections::BTreeMap::new(),
        locked: Vec::new(),
    }
}

/// The roster of an instance, and what it costs.
fn solved(instance: &Instance) -> (Vec<Assignment>, Report) {
    let settings = Settings { seed: 1, work: 400, seconds: None, threads: 1 };
    let outcome =
        LagrangeSolver.solve(instance, &settings, None, &mut Unwatched).expect("an instance");
    let report = check(instance, &outcome.solution.assignments).expect("an instance");
    assert_eq!(report.breaks, []);
    (outcome.solution.assignments, report)
}

fn spans(blocks: &[Period]) -> Vec<(String, String)> {
    blocks.iter().map(|block| (block.from.to_string(), block.to.to_string())).collect()
}

#[test]
fn a_week_of_holidays_is_no_block_and_a_short_one_joins() {
    let week = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
    let found = blocks(&week, &calendar(), date("2026-02-06"), date("2026-03-02"));
    // The Friday before and the Monday after are too short to stand alone.
    let wanted = [("2026-02-06", "2026-02-23"), ("2026-02-24", "2026-03-02")];
    let wanted = wanted.map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(spans(&found), wanted);
}

#[test]
fn rest_days_and_single_weekdays_stand_alone() {
    let duty = owed(StationingMode::RestDuty, BlockUnit::Day, &[6, 7]);
    let found = blocks(&duty, &calendar(), date("2026-02-13"), date("2026-02-17"));
    assert_eq!(found.len(), 3, "{found:?}");
    let mondays = owed(StationingMode::Rotating, BlockUnit::Day, &[1]);
    let found = blocks(&mondays, &calendar(), date("2026-03-01"), date("2026-03-31"));
    assert!(found.iter().all(|block| block.from == block.to));
    assert!(found.iter().all(|block| block.from.weekday() == chrono::Weekday::Mon));
    assert_eq!(found.len(), 5);
    // The same by weeks: each begins with its Monday and touches the next.
    let weeks = owed(StationingMode::Rotating, BlockUnit::Week, &[1]);
    let found = blocks(&weeks, &calendar(), date("2026-03-01"), date("2026-03-31"));
    let wanted = [("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-15")];
    let wanted = wanted.map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(spans(&found).get(..2), Some(&wanted[..]));
    assert_eq!(found.len(), 5);
}

#[test]
fn nothing_open_is_no_block() {
    let mut ended = owed(StationingMode::Resident, BlockUnit::Month, &WEEK);
    ended.opening.valid_to = Some(date("2026-01-31"));
    let found = blocks(&ended, &calendar(), date("2026-03-01"), date("2026-03-31"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_instance_is_one_the_checker_takes_and_an_empty_roster_costs_its_shortage() {
    let person = Candidate {
        absences: vec![(date("2026-03-31"), date("2026-03-31"))],
        avoid: vec![date("2026-03-02")],
        ..candidate(20, ("2026-03-01", "2026-03-31"))
    };
    let all = Ingredients {
        people: vec![person],
        carried: std::collections::BTreeMap::from([(format!("duty:{}", Uuid::from_u128(20)), 30)]),
        locked: vec![(Uuid::from_u128(20), Uuid::from_u128(7), date("2026-03-02"))],
        ..ingredients(
            owed(StationingMode::Rotating, BlockUnit::Week, &WEEK),
            ("2026-03-01", "2026-03-31"),
        )
    };
    let instance = make(&all, &calendar());
    assert_eq!(instance.locked.len(), 1);
    // They travel from another centre.
    assert_eq!(instance.travel_minutes, vec![vec![0_i64, 40], vec![40, 0]]);
    assert_eq!(instance.staff[0].employed_from, None);
    // The month before left three days too many, and an empty roster leaves less than a share.
    assert_eq!(instance.balance[0].history, 30);
    let left = carried(&instance, &[]);
    assert_eq!(left.values().copied().collect::<Vec<_>>(), [30 - instance.balance[0].target]);
    let first = carried(&instance, &instance.locked);
    assert_eq!(first.values().copied().collect::<Vec<_>>(), [80 - instance.balance[0].target]);
    let open = zongzhi_solver::Instance { locked: Vec::new(), ..instance };
    let report = check(&open, &[]).expect("an instance");
    assert_eq!((report.breaks.len(), report.cost.shortage), (0, 22 * 10_000));
}

/// Monday, Wednesday and Friday, in turns of a week with a week of rest: two people take turns.
#[test]
fn a_week_of_three_days_is_one_turn() {
    for on_make_up_days in [true, false] {
        let days = ("2026-03-02", "2026-03-29");
        let mut window = owed(StationingMode::Rotating, BlockUnit::Week, &[1, 3, 5]);
        window.opening.on_make_up_days = on_make_up_days;
        (window.max_blocks, window.rest_days) = (2, 7);
        window.roles.push((Uuid::from_u128(21), NomineeRole::Alternate));
        let instance = make(&ingredients(window, days), &calendar());
        let (roster, report) = solved(&instance);
        assert_eq!((report.cost.shortage, roster.len()), (0, 4));
        // Three days of ten tenths each, four times.
        let loads: i64 = carried(&instance, &roster).values().sum();
        let targets: i64 = instance.balance.iter().map(|group| group.target).sum();
        assert_eq!(loads + targets, 120);
    }
}

/// Rest after a tour of the last plan: a fortnight, of which nine days were over (`rotation.md` 1).
#[test]
fn who_rests_from_the_last_plan_is_not_asked_before_it_is_over() {
    let (first, second) = (Uuid::from_u128(20), Uuid::from_u128(21));
    let mut window = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
    (window.max_blocks, window.rest_days) = (1, 14);
    window.roles.push((second, NomineeRole::Alternate));
    let turn = |mode, from: &str, until: &str| Served {
        person_id: second,
        obligation_id: window.id,
        mode,
        from: date(from),
        until: date(until),
        rest_days: 14,
    };
    let served = vec![turn(StationingMode::Rotating, "2026-07-06", "2026-07-10")];
    window.incumbents = incumbents(&window, &calendar(), date("2026-07-13"), &served);
    assert_eq!(window.incumbents, [(second, 1)]);
    let days = ("2026-07-13", "2026-07-26");
    let all = Ingredients { served, ..ingredients(window.clone(), days) };
    let instance = make(&all, &calendar());
    let (roster, report) = solved(&instance);
    // One week stays empty: the first one serves one and rests, the second still rests.
    assert_eq!(report.cost.shortage, 5 * 10_000);
    assert!(roster.iter().all(|one| one.staff == first.to_string()), "{roster:?}");
    // Two at most, and no rest: they go on.
    (window.max_blocks, window.rest_days) = (2, 14);
    let all = Ingredients { owed: vec![window.clone()], ..all };
    let turn = |block| Assignment { staff: second.to_string(), post: window.id.to_string(), block };
    let instance = make(&all, &calendar());
    assert_eq!(check(&instance, &[turn(0)]).expect("an instance").breaks, []);
    assert_eq!(check(&instance, &[turn(1)]).expect("an instance").breaks.len(), 1);
}

/// By another plan that stands beside this one they have the first week elsewhere.
#[test]
fn who_is_on_duty_by_another_plan_is_not_asked_for_the_same_days() {
    let window = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
    let served = vec![Served {
        person_id: Uuid::from_u128(20),
        obligation_id: Uuid::from_u128(8),
        mode: StationingMode::Rotating,
        from: date("2026-07-13"),
        until: date("2026-07-17"),
        rest_days: 0,
    }];
    let days = ("2026-07-13", "2026-07-26");
    let all = Ingredients { served, ..ingredients(window, days) };
    let (roster, _) = solved(&make(&all, &calendar()));
    assert_eq!(roster.iter().map(|one| one.block).collect::<Vec<_>>(), [1]);
}

/// 28 February 2026, a Saturday, is worked: rest duty on the Sunday after it joins the days of the plan
/// before to those of the week that follows.
#[test]
fn days_in_a_row_are_counted_over_the_border_of_a_plan() {
    let mut duty = owed(StationingMode::RestDuty, BlockUnit::Day, &[6, 7]);
    duty.id = Uuid::from_u128(9);
    let served = |from: &str, until: &str| Served {
        person_id: Uuid::from_u128(20),
        obligation_id: Uuid::from_u128(8),
        mode: StationingMode::Rotating,
        from: date(from),
        until: date(until),
        rest_days: 0,
    };
    let days = ("2026-03-01", "2026-03-08");
    let all =
        Ingredients { served: vec![served("2026-02-24", "2026-02-28")], ..ingredients(duty, days) };
    let sunday = |all: &Ingredients| {
        let bars = super::earlier::bars(all, &calendar());
        bars.values().flatten().any(|bar| bar.from == date("2026-03-01"))
    };
    // From Tuesday the 24th to Friday the 6th: ten worked days beside the Sunday.
    assert!(sunday(&all));
    let rules = RotationRules { max_consecutive_days: 11, ..RotationRules::default() };
    assert!(!sunday(&Ingredients { rules, ..all }));
}

/// `law` until 20 August: the two weeks before are served.
#[test]
fn a_skill_that_ends_counts_until_it_does() {
    let mut window = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
    window.max_blocks = 4;
    window.skills = vec!["law".to_owned()];
    let days = ("2026-08-03", "2026-08-30");
    let mut all = ingredients(window, days);
    let held = vec![(date("2026-01-01"), date("2026-08-20"))];
    all.people[0].partly.insert("law".to_owned(), held);
    let instance = make(&all, &calendar());
    let (roster, _) = solved(&instance);
    assert_eq!(roster.iter().map(|one| one.block).collect::<Vec<_>>(), [0, 1]);
    let short = zongzhi_solver::shortage::explain(&instance, &roster).expect("an instance");
    let facts: Vec<_> = short.iter().map(|one| one.nominees[0].facts.clone()).collect();
    let lacks = Fact::NotQualified { skill: "law".to_owned() };
    assert_eq!(facts, [vec![lacks.clone()], vec![lacks]]);
}

/// Admitted to two centres, and gone from one of them in the middle of the plan.
#[test]
fn who_left_one_of_two_centres_serves_the_other() {
    let days = ("2026-09-07", "2026-09-27");
    let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let window = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
    let mut other = window.clone();
    (other.id, other.center_id) = (Uuid::from_u128(8), there);
    let mut all = ingredients(window, days);
    all.owed.push(other);
    all.people[0].stays = vec![
        (here, date("2026-01-01"), date("2026-09-10")),
        (there, date("2026-01-01"), date("2026-09-27")),
    ];
    let instance = make(&all, &calendar());
    let turn = |post: u128, block| Assignment {
        staff: Uuid::from_u128(20).to_string(),
        post: Uuid::from_u128(post).to_string(),
        block,
    };
    let is_admitted = |one: Assignment| {
        let breaks = check(&instance, &[one]).expect("an instance").breaks;
        !breaks.iter().any(|one| matches!(one, Break::NotEmployed { .. }))
    };
    // The week in which they leave is not served to its end.
    assert_eq!([0, 1, 2].map(|block| is_admitted(turn(7, block))), [false; 3]);
    assert_eq!([0, 1, 2].map(|block| is_admitted(turn(8, block))), [true; 3]);
}

/// Three plans, and somebody without a share in the second: what the first one left is not forgotten.
#[test]
fn what_a_plan_leaves_is_kept_by_who_has_no_share_in_the_next() {
    let month = |roles: &[u128], days| {
        let mut window = owed(StationingMode::Rotating, BlockUnit::Week, &WEEK);
        window.roles =
            roles.iter().map(|id| (Uuid::from_u128(*id), NomineeRole::Primary)).collect();
        make(&ingredients(window, days), &calendar())
    };
    let turn = |staff: u128, block| Assignment {
        staff: Uuid::from_u128(staff).to_string(),
        post: Uuid::from_u128(7).to_string(),
        block,
    };
    let group = |id: u128| format!("duty:{}", Uuid::from_u128(id));
    // Two weeks, of which 20 serves both: half of them were another's.
    let first = (month(&[20, 21], ("2026-03-02", "2026-03-15")), vec![turn(20, 0), turn(20, 1)]);
    let mut second = (month(&[21], ("2026-03-16", "2026-03-29")), vec![turn(21, 0)]);
    second.0.balance[0].history = -50;
    let left = together(&[first, second]);
    assert_eq!(left.get(&group(20)), Some(&50));
    // A week too little in each, and what the second began with is not counted twice.
    assert_eq!(left.get(&group(21)), Some(&-100));
}

proptest! {
    /// What the solver takes for open is what is owed, whatever the weekdays.
    #[test]
    fn a_block_is_open_on_the_days_that_are_owed(
        first in 0_i64..400,
        length in 0_i64..60,
        unit in 0_usize..4,
        days in proptest::sample::subsequence(WEEK.to_vec(), 1..=5),
        on_make_up_days in any::<bool>(),
    ) {
        let mut one = owed(StationingMode::Rotating, BlockUnit::ALL[unit], &days);
        one.opening.on_make_up_days = on_make_up_days;
        let from = date("2025-10-01") + chrono::TimeDelta::days(first);
        let until = from + chrono::TimeDelta::days(length);
        let texts = (from.to_string(), until.to_string());
        let all = ingredients(one.clone(), (texts.0.as_str(), texts.1.as_str()));
        let calendar = calendar();
        let instance = make(&all, &calendar);
        let kinds = |day: NaiveDate| instance.calendar.iter().find(|one| one.date == day);
        for block in instance.units.values().flatten() {
            for day in block.from.iter_days().take_while(|day| *day <= block.to) {
                let is_worked = kinds(day).is_some_and(|day| day.kind.is_worked());
                let is_taken = is_worked && !instance.posts[0].closed.contains(&day);
                prop_assert_eq!(is_taken, one.opening.on(&calendar, day).is_open, "{}", day);
            }
        }
    }

    /// Whatever is owed: every open day lies in exactly one block, and blocks do not overlap.
    #[test]
    fn every_open_day_lies_in_one_block(
        first in 0_i64..400,
        length in 0_i64..120,
        unit in 0_usize..4,
        days in proptest::sample::subsequence(WEEK.to_vec(), 1..=5),
        on_make_up_days in any::<bool>(),
        is_rest in any::<bool>(),
    ) {
        let mode = if is_rest { StationingMode::RestDuty } else { StationingMode::Rotating };
        let weekdays = if is_rest { vec![6, 7] } else { days };
        let mut one = owed(mode, BlockUnit::ALL[unit], &weekdays);
        one.opening.on_make_up_days = on_make_up_days;
        let from = date("2025-10-01") + chrono::TimeDelta::days(first);
        let until = from + chrono::TimeDelta::days(length);
        let calendar = calendar();
        let found = blocks(&one, &calendar, from, until);
        for pair in found.windows(2) {
            prop_assert!(pair[0].to < pair[1].from);
        }
        for day in from.iter_days().take_while(|day| *day <= until) {
            let holding = found.iter().filter(|block| (block.from..=block.to).contains(&day));
            let is_open = one.opening.on(&calendar, day).is_open;
            let held = holding.count();
            prop_assert!(held <= 1);
            prop_assert!(!is_open || held == 1, "{day} is open and in no block");
        }
    }
}
