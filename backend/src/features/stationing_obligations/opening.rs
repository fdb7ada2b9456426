//! On which days a post is to be served, and from when to when. Pure: days come from the working
//! calendar, whose source are the yearly notices of the State Council.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};

use super::rules::StationingMode;
use crate::features::calendars::calendar::{Calendar, DayKind};
use crate::features::calendars::civil_day::OFFSET_CN;
use crate::platform::words::words;

words! {
    /// Why a post is served on a day, or is not.
    DutyDayReason {
        WorkingDay = "working_day", "工作日", "A working day";
        MakeUpDay = "make_up_day", "调休上班日", "Worked in place of another day";
        RestDay = "rest_day", "休息日", "A day of rest";
        Holiday = "holiday", "节假日", "A holiday";
        OtherWeekday = "other_weekday", "不在约定的星期", "Another day of the week was agreed on";
        OutOfForce = "out_of_force", "不在有效期内", "Outside the dates of the obligation";
        NobodyOwed = "nobody_owed", "应派人数为零", "Nobody is owed";
    }
}

/// When an obligation is owed.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The mode: rest-day duty is owed on the days on which the others are not.
    pub mode: StationingMode,
    /// People owed at once.
    pub headcount: i32,
    /// ISO weekdays of ordinary days, 1 for Monday.
    pub weekdays: Vec<u8>,
    /// Whether days worked in place of others (调休上班) count.
    pub on_make_up_days: bool,
    /// Whether rest-day duty is owed on holidays as well.
    pub on_holidays: bool,
    /// From when, in official Chinese time.
    pub opens: NaiveTime,
    /// Until when; not later than `opens` is on the next day.
    pub closes: NaiveTime,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, where there is one.
    pub valid_to: Option<NaiveDate>,
}

/// A day as an obligation has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyDay {
    /// The day.
    pub date: NaiveDate,
    /// What the calendar says.
    pub kind: DayKind,
    /// Whether a notice covers it; otherwise the plain week speaks, and may be changed by one.
    pub is_announced: bool,
    /// Whether people are owed.
    pub is_open: bool,
    /// Why, or why not.
    pub reason: DutyDayReason,
}

impl Opening {
    /// What holds on `date`.
    pub fn on(&self, calendar: &Calendar, date: NaiveDate) -> DutyDay {
        let kind = calendar.kind_of(date);
        let (is_open, reason) = self.owed(kind, date);
        DutyDay { date, kind, is_announced: calendar.is_announced(date), is_open, reason }
    }

    fn owed(&self, kind: DayKind, date: NaiveDate) -> (bool, DutyDayReason) {
        if date < self.valid_from || self.valid_to.is_some_and(|last| last < date) {
            return (false, DutyDayReason::OutOfForce);
        }
        if self.headcount == 0 {
            return (false, DutyDayReason::NobodyOwed);
        }
        let weekday = date.weekday().number_from_monday();
        let is_agreed = self.weekdays.iter().any(|day| u32::from(*day) == weekday);
        let is_rest_duty = self.mode == StationingMode::RestDuty;
        let plain = |reason| {
            if is_agreed { (true, reason) } else { (false, DutyDayReason::OtherWeekday) }
        };
        match (kind, is_rest_duty) {
            (DayKind::Working, false) => plain(DutyDayReason::WorkingDay),
            (DayKind::MakeUp, false) => (self.on_make_up_days, DutyDayReason::MakeUpDay),
            (DayKind::Rest, false) => (false, DutyDayReason::RestDay),
            (DayKind::Holiday, false) => (false, DutyDayReason::Holiday),
            (DayKind::Working, true) => (false, DutyDayReason::WorkingDay),
            (DayKind::MakeUp, true) => (false, DutyDayReason::MakeUpDay),
            (DayKind::Rest, true) => plain(DutyDayReason::RestDay),
            (DayKind::Holiday, true) => (self.on_holidays, DutyDayReason::Holiday),
        }
    }

    /// From when to when the post is served on `date`; past midnight it ends on the next day.
    pub fn hours(&self, date: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let last = if self.closes > self.opens { date } else { date.succ_opt().unwrap_or(date) };
        (instant(date, self.opens), instant(last, self.closes))
    }
}

fn instant(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time).and_utc();
    local.checked_sub_signed(OFFSET_CN).unwrap_or(local)
}

