//! Work calendar: which day counts as a working day (工作日), and arithmetic on such days.
//!
//! Source of the days: the yearly State Council notice on holiday arrangements (国务院办公厅关于部分
//! 节假日安排的通知) under the 全国年节及纪念日放假办法. A date named by no row follows the ordinary
//! week: Monday to Friday working, Saturday and Sunday rest.
//!
//! Pure arithmetic: the caller loads the rows and passes the version. Dates are civil dates in
//! UTC+8; results lie within [`FIRST_DATE`]..=[`LAST_DATE`] or an error is returned.

use super::civil_day::{
    FIRST_DATE, FIRST_DAY, LAST_DATE, LAST_DAY, date_of, day_number, is_weekend, weekday_number,
    weekdays_through,
};
use crate::platform::words::words;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// Longest span [`Calendar::days`] lists, in days: about ten years.
pub const MAX_SPAN_DAYS: i64 = 3_660;

/// What went wrong while building or asking a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Two rows name the same date; the caller must merge notices before (the later one wins).
    #[error("two calendar rows name {0}")]
    DuplicateDate(NaiveDate),
    /// An argument or the result lies outside 0001-01-01..=9999-12-31.
    #[error("date outside the years 0001 to 9999")]
    OutOfRange,
    /// More than [`MAX_SPAN_DAYS`] days were asked for.
    #[error("more than {MAX_SPAN_DAYS} days asked for")]
    SpanTooLong,
}

/// Kind of a day. Wire: `working|rest|holiday|make_up`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Ordinary Monday to Friday.
    Working,
    /// Ordinary Saturday or Sunday.
    Rest,
    /// Day off by notice, the legal holiday itself or a day off in lieu (调休).
    Holiday,
    /// Saturday or Sunday worked by notice (调休上班).
    MakeUp,
}

impl DayKind {
    /// Whether the day is a working day, i.e. `Working` or `MakeUp`.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

words! {
    /// What a notice says about a date. Wire and CSV: `off|work`.
    RowKind {
        /// 放假.
        Off = "off";
        /// 上班.
        Work = "work";
    }
}

/// One date named by a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRow {
    /// The civil date, UTC+8.
    pub date: NaiveDate,
    /// Off or worked.
    pub kind: RowKind,
    /// Holiday it belongs to, e.g. 元旦.
    pub name: String,
    /// Whether the day off was swapped for a worked rest day.
    pub in_lieu: bool,
}

/// One day as shown to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The civil date, UTC+8.
    pub date: NaiveDate,
    /// Its kind.
    pub kind: DayKind,
    /// Holiday it belongs to, for a date named by a notice.
    pub name: Option<String>,
    /// False where no notice is known: after the last announced date (尚未公布) or before the first
    /// recorded year. The kind is then the week rule's and may change.
    pub announced: bool,
}

/// Running totals at a row: they make every question a binary search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// Day number of the row.
    day: i64,
    /// Working days minus Mondays to Fridays, of all rows up to and including this one.
    correction: i64,
    /// Working days from day 1 up to and including this one.
    count: i64,
}

/// An immutable version of the calendar. Questions cost O(log rows), whatever the distance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: i32,
    announced_from: NaiveDate,
    announced_through: NaiveDate,
    rows: Vec<CalendarRow>,
    marks: Vec<Mark>,
}

impl Calendar {
    /// Builds a calendar from rows in any order. `announced_through` is the last date whose
    /// arrangement is published; a row after it still counts, because late December and early
    /// January may be named by the next year's notice.
    ///
    /// # Errors
    /// `DuplicateDate`; `OutOfRange` for a row outside the accepted years.
    pub fn new(
        version: i32,
        announced_through: NaiveDate,
        rows: impl IntoIterator<Item = CalendarRow>,
    ) -> Result<Self, CalendarError> {
        let mut rows: Vec<CalendarRow> = rows.into_iter().collect();
        rows.sort_by_key(|row| row.date);
        let mut marks: Vec<Mark> = Vec::with_capacity(rows.len());
        let mut correction = 0;
        let mut previous = None;
        for row in &rows {
            let day = day_number(row.date);
            if !(FIRST_DAY..=LAST_DAY).contains(&day) {
                return Err(CalendarError::OutOfRange);
            }
            if previous.replace(day) == Some(day) {
                return Err(CalendarError::DuplicateDate(row.date));
            }
            correction += i64::from(row.kind == RowKind::Work) - i64::from(!is_weekend(row.date));
            marks.push(Mark { day, correction, count: weekdays_through(day) + correction });
        }
        // Notices are yearly, so the year of the first row is covered from its first of January.
        let announced_from = rows
            .first()
            .map_or(announced_through, |row| row.date.with_ordinal(1).unwrap_or(row.date));
        Ok(Self { version, announced_from, announced_through, rows, marks })
    }

