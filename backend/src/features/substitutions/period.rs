//! The days of a substitution. Pure.

use chrono::{NaiveDate, TimeDelta};

use crate::platform::words::words;

/// Longest substitution in days: longer is another appointment.
const MOST_DAYS: i64 = 366;

words! {
    /// Where a substitution stands.
    SubstitutionState {
        Upcoming = "upcoming", "未开始", "Upcoming";
        Current = "current", "代班中", "Current";
        Ended = "ended", "已结束", "Ended";
        Revoked = "revoked", "已取消", "Revoked";
    }
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

impl Period {
    /// The field that is wrong, where the period may not be agreed on `today`.
    pub fn wrong_field(&self, today: NaiveDate) -> Option<&'static str> {
        if self.from_on < today {
            return Some("/from_on");
        }
        let most = self.from_on.checked_add_signed(TimeDelta::days(MOST_DAYS));
        let is_in_order = self.from_on <= self.until_on;
        let is_short = most.is_some_and(|most| self.until_on < most);
        (!is_in_order || !is_short).then_some("/until_on")
    }

    /// Where it stands on `today`.
    pub fn state(&self, today: NaiveDate, is_revoked: bool) -> SubstitutionState {
        if is_revoked {
            SubstitutionState::Revoked
        } else if today < self.from_on {
            SubstitutionState::Upcoming
        } else if today <= self.until_on {
            SubstitutionState::Current
        } else {
            SubstitutionState::Ended
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Period, SubstitutionState};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn period(from_on: &str, until_on: &str) -> Period {
        Period { from_on: day(from_on), until_on: day(until_on) }
    }

    #[test]
    fn it_lies_ahead_and_ends_within_a_year() {
        let wrong = |from, until| period(from, until).wrong_field(day("2026-11-23"));
        assert_eq!(wrong("2026-11-23", "2026-11-23"), None);
        assert_eq!(wrong("2026-11-22", "2026-11-30"), Some("/from_on"));
        assert_eq!(wrong("2026-11-24", "2026-11-23"), Some("/until_on"));
        assert_eq!(wrong("2026-11-23", "2027-11-23"), None);
        assert_eq!(wrong("2026-11-23", "2027-11-24"), Some("/until_on"));
    }

    #[test]
    fn both_days_belong_to_it() {
        let state =
            |today, is_revoked| period("2026-11-24", "2026-11-25").state(day(today), is_revoked);
        assert_eq!(state("2026-11-23", false), SubstitutionState::Upcoming);
        assert_eq!(state("2026-11-24", false), SubstitutionState::Current);
        assert_eq!(state("2026-11-25", false), SubstitutionState::Current);
        assert_eq!(state("2026-11-26", false), SubstitutionState::Ended);
        assert_eq!(state("2026-11-24", true), SubstitutionState::Revoked);
    }
}
