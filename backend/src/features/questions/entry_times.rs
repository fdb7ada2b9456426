//! What the times of a unit's entries leave to ask: when a matter occurred, when it was known, when its
//! source received it and when it was recorded here (登记时间核对). Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};

use super::facts::QuestionFacts;
use super::kind::QuestionKind;
use super::rules::{OfficeHours, QuestionRules};
use crate::features::calendars::civil_day::{local_date, local_time, start_of_day};

/// The times of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The day it happened.
    pub occurred_on: Option<NaiveDate>,
    /// When somebody knew.
    pub known_at: Option<DateTime<Utc>>,
    /// When its source received it.
    pub received_at: Option<DateTime<Utc>>,
    /// When it was registered, as the entry says.
    pub registered_at: DateTime<Utc>,
    /// When it was recorded, as the clock of the server said.
    pub recorded_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Entry {
    /// Recorded more than `days` days after somebody knew or its source received it.
    fn is_late(&self, days: u32) -> bool {
        let first = self.known_at.into_iter().chain(self.received_at).min();
        first.is_some_and(|first| self.recorded_at - first > TimeDelta::days(i64::from(days)))
    }

    /// Its times do not follow one another, by more than `hours` hours: known before it happened,
    /// known or received after it was registered, or recorded after the time it was given.
    fn is_back_dated(&self, hours: u32) -> bool {
        let most = TimeDelta::hours(i64::from(hours));
        let happened = self.occurred_on.map(start_of_day);
        let before = |known: DateTime<Utc>| happened.is_some_and(|at| at - known > most);
        let after = |known: DateTime<Utc>| known - self.registered_at > most;
        let is_known_wrong = |known: DateTime<Utc>| before(known) || after(known);
        self.known_at.is_some_and(is_known_wrong)
            || self.received_at.is_some_and(is_known_wrong)
            || self.recorded_at - self.registered_at > most
    }

    fn is_soon_closed(&self, minutes: u32) -> bool {
        let most = TimeDelta::minutes(i64::from(minutes));
        self.closed_at.is_some_and(|at| at - self.registered_at < most)
    }

    fn is_off_hours(&self, office: &OfficeHours, is_working: impl Fn(NaiveDate) -> bool) -> bool {
        let (day, time) = local_time(self.recorded_at);
        !is_working(day) || time < office.opens || time >= office.closes
    }
}

/// A question about entries.
pub type Asked = (QuestionKind, QuestionFacts);

/// What the entries of a unit in a window of weeks leave to ask.
pub fn of_weeks(
    entries: &[Entry],
    rules: &QuestionRules,
    is_working: impl Fn(NaiveDate) -> bool,
) -> Vec<Asked> {
    let all = size(entries.len());
    let mut asked = Vec::new();
    let late = count(entries, |one| one.is_late(rules.late_entry.days));
    if late >= rules.late_entry.least && is_share(late, all, rules.late_entry.percent) {
        let facts = QuestionFacts { days: Some(rules.late_entry.days), ..facts(late, all) };
        asked.push((QuestionKind::LateEntry, facts));
    }
    let back = count(entries, |one| one.is_back_dated(rules.back_dated.hours));
    if back >= rules.back_dated.least {
        let facts = QuestionFacts { hours: Some(rules.back_dated.hours), ..facts(back, all) };
        asked.push((QuestionKind::BackDated, facts));
    }
    let together = together(entries, rules.bulk_entry.minutes);
    if together >= rules.bulk_entry.least {
        let minutes = Some(rules.bulk_entry.minutes);
        asked.push((QuestionKind::BulkEntry, QuestionFacts { minutes, ..facts(together, all) }));
    }
    let off = count(entries, |one| one.is_off_hours(&rules.office, &is_working));
    if off >= rules.off_hours.least && is_share(off, all, rules.off_hours.percent) {
        asked.push((QuestionKind::OffHours, facts(off, all)));
    }
    let soon = count(entries, |one| one.is_soon_closed(rules.soon_closed.minutes));
    if soon >= rules.soon_closed.least {
        let minutes = Some(rules.soon_closed.minutes);
        asked.push((QuestionKind::SoonClosed, QuestionFacts { minutes, ..facts(soon, all) }));
    }
    asked
}

/// What the entries of a unit in a calendar month leave to ask; `last` is its last day.
pub fn of_month(entries: &[Entry], last: NaiveDate, rules: &QuestionRules) -> Option<Asked> {
    let rule = rules.month_end;
    let all = size(entries.len());
    let from = last - TimeDelta::days(i64::from(rule.days.saturating_sub(1)));
    // What was recorded in the month after is late, and no matter of its end.
    let end = count(entries, |one| (from..=last).contains(&local_date(one.recorded_at)));
    // A share that long an end of a month has anyway is none to ask about.
    let is_usual = u64::from(end) * u64::from(last.day()) <= u64::from(all) * u64::from(rule.days);
    let is_asked = all >= rule.least && is_share(end, all, rule.percent) && !is_usual;
    let asked = QuestionFacts { days: Some(rule.days), ..facts(end, all) };
    is_asked.then_some((QuestionKind::MonthEnd, asked))
}

