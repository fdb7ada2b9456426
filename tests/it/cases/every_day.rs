//! The shipped calendar walked naively: every start day from 2015 to 2026 with every limit of 1 to 60
//! working days ends where counting one day after the other ends. Pure: no database, no server.

use std::collections::HashMap;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use zongzhi::features::calendars::calendar::{Calendar, CalendarRow, RowKind};
use zongzhi::features::cases::clocks::{
    ClockKind, LampRule, LimitDayKind, Roll, StartRule, TimeLimit, due_on,
};
use zongzhi_tests::project;

const FILE: &str = "backend/data/calendar/cn_legal_days_2015_2026.csv";
/// Longest limit that is walked, in working days.
const LONGEST: u16 = 60;
/// Working days a year of 2015 to 2026, on which three public lists agree.
const PUBLISHED: [usize; 12] = [249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).expect("a next day")
}

/// The rows of the file, read here once more so that a fault in the program's own reading shows.
fn rows() -> Vec<CalendarRow> {
    let text = project::read(FILE);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    assert_eq!(lines.next(), Some("date,kind,name,iso_weekday,in_lieu"));
    lines
        .map(|line| {
            let cells: Vec<_> = line.split(',').collect();
            let [date, kind, name, weekday, in_lieu] = cells.as_slice() else {
                panic!("{line}: not five cells")
            };
            let date: NaiveDate = date.parse().expect("a date");
            assert_eq!(*weekday, date.weekday().number_from_monday().to_string(), "{line}");
            let kind = match *kind {
                "work" => RowKind::Work,
                "off" => RowKind::Off,
                other => panic!("{line}: {other}"),
            };
            CalendarRow { date, kind, name: (*name).to_owned(), in_lieu: *in_lieu == "1" }
        })
        .collect()
}

/// What the notices say, and otherwise Monday to Friday: nothing cleverer.
struct Naive(HashMap<NaiveDate, RowKind>);

impl Naive {
    fn is_working(&self, date: NaiveDate) -> bool {
        match self.0.get(&date) {
            Some(RowKind::Work) => true,
            Some(RowKind::Off) => false,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// `date`, or the first working day after it.
    fn rolled(&self, date: NaiveDate) -> NaiveDate {
        let mut date = date;
        while !self.is_working(date) {
            date = next(date);
        }
        date
    }

    /// The ends of limits of 1, 2, … working days whose first day that may count is `first`.
    fn working_ends(&self, first: NaiveDate) -> Vec<NaiveDate> {
        let (mut date, mut ends) = (first, Vec::new());
        while ends.len() < usize::from(LONGEST) {
            if self.is_working(date) {
                ends.push(date);
            }
            date = next(date);
        }
        ends
    }
}

fn shipped() -> (Calendar, Naive) {
    let rows = rows();
    let naive = Naive(rows.iter().map(|row| (row.date, row.kind)).collect());
    let calendar = Calendar::new(1, day(2026, 12, 31), rows).expect("a calendar");
    (calendar, naive)
}

fn limit(day_kind: LimitDayKind, start: StartRule, roll: Roll) -> TimeLimit {
    let (rule_id, source) = ("walked".to_owned(), String::new());
    let clock = ClockKind::Handling;
    let lamp = LampRule::default();
    TimeLimit { rule_id, rule_version: 1, clock, amount: 1, day_kind, start, roll, source, lamp }
}

fn starts() -> impl Iterator<Item = NaiveDate> {
    day(2015, 1, 1).iter_days().take_while(|date| *date <= day(2026, 12, 31))
}

#[test]
fn every_start_day_and_every_amount_of_working_days_ends_where_walking_ends() {
    let (calendar, naive) = shipped();
    let mut walked = 0;
    for start in starts() {
        for (rule, first) in [(StartRule::NextDay, next(start)), (StartRule::SameDay, start)] {
            let mut limit = limit(LimitDayKind::Working, rule, Roll::None);
            for (amount, end) in (1..=LONGEST).zip(naive.working_ends(first)) {
                limit.amount = amount;
                let due = due_on(&limit, &calendar, start, &[]);
                assert_eq!(due, Ok(Some(end)), "{amount} working days from {start}, {rule:?}");
                walked += 1;
            }
        }
    }
    // 4,383 days, 60 amounts, two ways to start.
    assert_eq!(walked, 4_383 * 60 * 2);
}

#[test]
fn every_calendar_day_limit_that_ends_on_a_day_off_rolls_to_where_walking_ends() {
    let (calendar, naive) = shipped();
    let mut plain = limit(LimitDayKind::Calendar, StartRule::NextDay, Roll::None);
    let mut rolling = TimeLimit { roll: Roll::NextWorkingDay, ..plain.clone() };
    for start in starts() {
        let mut end = start;
        for amount in 1..=LONGEST {
            end = next(end);
            (plain.amount, rolling.amount) = (amount, amount);
            assert_eq!(due_on(&plain, &calendar, start, &[]), Ok(Some(end)), "{amount} {start}");
            let due = due_on(&rolling, &calendar, start, &[]);
            assert_eq!(due, Ok(Some(naive.rolled(end))), "{amount} days from {start}, rolled");
        }
    }
}

#[test]
fn the_shipped_calendar_has_the_published_number_of_working_days_when_walked() {
    let (_, naive) = shipped();
    let mut counted = [0; 12];
    for date in starts().filter(|date| naive.is_working(*date)) {
        let year = usize::try_from(date.year() - 2015).expect("a year from 2015 on");
        counted[year] += 1;
    }
    assert_eq!(counted, PUBLISHED);
}
