//! Which units registered far less than their own past and their peers suggest (静默提醒). Pure.
//!
//! Entries are counted as a Poisson process: what is expected of a unit is its own past, scaled by working
//! days, and its own past again, scaled by how its peers fared in the same days; the smaller counts. A
//! holiday that quiets everybody therefore asks nobody, and neither does a quiet village.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::rules::SilenceRule;

/// What a unit registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The unit.
    pub unit: Uuid,
    /// Whom it is compared with: units of the same sort in the same county.
    pub peers: String,
    /// Whether it was there through the whole window.
    pub is_settled: bool,
    /// Entries in the windows before.
    pub before: u32,
    /// Entries in the window.
    pub now: u32,
}

/// A unit to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silent {
    /// The unit.
    pub unit: Uuid,
    /// Entries in the window.
    pub count: u32,
    /// Entries to be expected, in tenths.
    pub expected_tenths: u32,
}

/// Working days of the window, and of those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingDays {
    /// Of the window.
    pub now: u32,
    /// Of the windows before, together.
    pub before: u32,
}

/// Times the entries of the window have to fit into what is expected: counts of people vary more than a
/// Poisson process, and a slight drop is none to ask about.
const LEAST_DROP: u64 = 2;

#[derive(Default)]
struct Sums {
    before: u64,
    now: u64,
    /// What each registered in the window.
    each: Vec<u32>,
}

/// The units to ask, in the order they were given.
pub fn silent(units: &[Counted], days: WorkingDays, rule: &SilenceRule) -> Vec<Silent> {
    if days.now < rule.least_working_days || days.before == 0 {
        return Vec::new();
    }
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for one in units.iter().filter(|one| one.is_settled) {
        let sum = sums.entry(&one.peers).or_default();
        sum.before += u64::from(one.before);
        sum.now += u64::from(one.now);
        sum.each.push(one.now);
    }
    for sum in sums.values_mut() {
        sum.each.sort_unstable();
    }
    let asked = units.iter().filter(|one| one.is_settled).filter_map(|one| {
        let all = sums.get(one.peers.as_str())?;
        let milli = expected_milli(one, all, days);
        let is_enough = milli >= 1_000 * u64::from(rule.least_expected);
        let is_drop = 1_000 * LEAST_DROP * u64::from(one.now) <= milli;
        let is_asked = is_enough && is_drop && is_rare(one.now, milli, rule.chance_per_myriad);
        is_asked.then(|| Silent {
            unit: one.unit,
            count: one.now,
            expected_tenths: u32::try_from(milli / 100).unwrap_or(u32::MAX),
        })
    });
    asked.collect()
}

/// Entries to be expected of a unit in the window, in thousandths.
fn expected_milli(one: &Counted, all: &Sums, days: WorkingDays) -> u64 {
    let (before, now) = (u64::from(one.before), u64::from(one.now));
    if before == 0 {
        // Of who never registered anything, what the middle one of their peers did this time.
        return 1_000 * u64::from(median_without(&all.each, one.now));
    }
    let (others_before, others_now) = (all.before - before, all.now - now);
    let own = 1_000 * before * u64::from(days.now) / u64::from(days.before);
    let by_peers = (1_000 * before * others_now).checked_div(others_before);
    own.min(by_peers.unwrap_or(own))
}

/// The middle of what is left of sorted counts without one of them; the lower of two.
fn median_without(sorted: &[u32], own: u32) -> u32 {
    let without = sorted.partition_point(|count| *count < own);
    let Some(middle) = sorted.len().checked_sub(2).map(|left| left / 2) else { return 0 };
    let at = if middle < without { middle } else { middle + 1 };
    sorted.get(at).copied().unwrap_or(0)
}

