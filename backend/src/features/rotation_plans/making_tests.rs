//! Blocks and instances from what is owed.

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;
use zongzhi_solver::check::check;
use zongzhi_solver::instance::Period;

use super::carrying::carried;
use super::dto::RotationRules;
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
    let mondays = owed(StationingMode::Rotating, BlockUnit::Week, &[1]);
    let found = blocks(&mondays, &calendar(), date("2026-03-01"), date("2026-03-31"));
    assert!(found.iter().all(|block| block.from == block.to));
    assert!(found.iter().all(|block| block.from.weekday() == chrono::Weekday::Mon));
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
        id: Uuid::from_u128(20),
        department_id: Uuid::from_u128(3),
        home_id: Uuid::from_u128(2),
        skills: std::collections::BTreeSet::new(),
        from: date("2026-03-01"),
        until: date("2026-03-31"),
        not_before: None,
        absences: vec![(date("2026-03-31"), date("2026-03-31"))],
        avoid: vec![date("2026-03-02")],
    };
    let all = Ingredients {
        name: "march".to_owned(),
        from: date("2026-03-01"),
        until: date("2026-03-31"),
        owed: vec![owed(StationingMode::Rotating, BlockUnit::Week, &WEEK)],
        people: vec![person],
        rules: RotationRules::default(),
        carried: std::collections::BTreeMap::from([(format!("duty:{}", Uuid::from_u128(20)), 30)]),
        locked: vec![(Uuid::from_u128(20), Uuid::from_u128(7), date("2026-03-02"))],
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

proptest! {
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
