//! Periods of assessment: whole months, quarters, half-years or years of China's calendar. Pure.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};

use crate::features::calendars::civil_day::start_of_day;
use crate::platform::words::words;

words! {
    /// How long a period is.
    AssessmentPeriodKind {
        Month = "month", "月", "Month";
        Quarter = "quarter", "季", "Quarter";
        HalfYear = "half_year", "半年", "Half-year";
        Year = "year", "年", "Year";
    }
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
}

impl Period {
    /// Its first instant.
    pub fn starts_at(self) -> DateTime<Utc> {
        start_of_day(self.from_on)
    }

    /// The first instant after it.
    pub fn ends_at(self) -> DateTime<Utc> {
        start_of_day(self.to_on.succ_opt().unwrap_or(self.to_on))
    }

    /// Whether an instant lies in it.
    pub fn holds(self, at: DateTime<Utc>) -> bool {
        (self.starts_at()..self.ends_at()).contains(&at)
    }
}

impl AssessmentPeriodKind {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// The period a day lies in.
    pub fn around(self, day: NaiveDate) -> Period {
        let months = self.months();
        let month = (day.month0() / months) * months + 1;
        let from_on = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        let next = from_on.checked_add_months(Months::new(months));
        let to_on = next.and_then(|next| next.pred_opt()).unwrap_or(day);
        Period { from_on, to_on }
    }

    /// The period before the one a day lies in.
    pub fn before(self, day: NaiveDate) -> Period {
        let eve = self.around(day).from_on.pred_opt().unwrap_or(day);
        self.around(eve)
    }

    /// The period after the one a day lies in.
    pub fn after(self, day: NaiveDate) -> Period {
        let next = self.around(day).to_on.succ_opt().unwrap_or(day);
        self.around(next)
    }

    /// Whether a period begins on a day.
    pub fn begins_on(self, day: NaiveDate) -> bool {
        self.around(day).from_on == day
    }

    /// Whether a period ends on a day.
    pub fn ends_on(self, day: NaiveDate) -> bool {
        self.around(day).to_on == day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn periods_tile_the_calendar() {
        for kind in AssessmentPeriodKind::ALL {
            let mut period = kind.around(day("2024-02-29"));
            for _ in 0..40 {
                let next = kind.after(period.to_on);
                assert_eq!(period.to_on.succ_opt(), Some(next.from_on));
                assert_eq!(kind.before(next.from_on), period);
                assert!(kind.begins_on(next.from_on) && kind.ends_on(next.to_on));
                assert_eq!(period.ends_at(), next.starts_at());
                period = next;
            }
        }
        let quarter = AssessmentPeriodKind::Quarter.around(day("2026-05-17"));
        assert_eq!(quarter, Period { from_on: day("2026-04-01"), to_on: day("2026-06-30") });
    }

    #[test]
    fn a_day_belongs_to_china() {
        let period = AssessmentPeriodKind::Month.around(day("2026-03-02"));
        assert!(period.holds("2026-02-28T16:00:00Z".parse().expect("an instant")));
        assert!(!period.holds("2026-03-31T16:00:00Z".parse().expect("an instant")));
    }
}
