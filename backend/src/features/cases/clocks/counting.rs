//! Counting the days of a limit: which are stopped, which count, and on which day it ends.
//!
//! Days are day numbers (`i64`) inside, so that no step can leave the range of a date; only the
//! result is turned back into a date and checked.

use super::{
    Calendar, CalendarError, ClockError, LimitDayKind, MAX_AMOUNT, MAX_MONTHS, NaiveDate, Roll,
    StartRule, TimeLimit, date_of, day_number,
};
use chrono::Months;
use serde::{Deserialize, Serialize};

/// Days on which a limit stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stop {
    /// Day on which the stop began: the first day not counted.
    pub from: NaiveDate,
    /// Day of resumption: the first day counted again; none while the stop runs.
    pub to: Option<NaiveDate>,
}

/// Days `from..to` stopped; no `to` means for ever.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) from: i64,
    pub(super) to: Option<i64>,
    pub(super) reason: &'a str,
}

impl Stretch<'_> {
    pub(super) fn holds(&self, day: i64) -> bool {
        day >= self.from && self.to.is_none_or(|to| day < to)
    }
}

/// The last counted day and, after rolling, the due day. An open stop may leave either unknown; it
/// may also begin between the two, so that all days are counted and yet no due day is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Due {
    pub(super) counted_end: Option<i64>,
    pub(super) day: Option<i64>,
}

/// How days are counted for one limit: rule, calendar, start and stops.
#[derive(Debug, Clone)]
pub(super) struct Counting<'a> {
    pub(super) limit: &'a TimeLimit,
    pub(super) cal: &'a Calendar,
    /// Day of the starting event.
    pub(super) start: i64,
    /// Disjoint, in order.
    pub(super) stops: Vec<Stretch<'a>>,
}

impl Counting<'_> {
    /// The day before the first one that can be counted.
    fn base(&self) -> i64 {
        self.start - i64::from(self.limit.start == StartRule::SameDay)
    }

    /// Days of the limit's kind after `a` through `b`, stops left aside; 0 if `b` is not later.
    pub(super) fn count(&self, a: i64, b: i64) -> i64 {
        match self.limit.day_kind {
            _ if b <= a => 0,
            LimitDayKind::Calendar | LimitDayKind::Month => b - a,
            LimitDayKind::Working => {
                self.cal.working_days_through(b) - self.cal.working_days_through(a)
            }
        }
    }

    /// Days counted from the start through `day`, stops taken out.
    pub(super) fn counted_through(&self, day: i64) -> i64 {
        let base = self.base();
        let stopped = self.stops.iter().map(|stop| {
            let last = stop.to.map_or(day, |to| day.min(to - 1));
            self.count(base.max(stop.from - 1), last)
        });
        self.count(base, day) - stopped.sum::<i64>()
    }

    /// Where a limit of `total` (≥ 1) days ends.
    pub(super) fn due(&self, total: i64) -> Due {
        let counted_end = self.nth_counted(total);
        let day = match self.limit.roll {
            Roll::None => counted_end,
            Roll::NextWorkingDay => counted_end.and_then(|day| self.roll(day)),
        };
        Due { counted_end, day }
    }

    /// The `n`-th (≥ 1) counted day; none if an open stop begins before.
    fn nth_counted(&self, n: i64) -> Option<i64> {
        let (mut cursor, mut left) = (self.base(), n);
        for stop in &self.stops {
            let running = self.count(cursor, stop.from - 1);
            if running >= left {
                break;
            }
            left -= running;
            cursor = cursor.max(stop.to? - 1);
        }
        Some(match self.limit.day_kind {
            LimitDayKind::Calendar | LimitDayKind::Month => cursor + left,
            LimitDayKind::Working => self.cal.working_day_after(cursor, left),
        })
    }

    /// The first working day from `day` on that no stop covers: a limit must not end while it
    /// stands still.
    fn roll(&self, day: i64) -> Option<i64> {
        let mut rolled = self.cal.working_day_after(day - 1, 1);
        for stop in &self.stops {
            if stop.holds(rolled) {
                rolled = self.cal.working_day_after(stop.to? - 1, 1);
            }
        }
        Some(rolled)
    }

    /// Whether the due day rests on a day no notice covers.
    pub(super) fn is_provisional(&self, due: Due) -> bool {
        let unknown = |day: Option<i64>| {
            day.and_then(date_of).is_some_and(|date| !self.cal.is_announced(date))
        };
        match (self.limit.day_kind, self.limit.roll) {
            _ if due.day.is_none() => false,
            (LimitDayKind::Working, _) => unknown(due.day) || unknown(Some(self.base() + 1)),
            (LimitDayKind::Calendar | LimitDayKind::Month, Roll::NextWorkingDay) => {
                unknown(due.counted_end) || unknown(due.day)
            }
            (LimitDayKind::Calendar | LimitDayKind::Month, Roll::None) => false,
        }
    }
}

