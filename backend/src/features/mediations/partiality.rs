//! Who may not mediate a matter, pure: whoever is not qualified on the day, has withdrawn from the
//! case (回避), or declared to be close to somebody who is a party. Names are compared, never shown.

use chrono::NaiveDate;

use crate::platform::error::ErrorCode;

/// What is known of a mediator.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// Whether they are on the register.
    pub is_active: bool,
    /// First day of the qualification.
    pub from_on: NaiveDate,
    /// Last day of it.
    pub until_on: NaiveDate,
    /// Whether they withdrew from the case.
    pub is_recused: bool,
    /// The names they declared to be close to, and that of the unit they work for.
    pub ties: Vec<&'a str>,
}

/// Why a mediator may not mediate on `day` between `parties`; none when they may.
pub fn obstacle<'a>(
    mediator: &Standing<'_>,
    day: NaiveDate,
    mut parties: impl Iterator<Item = &'a str>,
) -> Option<ErrorCode> {
    if !mediator.is_active || day < mediator.from_on || mediator.until_on < day {
        return Some(ErrorCode::MediationNotQualified);
    }
    let is_tied = |party: &str| mediator.ties.iter().any(|tie| is_same(tie, party));
    (mediator.is_recused || parties.any(is_tied)).then_some(ErrorCode::MediationConflict)
}

/// Days after a session within which the end of a qualification is told: it may go on another day.
const TOLD_DAYS: i64 = 30;

/// Whether a qualification that ends on `until_on` ends before a session on `day`, or so soon after it
/// that it is told.
pub fn ends_soon(until_on: NaiveDate, day: NaiveDate) -> bool {
    (until_on - day).num_days() <= TOLD_DAYS
}

/// Whether two names are written alike, blanks and the case of letters left aside.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    !one.trim().is_empty() && plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_mediator_is_qualified_on_the_day_and_close_to_nobody() {
        let standing = Standing {
            is_active: true,
            from_on: day("2026-01-01"),
            until_on: day("2026-12-31"),
            is_recused: false,
            ties: vec!["王 样本", "清和物业"],
        };
        let may = |standing: &Standing<'_>, on: &str, party: &'static str| {
            obstacle(standing, day(on), [party].into_iter())
        };
        assert_eq!(may(&standing, "2026-12-31", "李示例"), None);
        assert_eq!(may(&standing, "2027-01-01", "李示例"), Some(ErrorCode::MediationNotQualified));
        assert_eq!(may(&standing, "2026-03-02", "王样本"), Some(ErrorCode::MediationConflict));
        let recused = Standing { is_recused: true, ..standing.clone() };
        assert_eq!(may(&recused, "2026-03-02", "李示例"), Some(ErrorCode::MediationConflict));
        assert!(ends_soon(day("2026-12-31"), day("2026-12-31")));
        assert!(ends_soon(day("2026-12-31"), day("2027-01-05")), "over already");
        assert!(!ends_soon(day("2026-12-31"), day("2026-11-30")));
        let left = Standing { is_active: false, ..standing };
        assert_eq!(may(&left, "2026-03-02", "李示例"), Some(ErrorCode::MediationNotQualified));
    }
}
