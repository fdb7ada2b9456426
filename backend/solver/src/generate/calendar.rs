//! The Chinese calendar of 2026 (State Council notice), and blocks of its days.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Weekday};

use crate::instance::{CalendarDay, DayKind, Period};

/// First and last day off, as month and day.
const HOLIDAYS: [((u32, u32), (u32, u32)); 7] = [
    ((1, 1), (1, 3)),
    ((2, 15), (2, 23)),
    ((4, 4), (4, 6)),
    ((5, 1), (5, 5)),
    ((6, 19), (6, 21)),
    ((9, 25), (9, 27)),
    ((10, 1), (10, 7)),
];
const MADE_UP: [(u32, u32); 6] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];

pub(super) fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

fn kind(day: NaiveDate) -> DayKind {
    let at = (day.month(), day.day());
    if MADE_UP.contains(&at) {
        DayKind::Makeup
    } else if HOLIDAYS.iter().any(|(from, to)| (*from..=*to).contains(&at)) {
        DayKind::Holiday
    } else if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        DayKind::Rest
    } else {
        DayKind::Work
    }
}

pub(super) fn days(from: NaiveDate, to: NaiveDate) -> Vec<CalendarDay> {
    from.iter_days()
        .take_while(|day| *day <= to)
        .map(|date| CalendarDay { date, kind: kind(date) })
        .collect()
}

/// Weeks, fortnights, months and single rest days. A week with fewer than two working days joins
/// its neighbour.
pub(super) fn units(days: &[CalendarDay]) -> BTreeMap<String, Vec<Period>> {
    let week = weeks(days);
    let fortnight = week
        .chunks(2)
        .map(|pair| Period { from: pair[0].from, to: pair[pair.len() - 1].to })
        .collect();
    let mut month: Vec<Period> = Vec::new();
    for day in days {
        match month.last_mut() {
            Some(last) if last.from.month() == day.date.month() => last.to = day.date,
            _ => month.push(Period { from: day.date, to: day.date }),
        }
    }
    let rest = days.iter().filter(|day| !day.kind.is_worked());
    let restday = rest.map(|day| Period { from: day.date, to: day.date }).collect();
    BTreeMap::from([
        ("week".to_owned(), week),
        ("fortnight".to_owned(), fortnight),
        ("month".to_owned(), month),
        ("restday".to_owned(), restday),
    ])
}

fn weeks(days: &[CalendarDay]) -> Vec<Period> {
    let mut weeks: Vec<(Period, u32)> = Vec::new();
    for day in days {
        let worked = u32::from(day.kind.is_worked());
        match weeks.last_mut() {
            Some((week, count)) if day.date.weekday() != Weekday::Mon => {
                week.to = day.date;
                *count += worked;
            }
            _ => weeks.push((Period { from: day.date, to: day.date }, worked)),
        }
    }
    let mut joined: Vec<(Period, u32)> = Vec::new();
    for (week, count) in weeks {
        match joined.last_mut() {
            Some((last, known)) if count < 2 || *known < 2 => {
                last.to = week.to;
                *known += count;
            }
            _ => joined.push((week, count)),
        }
    }
    joined.into_iter().map(|(week, _)| week).collect()
}