/// Due date of a limit started on `start_date`; none if an open stop begins before it. Stops may
/// come in any order but must not overlap.
///
/// # Errors
/// `AmountOutOfRange`, `UnorderedStops`, or `Calendar` for dates outside the accepted years.
pub fn due_on(
    limit: &TimeLimit,
    cal: &Calendar,
    start_date: NaiveDate,
    stops: &[Stop],
) -> Result<Option<NaiveDate>, ClockError> {
    let start = checked_start(limit, start_date)?;
    let mut sorted = stops.to_vec();
    sorted.sort_unstable();
    let mut free_from = None;
    let mut stretches = Vec::with_capacity(sorted.len());
    for Stop { from, to } in sorted {
        // An open stop leaves no free day, and `None < Some` would let the next one through.
        let blocked =
            free_from.is_some_and(|free: Option<NaiveDate>| free.is_none_or(|d| from < d));
        if blocked || to.is_some_and(|to| to < from) {
            return Err(ClockError::UnorderedStops);
        }
        free_from = Some(to);
        let to = to.map(day_number);
        stretches.push(Stretch { from: day_number(from), to, reason: "" });
    }
    let counting = Counting { limit, cal, start, stops: stretches };
    counting.due(whole(limit, start)?).day.map(checked_date).transpose()
}

/// Day number of a start, after checking it and the amount of the rule.
pub(super) fn checked_start(limit: &TimeLimit, start: NaiveDate) -> Result<i64, ClockError> {
    check_amount(limit.amount)?;
    if limit.day_kind == LimitDayKind::Month && limit.amount > MAX_MONTHS {
        return Err(ClockError::AmountOutOfRange(limit.amount));
    }
    let day = day_number(start);
    checked_date(day).map(|_| day)
}

/// The amount of a limit in the days it is counted by: months are the calendar days from its start to the
/// corresponding day of the last of them, or to its end where it has none (民法典 art. 202).
pub(super) fn whole(limit: &TimeLimit, start: i64) -> Result<i64, ClockError> {
    match limit.day_kind {
        LimitDayKind::Calendar | LimitDayKind::Working => Ok(i64::from(limit.amount)),
        LimitDayKind::Month => {
            let months = Months::new(limit.amount.into());
            let last = checked_date(start)?.checked_add_months(months);
            let last = last.ok_or(ClockError::Calendar(CalendarError::OutOfRange))?;
            Ok(day_number(last) - start)
        }
    }
}

/// Whether an amount lies within 1..=[`MAX_AMOUNT`].
pub(super) fn check_amount(amount: u16) -> Result<(), ClockError> {
    if (1..=MAX_AMOUNT).contains(&amount) {
        Ok(())
    } else {
        Err(ClockError::AmountOutOfRange(amount))
    }
}

/// The date of a day number, or an error outside the accepted years.
pub(super) fn checked_date(day: i64) -> Result<NaiveDate, ClockError> {
    date_of(day).ok_or(ClockError::Calendar(CalendarError::OutOfRange))
}
