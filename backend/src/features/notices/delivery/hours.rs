//! When a notice may leave (domain 8.4): on working days, between the hours of the settings. Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};

use crate::config::NoticesConfig;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{local_time, start_of_day};

/// The hours of a working day, in China's time.
#[derive(Debug, Clone, Copy)]
pub struct Hours {
    from: u32,
    until: u32,
    digest: u32,
}

impl Hours {
    /// As the settings say.
    pub fn of(config: &NoticesConfig) -> Self {
        let (from, until) = (config.open_from_hour, config.open_until_hour);
        Self { from, until, digest: config.digest_hour }
    }

    /// Whether notices may leave.
    pub fn is_open(&self, calendar: &Calendar, at: DateTime<Utc>) -> bool {
        let (day, time) = local_time(at);
        calendar.is_working(day) && (self.from..self.until).contains(&time.hour())
    }

    /// The first instant from `at` on at which they may.
    pub fn next_open(&self, calendar: &Calendar, at: DateTime<Utc>) -> DateTime<Utc> {
        if self.is_open(calendar, at) { at } else { next(calendar, at, self.from) }
    }

    /// When the next daily digest leaves.
    pub fn next_digest(&self, calendar: &Calendar, at: DateTime<Utc>) -> DateTime<Utc> {
        next(calendar, at, self.digest)
    }
}

/// The next `hour` o'clock of a working day after `at`.
fn next(calendar: &Calendar, at: DateTime<Utc>, hour: u32) -> DateTime<Utc> {
    let (day, time) = local_time(at);
    let on = |day: NaiveDate| start_of_day(day) + TimeDelta::hours(hour.into());
    if calendar.is_working(day) && time.hour() < hour {
        return on(day);
    }
    calendar.add_working_days(day, 1).map_or(at, on)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};

    use super::Hours;
    use crate::features::calendars::calendar::{Calendar, CalendarRow, RowKind};

    const HOURS: Hours = Hours { from: 8, until: 18, digest: 9 };

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let row =
            |date, kind| CalendarRow { date: day(date), kind, name: String::new(), in_lieu: false };
        // Thursday and Friday off, the Saturday after them worked.
        let rows = [
            row("2026-10-01", RowKind::Off),
            row("2026-10-02", RowKind::Off),
            row("2026-10-10", RowKind::Work),
        ];
        Calendar::new(1, day("2026-12-31"), rows).expect("a calendar")
    }

    fn china(text: &str) -> DateTime<Utc> {
        format!("{text}:00+08:00").parse().expect("an instant")
    }

    #[test]
    fn nothing_leaves_at_night_on_rest_days_or_holidays() {
        let next = |text| HOURS.next_open(&calendar(), china(text));
        assert_eq!(next("2026-09-28T10:15"), china("2026-09-28T10:15"));
        assert_eq!(next("2026-09-28T07:59"), china("2026-09-28T08:00"));
        assert_eq!(next("2026-09-28T18:00"), china("2026-09-29T08:00"));
        assert_eq!(next("2026-09-30T18:30"), china("2026-10-05T08:00"));
        assert_eq!(next("2026-10-03T12:00"), china("2026-10-05T08:00"));
        assert_eq!(next("2026-10-09T20:00"), china("2026-10-10T08:00"), "a worked Saturday");
    }

    #[test]
    fn a_digest_leaves_once_a_working_day() {
        let next = |text| HOURS.next_digest(&calendar(), china(text));
        assert_eq!(next("2026-09-28T08:59"), china("2026-09-28T09:00"));
        assert_eq!(next("2026-09-28T09:00"), china("2026-09-29T09:00"));
        assert_eq!(next("2026-09-30T10:00"), china("2026-10-05T09:00"));
    }
}
