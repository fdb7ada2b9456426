//! How far ahead something is told or published (提前期): rows like the limits, with validity and
//! source. Pure.

use chrono::{Days, Months, NaiveDate};

use super::rules::{ClockKind, LimitDayKind, RuleSet, Traits};
use crate::features::calendars::calendar::Calendar;

/// The last day that is told of on `today`: the lead of `kind` that is in force reaches as far. None
/// where a county has none in force.
pub fn reach(
    rules: &RuleSet,
    calendar: &Calendar,
    kind: ClockKind,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let rule = rules.choose(kind, Traits::default(), today)?;
    match rule.day_kind {
        LimitDayKind::Calendar => today.checked_add_days(Days::new(u64::from(rule.amount))),
        LimitDayKind::Month => today.checked_add_months(Months::new(u32::from(rule.amount))),
        LimitDayKind::Working => calendar.add_working_days(today, u32::from(rule.amount)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::super::rules::{Roll, Rule, StartRule};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rule(day_kind: LimitDayKind, from: &str) -> Rule {
        Rule {
            id: Uuid::nil(),
            code: "performance_notice".to_owned(),
            version: 1,
            clock: ClockKind::PerformanceNotice,
            level: None,
            type_code: None,
            channel: None,
            procedure: None,
            extension: None,
            amount: 3,
            day_kind,
            start: StartRule::NextDay,
            roll: Roll::None,
            source: "test".to_owned(),
            valid_from: day(from),
            valid_to: None,
            created_at: DateTime::UNIX_EPOCH,
            reason: None,
            limit_change_id: None,
            row_version: 1,
        }
    }

    #[test]
    fn a_lead_reaches_over_its_days_and_nowhere_before_it_is_in_force() {
        let calendar = Calendar::new(1, day("2026-12-31"), Vec::new()).expect("a calendar");
        let reach = |kind, from: &str, today: &str| {
            let rules = RuleSet::of(vec![rule(kind, from)]);
            super::reach(&rules, &calendar, ClockKind::PerformanceNotice, day(today))
        };
        // From a Friday on.
        let calendar_days = reach(LimitDayKind::Calendar, "2000-01-01", "2026-03-06");
        assert_eq!(calendar_days, Some(day("2026-03-09")));
        let working = reach(LimitDayKind::Working, "2000-01-01", "2026-03-06");
        assert_eq!(working, Some(day("2026-03-11")));
        assert_eq!(reach(LimitDayKind::Calendar, "2027-01-01", "2026-03-06"), None);
    }
}
