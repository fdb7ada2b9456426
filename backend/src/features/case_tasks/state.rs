//! Where a task stands, as a function of its row and the day. Pure.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::features::calendars::civil_day::local_date;
use crate::platform::words::words;

/// How far ahead a task may be due, in days.
pub const MOST_DAYS: u64 = 366;

words! {
    /// What left a task on a case.
    TaskOrigin {
        Promise = "promise", "接访承诺", "Promise at a reception";
        Decision = "decision", "会议议定", "Decision of a meeting";
    }
}

words! {
    /// Where a task stands.
    TaskState {
        Open = "open", "未到期", "Open";
        Overdue = "overdue", "已逾期", "Overdue";
        Done = "done", "已办结", "Done";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}

words! {
    /// What became of a leader's promise.
    PromiseState {
        Open = "open", "未到期", "Open";
        Kept = "kept", "已兑现", "Kept";
        Broken = "broken", "逾期未兑现", "Broken";
    }
}

/// What the state is a function of.
#[derive(Debug, Clone, Copy)]
pub struct Dates {
    /// The last day.
    pub due_on: NaiveDate,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Dates {
    /// Where the task stands on `today`.
    pub fn state(self, today: NaiveDate) -> TaskState {
        match self {
            Self { withdrawn_at: Some(_), .. } => TaskState::Withdrawn,
            Self { done_at: Some(_), .. } => TaskState::Done,
            Self { due_on, .. } if due_on < today => TaskState::Overdue,
            Self { .. } => TaskState::Open,
        }
    }

    /// Whether it was, or is, done after its day.
    pub fn is_late(self, today: NaiveDate) -> bool {
        match self.done_at {
            Some(at) => local_date(at) > self.due_on,
            None => self.state(today) == TaskState::Overdue,
        }
    }
}

impl TaskState {
    /// The same of a promise. One that was not kept in time is broken until it is kept after all,
    /// and stays marked late.
    pub const fn of_promise(self) -> PromiseState {
        match self {
            Self::Open | Self::Withdrawn => PromiseState::Open,
            Self::Overdue => PromiseState::Broken,
            Self::Done => PromiseState::Kept,
        }
    }

    /// Whether something is left to do.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }
}

/// Whether a task set on `today` may be due on `day`.
pub fn may_be_due(day: NaiveDate, today: NaiveDate) -> bool {
    let last = today.checked_add_days(Days::new(MOST_DAYS));
    day >= today && last.is_some_and(|last| day <= last)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};

    use super::{Dates, PromiseState, TaskState, may_be_due};
    use crate::features::calendars::civil_day::{end_of_day, start_of_day};

    #[test]
    fn a_task_is_late_from_the_day_after_its_last() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 6).expect("a day");
        let next = day + TimeDelta::days(1);
        let open = Dates { due_on: day, done_at: None, withdrawn_at: None };
        assert_eq!((open.state(day), open.is_late(day)), (TaskState::Open, false));
        assert_eq!((open.state(next), open.is_late(next)), (TaskState::Overdue, true));
        assert_eq!(open.state(next).of_promise(), PromiseState::Broken);
        let kept = Dates { done_at: Some(end_of_day(day)), ..open };
        assert_eq!((kept.state(next), kept.is_late(next)), (TaskState::Done, false));
        let late = Dates { done_at: Some(start_of_day(next)), ..open };
        assert!(late.is_late(next));
        assert_eq!(late.state(next).of_promise(), PromiseState::Kept);
    }

    #[test]
    fn a_task_is_due_from_today_on_within_a_year() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        assert!(may_be_due(today, today) && may_be_due(today + TimeDelta::days(366), today));
        assert!(!may_be_due(today - TimeDelta::days(1), today));
        assert!(!may_be_due(today + TimeDelta::days(367), today));
    }
}