/// Whether so few are rarer than `per_myriad` in ten thousand, where `milli` thousandths are expected.
fn is_rare(count: u32, milli: u64, per_myriad: u32) -> bool {
    let mean = u32::try_from(milli).map_or(f64::INFINITY, |milli| f64::from(milli) / 1_000.0);
    if f64::from(count) >= mean {
        return false;
    }
    // The distribution function: e^-m · Σ m^k / k!, each addend from the one before, by logarithms.
    let mut log = -mean;
    let mut chance = log.exp();
    for k in 1..=count {
        log += mean.ln() - f64::from(k).ln();
        chance += log.exp();
    }
    chance * 10_000.0 <= f64::from(per_myriad)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULE: SilenceRule =
        SilenceRule { chance_per_myriad: 10, least_expected: 3, least_working_days: 5 };
    const DAYS: WorkingDays = WorkingDays { now: 10, before: 60 };

    fn unit(id: u128, before: u32, now: u32) -> Counted {
        let peers = "990101 village".to_owned();
        Counted { unit: Uuid::from_u128(id), peers, is_settled: true, before, now }
    }

    fn asked(units: &[Counted], days: WorkingDays) -> Vec<(u128, u32)> {
        let found = silent(units, days, &RULE);
        found.iter().map(|one| (one.unit.as_u128(), one.expected_tenths)).collect()
    }

    #[test]
    fn who_stops_while_others_go_on_is_asked() {
        let units = [unit(1, 60, 0), unit(2, 60, 10), unit(3, 60, 9), unit(4, 6, 0)];
        // Three of these are usual: the last village never had more than one in two weeks.
        assert_eq!(asked(&units, DAYS), [(1, 90)]);
    }

    #[test]
    fn a_quiet_holiday_asks_nobody() {
        let quiet = [unit(1, 60, 0), unit(2, 60, 1), unit(3, 60, 0)];
        assert_eq!(asked(&quiet, DAYS), []);
        let units = [unit(1, 60, 0), unit(2, 60, 10)];
        assert_eq!(asked(&units, WorkingDays { now: 4, before: 60 }), []);
    }

    #[test]
    fn who_never_registered_anything_is_asked_when_its_peers_do() {
        let units = [unit(1, 0, 0), unit(2, 60, 10), unit(3, 60, 12)];
        assert_eq!(asked(&units, DAYS), [(1, 100)]);
        // One of the peers that registers for all of them is no measure.
        let units = [unit(1, 0, 0), unit(2, 6, 1), unit(3, 6, 1), unit(4, 60, 300)];
        assert_eq!(asked(&units, DAYS), []);
        let new = Counted { is_settled: false, ..unit(1, 0, 0) };
        assert_eq!(asked(&[new, unit(2, 60, 10), unit(3, 60, 12)], DAYS), []);
        assert_eq!(asked(&[unit(1, 0, 0)], DAYS), []);
    }

    #[test]
    fn a_slight_drop_of_large_counts_is_none_to_ask_about() {
        let units = [unit(1, 600, 60), unit(2, 600, 100), unit(3, 600, 100)];
        assert_eq!(asked(&units, DAYS), []);
        let units = [unit(1, 600, 40), unit(2, 600, 100), unit(3, 600, 100)];
        assert_eq!(asked(&units, DAYS), [(1, 1_000)]);
    }

    #[test]
    fn chances_are_those_of_the_table() {
        // P(X = 0 | 6.9) = 0.00101, P(X = 0 | 7) = 0.00091; P(X ≤ 5 | 15) = 0.00279.
        assert!(!is_rare(0, 6_900, 10) && is_rare(0, 7_000, 10));
        assert!(!is_rare(5, 15_000, 27) && is_rare(5, 15_000, 28));
        assert!(is_rare(0, u64::MAX, 1) && is_rare(900, 1_200_000, 1));
    }

    proptest! {
        /// Nobody who did as well as expected is asked, and nobody is asked for having done more.
        #[test]
        fn doing_more_never_brings_a_question(
            all in proptest::collection::vec((0_u32..200, 0_u32..60), 1..20),
            more in 1_u32..60,
        ) {
            let units: Vec<_> = (1_u128..).zip(&all).map(|(id, (b, n))| unit(id, *b, *n)).collect();
            let first = |units: &[Counted]| asked(units, DAYS).iter().any(|(id, _)| *id == 1);
            let mut better = units.clone();
            better[0].now += more;
            prop_assert!(first(&units) || !first(&better));
        }
    }
}