/// A time of day as it is written, `HH:MM`.
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    if hours.len() != 2 || minutes.len() != 2 || !is_plain {
        return None;
    }
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calendars::calendar::{CalendarRow, RowKind};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// 2026-02-14 is worked in place of a day of the Spring Festival; nothing is known of 2027.
    fn calendar() -> Calendar {
        let row = |on: &str, kind| CalendarRow {
            date: date(on),
            kind,
            name: "春节".to_owned(),
            in_lieu: kind == RowKind::Work,
        };
        let rows = [row("2026-02-14", RowKind::Work), row("2026-02-17", RowKind::Off)];
        Calendar::new(1, date("2026-12-31"), rows).expect("a calendar")
    }

    fn opening(mode: StationingMode) -> Opening {
        let weekdays =
            if mode == StationingMode::RestDuty { vec![6, 7] } else { vec![1, 2, 3, 4, 5] };
        Opening {
            mode,
            headcount: 1,
            weekdays,
            on_make_up_days: true,
            on_holidays: true,
            opens: time_of_day("09:00").expect("a time"),
            closes: time_of_day("17:30").expect("a time"),
            valid_from: date("2026-01-01"),
            valid_to: None,
        }
    }

    #[test]
    fn days_follow_the_notices() {
        let work = opening(StationingMode::Rotating);
        let rest = opening(StationingMode::RestDuty);
        for (on, is_work, is_rest, reason) in [
            ("2026-02-13", true, false, DutyDayReason::WorkingDay),
            ("2026-02-14", true, false, DutyDayReason::MakeUpDay),
            ("2026-02-15", false, true, DutyDayReason::RestDay),
            ("2026-02-17", false, true, DutyDayReason::Holiday),
        ] {
            let (one, other) = (work.on(&calendar(), date(on)), rest.on(&calendar(), date(on)));
            assert_eq!((one.is_open, one.reason), (is_work, reason), "{on}");
            assert_eq!((other.is_open, other.reason), (is_rest, reason), "{on}");
        }
        let idle = Opening { on_make_up_days: false, ..work.clone() };
        assert!(!idle.on(&calendar(), date("2026-02-14")).is_open);
        let quiet = Opening { on_holidays: false, ..rest };
        assert!(!quiet.on(&calendar(), date("2026-02-17")).is_open);
        let mondays = Opening { weekdays: vec![1], ..work };
        let friday = mondays.on(&calendar(), date("2026-02-13"));
        assert_eq!((friday.is_open, friday.reason), (false, DutyDayReason::OtherWeekday));
    }

    #[test]
    fn a_year_without_notices_follows_the_week_and_says_so() {
        let day = opening(StationingMode::Resident).on(&calendar(), date("2027-02-16"));
        assert!(day.is_open && !day.is_announced);
    }

    #[test]
    fn nobody_is_owed_outside_the_dates_or_with_a_headcount_of_zero() {
        let last =
            Opening { valid_to: Some(date("2026-02-12")), ..opening(StationingMode::OnCall) };
        assert!(last.on(&calendar(), date("2026-02-12")).is_open);
        let after = last.on(&calendar(), date("2026-02-13"));
        assert_eq!((after.is_open, after.reason), (false, DutyDayReason::OutOfForce));
        let none = Opening { headcount: 0, ..opening(StationingMode::OnCall) };
        let day = none.on(&calendar(), date("2026-02-12"));
        assert_eq!((day.is_open, day.reason), (false, DutyDayReason::NobodyOwed));
    }

    #[test]
    fn past_midnight_it_ends_on_the_next_day() {
        let night = Opening {
            opens: time_of_day("18:00").expect("a time"),
            closes: time_of_day("08:30").expect("a time"),
            ..opening(StationingMode::RestDuty)
        };
        let (from, to) = night.hours(date("2026-02-28"));
        assert_eq!(from.to_rfc3339(), "2026-02-28T10:00:00+00:00");
        assert_eq!(to.to_rfc3339(), "2026-03-01T00:30:00+00:00");
    }

    #[test]
    fn times_are_written_in_one_way() {
        assert!(time_of_day("00:00").is_some());
        for wrong in ["24:00", "9:00", "09:60", "0900", "09:00:00", "+9:00", ""] {
            assert_eq!(time_of_day(wrong), None, "{wrong}");
        }
    }
}
