//! The supervision ladder (督办阶梯): 提醒 → 催办 → 督办 → 通报 over a limit that runs out. Computed from
//! the limit, its calendar and the rules of the day it started; nobody clicks it.
//!
//! Three conventions hold everywhere:
//! - a step falls on a working day (make-up days work) and within office hours, so that no ladder is
//!   used up over a holiday;
//! - what follows expiry is counted in working days after the limit's last day; the reminder is at
//!   the lamp's yellow, and comes before the end or not at all;
//! - of one limit at most one step is taken a working day, however long nobody looked: whoever is
//!   urged has a day to act before an order follows.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::config::SupervisionConfig;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{OFFSET_CN, local_date, local_time};
use crate::features::procedure_rules::Procedures;
use crate::features::time_limits::rules::ClockKind;
use crate::platform::words::words;

words! {
    /// A step of the ladder. Wire: `reminder|urge|order|bulletin`.
    Step {
        Reminder = "reminder", "提醒", "Reminder";
        Urge = "urge", "催办", "Urge";
        Order = "order", "督办", "Supervision order";
        Bulletin = "bulletin", "通报", "Bulletin";
    }
}

/// Whether the ladder watches a limit: those a department works under. What the centre itself has a
/// day for is in its queues, and signing is done by the limit.
pub const fn watches(kind: ClockKind) -> bool {
    matches!(kind, ClockKind::Handling | ClockKind::Assist)
}

/// A limit as the ladder sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// The first instant at which its lamp is no longer green.
    pub yellow_at: DateTime<Utc>,
    /// Its last instant.
    pub due_at: DateTime<Utc>,
}

/// The last step that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// When.
    pub at: DateTime<Utc>,
}

/// A step to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub step: Step,
    /// When.
    pub at: DateTime<Utc>,
}

/// When its steps are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    opens: NaiveTime,
    closes: NaiveTime,
    urge_after: u32,
    order_after: u32,
    bulletin_after: u32,
}

impl Ladder {
    /// From the office hours of the settings and the rules of a day.
    pub const fn of(office: &SupervisionConfig, rules: &Procedures) -> Self {
        Self {
            opens: office.office_opens,
            closes: office.office_closes,
            urge_after: rules.urge_after_days,
            order_after: rules.order_after_days,
            bulletin_after: rules.bulletin_after_days,
        }
    }

    /// Whether `at` lies in office hours of a working day.
    pub fn is_open(&self, cal: &Calendar, at: DateTime<Utc>) -> bool {
        let (day, time) = local_time(at);
        cal.is_working(day) && (self.opens..=self.closes).contains(&time)
    }

    /// When a step over `limit` falls; none when it does not: a reminder of a limit that was never
    /// green, or for which no office hour is left; anything beyond the last year of the calendar.
    pub fn derive(&self, step: Step, limit: &Limit, cal: &Calendar) -> Option<DateTime<Utc>> {
        let after = |days| self.opening(cal, local_date(limit.due_at), days);
        match step {
            Step::Reminder => self.reminder(limit, cal),
            Step::Urge => after(self.urge_after),
            Step::Order => after(self.order_after),
            Step::Bulletin => after(self.bulletin_after),
        }
    }

    /// The step after `taken`, and when; none when the ladder is used up. At `now` past the end of
    /// the limit nobody is reminded of it any more.
    pub fn next(
        &self,
        limit: &Limit,
        taken: Option<Taken>,
        cal: &Calendar,
        now: DateTime<Utc>,
    ) -> Option<Due> {
        // The next working day after the last step is the earliest for another.
        let earliest = taken.and_then(|taken| self.opening(cal, local_date(taken.at), 1));
        let left = Step::ALL.iter().filter(|step| taken.is_none_or(|taken| **step > taken.step));
        left.filter(|step| **step != Step::Reminder || now <= limit.due_at).find_map(|step| {
            let at = self.derive(*step, limit, cal)?;
            Some(Due { step: *step, at: earliest.map_or(at, |earliest| at.max(earliest)) })
        })
    }

    /// At the lamp's yellow, or at the first office hour after it; where the limit ends before one,
    /// as over a holiday, at the last one before it.
    fn reminder(&self, limit: &Limit, cal: &Calendar) -> Option<DateTime<Utc>> {
        if limit.yellow_at <= limit.started_at {
            return None;
        }
        let ahead = self.first_from(cal, limit.yellow_at);
        ahead
            .filter(|at| *at <= limit.due_at)
            .or_else(|| self.last_until(cal, limit.yellow_at).filter(|at| *at > limit.started_at))
    }

    /// The first office hour at or after `at`.
    fn first_from(&self, cal: &Calendar, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (day, time) = local_time(at);
        if cal.is_working(day) && time <= self.closes {
            return Some(at.max(instant(day, self.opens)));
        }
        self.opening(cal, day, 1)
    }

    /// The last office hour at or before `at`.
    fn last_until(&self, cal: &Calendar, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (today, time) = local_time(at);
        if cal.is_working(today) && time >= self.opens {
            return Some(at.min(instant(today, self.closes)));
        }
        // No stretch of days off is as long as a month.
        let mut days = std::iter::successors(today.pred_opt(), NaiveDate::pred_opt).take(31);
        days.find(|day| cal.is_working(*day)).map(|day| instant(day, self.closes))
    }

    /// When the office opens on the `days`-th working day after `day`.
    fn opening(&self, cal: &Calendar, day: NaiveDate, days: u32) -> Option<DateTime<Utc>> {
        cal.add_working_days(day, days).ok().map(|day| instant(day, self.opens))
    }
}

/// The instant of a time of day in China.
fn instant(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    day.and_time(time).and_utc() - OFFSET_CN
}

#[cfg(test)]
#[path = "ladder_tests.rs"]
mod tests;