    /// Version of the calendar, recorded with everything derived from it.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// Last date whose arrangement is published.
    pub const fn announced_through(&self) -> NaiveDate {
        self.announced_through
    }

    /// Kind of a date; never fails.
    pub fn kind_of(&self, date: NaiveDate) -> DayKind {
        kind_by(self.row(date), date)
    }

    /// Whether a date is a working day.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.kind_of(date).is_working()
    }

    /// Whether a notice covers the date; see [`Day::announced`].
    pub fn is_announced(&self, date: NaiveDate) -> bool {
        (self.announced_from..=self.announced_through).contains(&date) || self.row(date).is_some()
    }

    /// A date with all that is known of it.
    pub fn day(&self, date: NaiveDate) -> Day {
        let row = self.row(date);
        Day {
            date,
            kind: kind_by(row, date),
            name: row.map(|row| row.name.clone()).filter(|name| !name.is_empty()),
            announced: self.is_announced(date),
        }
    }

    /// The days from `from` to `to`, both included; none if `from` is later.
    ///
    /// # Errors
    /// `SpanTooLong` above [`MAX_SPAN_DAYS`]; `OutOfRange` outside the accepted years.
    pub fn days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<impl Iterator<Item = Day> + '_, CalendarError> {
        if from < FIRST_DATE || to > LAST_DATE {
            return Err(CalendarError::OutOfRange);
        }
        let (first, last) = (day_number(from), day_number(to));
        if last - first >= MAX_SPAN_DAYS {
            return Err(CalendarError::SpanTooLong);
        }
        Ok((first..=last).filter_map(date_of).map(|date| self.day(date)))
    }

    /// Working days after `a` up to and including `b`; negative if `b` is earlier. So
    /// `working_days_between(a, add_working_days(a, n)) == n` for n ≥ 1.
    pub fn working_days_between(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        self.working_days_through(day_number(b)) - self.working_days_through(day_number(a))
    }

    /// The `n`-th working day after `start`, which itself is not counted; `n` = 0 is `start`.
    ///
    /// # Errors
    /// `OutOfRange` if `start` or the result lies outside the accepted years.
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> Result<NaiveDate, CalendarError> {
        if !(FIRST_DATE..=LAST_DATE).contains(&start) {
            return Err(CalendarError::OutOfRange);
        }
        if n == 0 {
            return Ok(start);
        }
        date_of(self.working_day_after(day_number(start), i64::from(n)))
            .ok_or(CalendarError::OutOfRange)
    }

    /// Working days from day 1 through `day`; differences are what matters.
    pub(crate) fn working_days_through(&self, day: i64) -> i64 {
        let after = self.marks.partition_point(|mark| mark.day <= day);
        weekdays_through(day) + self.correction_before(after)
    }

    /// Day number of the `n`-th (≥ 1) working day after `day`.
    pub(crate) fn working_day_after(&self, day: i64, n: i64) -> i64 {
        let target = self.working_days_through(day) + n;
        // The first row by which the target is reached bounds the answer; between two rows only
        // the ordinary week applies, so the answer is there in closed form or it is that row.
        let reached = self.marks.partition_point(|mark| mark.count < target);
        let plain = weekday_number(target - self.correction_before(reached));
        self.marks.get(reached).map_or(plain, |mark| plain.min(mark.day))
    }

    /// Correction in force just before the mark at `index`.
    fn correction_before(&self, index: usize) -> i64 {
        index.checked_sub(1).and_then(|i| self.marks.get(i)).map_or(0, |mark| mark.correction)
    }

    fn row(&self, date: NaiveDate) -> Option<&CalendarRow> {
        self.rows.binary_search_by_key(&date, |row| row.date).ok().and_then(|i| self.rows.get(i))
    }
}

fn kind_by(row: Option<&CalendarRow>, date: NaiveDate) -> DayKind {
    match (row.map(|row| row.kind), is_weekend(date)) {
        (Some(RowKind::Off), _) => DayKind::Holiday,
        (Some(RowKind::Work), true) => DayKind::MakeUp,
        (Some(RowKind::Work) | None, false) => DayKind::Working,
        (None, true) => DayKind::Rest,
    }
}