fn size(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}

fn count(entries: &[Entry], is: impl Fn(&Entry) -> bool) -> u32 {
    size(entries.iter().filter(|one| is(one)).count())
}

fn facts(count: u32, of: u32) -> QuestionFacts {
    QuestionFacts { count, of: Some(of), ..QuestionFacts::default() }
}

fn is_share(part: u32, all: u32, percent: u32) -> bool {
    part > 0 && u64::from(part) * 100 >= u64::from(all) * u64::from(percent)
}

/// The most entries recorded within some minutes.
fn together(entries: &[Entry], minutes: u32) -> u32 {
    let within = TimeDelta::minutes(i64::from(minutes));
    let mut at: Vec<_> = entries.iter().map(|one| one.recorded_at).collect();
    at.sort_unstable();
    let mut first = 0;
    let mut most = 0;
    for (place, now) in at.iter().enumerate() {
        while at.get(first).is_some_and(|before| *now - *before > within) {
            first += 1;
        }
        most = most.max(place + 1 - first);
    }
    size(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> QuestionRules {
        QuestionRules::shipped().expect("the rules").remove(0)
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    /// An ordinary entry: known and recorded on a working morning.
    fn entry(recorded: &str) -> Entry {
        let at = at(recorded);
        Entry {
            occurred_on: Some(local_date(at)),
            known_at: Some(at),
            received_at: None,
            registered_at: at,
            recorded_at: at,
            closed_at: None,
        }
    }

    fn kinds(entries: &[Entry]) -> Vec<(QuestionKind, u32)> {
        let asked = of_weeks(entries, &rules(), |day| day.weekday().num_days_from_monday() < 5);
        asked.into_iter().map(|(kind, facts)| (kind, facts.count)).collect()
    }

    /// One an hour in office hours from 2026-02-02, a Monday.
    fn ordinary() -> Vec<Entry> {
        let hours = (2..=6).flat_map(|day| (1..9).map(move |hour| (day, hour)));
        hours.map(|(day, hour)| entry(&format!("2026-02-{day:02}T{hour:02}:00:00Z"))).collect()
    }

    #[test]
    fn ordinary_entries_leave_nothing_to_ask() {
        assert_eq!(kinds(&ordinary()), []);
        assert_eq!(kinds(&[]), []);
    }

    #[test]
    fn each_oddity_is_a_question_with_its_count() {
        let mut late = ordinary();
        for one in late.iter_mut().take(10) {
            one.known_at = Some(one.recorded_at - TimeDelta::hours(73));
            one.occurred_on = None;
        }
        assert_eq!(kinds(&late), [(QuestionKind::LateEntry, 10)]);
        let mut back = ordinary();
        back[0].known_at = Some(back[0].registered_at + TimeDelta::hours(25));
        back[1].occurred_on = back[1].occurred_on.map(|day| day + TimeDelta::days(3));
        back[2].recorded_at = back[2].registered_at + TimeDelta::hours(25);
        assert_eq!(kinds(&back), [(QuestionKind::BackDated, 3)]);
        let bulk: Vec<_> = (0..10).map(|m| entry(&format!("2026-02-02T01:{m:02}:00Z"))).collect();
        assert_eq!(kinds(&bulk), [(QuestionKind::BulkEntry, 10)]);
        let night: Vec<_> =
            (2..12).map(|day| entry(&format!("2026-02-{day:02}T13:00:00Z"))).collect();
        assert_eq!(kinds(&night), [(QuestionKind::OffHours, 10)]);
        let mut soon = ordinary();
        for one in soon.iter_mut().take(3) {
            one.closed_at = Some(one.registered_at + TimeDelta::minutes(9));
        }
        assert_eq!(kinds(&soon), [(QuestionKind::SoonClosed, 3)]);
    }

    #[test]
    fn a_month_that_fills_up_at_its_end_is_asked_about() {
        let last = "2026-02-28".parse().expect("a day");
        let days = |from: u32, to: u32| {
            (from..=to).map(|day| entry(&format!("2026-02-{day:02}T02:00:00Z")))
        };
        let even: Vec<_> = days(1, 28).collect();
        assert_eq!(of_month(&even, last, &rules()), None);
        let end: Vec<_> = days(1, 14).chain((0..6).flat_map(|_| days(27, 28))).collect();
        let (kind, facts) = of_month(&end, last, &rules()).expect("a question");
        assert_eq!((kind, facts.count, facts.of), (QuestionKind::MonthEnd, 12, Some(26)));
        let mut after = end.clone();
        for one in after.iter_mut().skip(14) {
            one.recorded_at += TimeDelta::days(5);
        }
        assert_eq!(of_month(&after, last, &rules()), None, "recorded in the month after");
        assert_eq!(of_month(&end[14..], last, &rules()), None, "too few to say anything");
    }
}
