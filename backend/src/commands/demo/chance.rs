//! Repeatable chance, and the hours in which people work.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{OFFSET_CN, local_time};

/// Draws that are the same on every run.
pub(super) struct Chance(StdRng);

impl Chance {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A whole number from 0 to below `end`, which is above zero.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end.max(1))
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which has at least one.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of `items` by weight.
    pub(super) fn weighted<T: Copy>(&mut self, items: &[(T, usize)]) -> T {
        let total: usize = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[0].0
    }

    /// A log-normal duration: half are shorter than `median`, and a few are very long.
    pub(super) fn delay(&mut self, median: TimeDelta, sigma: f64) -> TimeDelta {
        // Box-Muller; the open interval keeps the logarithm finite.
        let (u, v): (f64, f64) =
            (self.0.random_range(f64::EPSILON..1.0), self.0.random_range(0.0..1.0));
        let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        #[expect(clippy::cast_precision_loss, reason = "seconds of some weeks are exact in f64")]
        let seconds = median.num_seconds() as f64 * (sigma * normal).exp();
        #[expect(clippy::cast_possible_truncation, reason = "clamped to a year")]
        let seconds = seconds.clamp(60.0, 31_536_000.0) as i64;
        TimeDelta::seconds(seconds)
    }

    /// Some minutes and seconds below `minutes`.
    pub(super) fn minutes(&mut self, minutes: usize) -> TimeDelta {
        let seconds = self.below(minutes * 60);
        TimeDelta::seconds(i64::try_from(seconds).unwrap_or(0))
    }
}

/// When offices are open: 8:30 to 12:00 and 14:30 to 17:30 on working days.
pub(super) struct Hours(pub(super) Arc<Calendar>);

impl Hours {
    /// `at` when somebody works then, else some minutes into the next hours of work.
    pub(super) fn next(&self, at: DateTime<Utc>, chance: &mut Chance) -> DateTime<Utc> {
        let (mut on, time) = local_time(at);
        let [morning, noon, afternoon, evening] =
            [(8, 30), (12, 0), (14, 30), (17, 30)].map(|(hour, minute)| {
                NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
            });
        let mut opens = morning;
        if self.0.is_working(on) {
            if (morning..noon).contains(&time) || (afternoon..evening).contains(&time) {
                return at;
            }
            if (noon..afternoon).contains(&time) {
                opens = afternoon;
            } else if time >= evening {
                on = self.next_working(on);
            }
        } else {
            on = self.next_working(on);
        }
        on.and_time(opens).and_utc() - OFFSET_CN + chance.minutes(100)
    }

    fn next_working(&self, on: chrono::NaiveDate) -> chrono::NaiveDate {
        self.0.add_working_days(on, 1).unwrap_or(on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = || {
            let mut chance = Chance::seeded(7);
            (0..20).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
    }

    #[test]
    fn half_of_the_delays_are_shorter_than_the_median() {
        let mut chance = Chance::seeded(1);
        let median = TimeDelta::days(11);
        let shorter = (0..4000).filter(|_| chance.delay(median, 1.0) < median).count();
        assert!((1900..2100).contains(&shorter), "{shorter}");
    }

    #[test]
    fn work_waits_for_the_morning_of_the_next_working_day() {
        let friday = "2026-11-20".parse().expect("a date");
        let calendar = Calendar::new(1, friday, []).expect("a calendar");
        let hours = Hours(Arc::new(calendar));
        let mut chance = Chance::seeded(1);
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let mut next = |text: &str| hours.next(at(text), &mut chance);
        assert_eq!(next("2026-11-20T01:00:00Z"), at("2026-11-20T01:00:00Z"));
        let monday = next("2026-11-20T12:00:00Z");
        assert!((at("2026-11-23T00:30:00Z")..at("2026-11-23T02:10:00Z")).contains(&monday));
        let afternoon = next("2026-11-20T05:00:00Z");
        assert!((at("2026-11-20T06:30:00Z")..at("2026-11-20T08:10:00Z")).contains(&afternoon));
    }
}
