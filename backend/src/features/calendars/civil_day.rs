//! Civil days of official Chinese time: instants to dates, dates to day numbers, the plain week.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use crate::platform::error::Invalid;

/// Offset of official Chinese time (北京时间) from UTC. A plain duration rather than a
/// `FixedOffset`, because only UTC instants may reach a query (they compare as text on `SQLite`).
pub const OFFSET_CN: TimeDelta = TimeDelta::hours(8);

/// Day number of 0001-01-01, a Monday, in the count of `num_days_from_ce`.
pub(crate) const FIRST_DAY: i64 = 1;
/// Day number of 9999-12-31.
pub(crate) const LAST_DAY: i64 = 3_652_059;

/// First date the arithmetic accepts, 0001-01-01.
pub const FIRST_DATE: NaiveDate = const_date(1, 1, 1, NaiveDate::MIN);
/// Last date the arithmetic accepts and returns, 9999-12-31.
pub const LAST_DATE: NaiveDate = const_date(9999, 12, 31, NaiveDate::MAX);

/// 23:59:59.999999 in UTC+8, written in UTC.
const END_OF_DAY_UTC: NaiveTime = match NaiveTime::from_hms_micro_opt(15, 59, 59, 999_999) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

const fn const_date(year: i32, month: u32, day: u32, otherwise: NaiveDate) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => otherwise,
    }
}

/// Refuses days no calendar counts; PostgreSQL cannot even compare with some of them. A custom
/// check for `validator`.
pub fn in_calendar(day: &NaiveDate) -> Result<(), Invalid> {
    if (FIRST_DATE..=LAST_DATE).contains(day) { Ok(()) } else { Err(Invalid::new("range")) }
}

/// The same for instants.
pub fn at_in_calendar(at: &DateTime<Utc>) -> Result<(), Invalid> {
    in_calendar(&at.date_naive())
}

/// The civil date of an instant in UTC+8.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    local_time(at).0
}

/// The last microsecond of a civil day in UTC+8 (23:59:59.999999+08:00), as UTC.
pub const fn end_of_day(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(END_OF_DAY_UTC).and_utc()
}

/// The first instant of a civil day in UTC+8, as UTC; at the far end of what an instant can hold,
/// the earliest one.
pub fn start_of_day(date: NaiveDate) -> DateTime<Utc> {
    let eve = date.pred_opt().map(end_of_day);
    eve.map_or(DateTime::<Utc>::MIN_UTC, |eve| eve + chrono::TimeDelta::microseconds(1))
}

/// Civil date and time in UTC+8. At the far end of what an instant can hold the shift is left out.
pub(crate) fn local_time(at: DateTime<Utc>) -> (NaiveDate, NaiveTime) {
    let utc = at.naive_utc();
    let local = utc.checked_add_signed(OFFSET_CN).unwrap_or(utc);
    (local.date(), local.time())
}

/// Days since 0000-12-31, so that 0001-01-01 is 1.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// The date of a day number, if within the accepted years.
pub(crate) fn date_of(day: i64) -> Option<NaiveDate> {
    let day = Some(day).filter(|day| (FIRST_DAY..=LAST_DAY).contains(day))?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays from day 1 (a Monday) through `day`; negative before.
pub(crate) fn weekdays_through(day: i64) -> i64 {
    let past = day - 1;
    past.div_euclid(7) * 5 + (past.rem_euclid(7) + 1).min(5)
}

/// The first day by which `weekdays_through` reaches `count`: its inverse.
pub(crate) fn weekday_number(count: i64) -> i64 {
    let past = count - 1;
    past.div_euclid(5) * 7 + past.rem_euclid(5) + 1
}
