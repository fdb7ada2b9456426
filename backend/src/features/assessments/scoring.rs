//! From facts to points, in exact fractions: the same on every machine. Pure.
//!
//! An indicator's formula gives 0 to 100, what lies outside is cut off. The points of a subject are
//! the weighted mean over the indicators that had any fact: who had nothing to keep neither gains nor
//! loses by it.

use num_rational::BigRational;

use super::formula::{Formula, Inputs};

/// How the facts of a source came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Facts that were kept.
    pub kept: u32,
    /// Facts that failed.
    pub failed: u32,
}

impl Tally {
    /// Adds a fact.
    pub fn add(&mut self, is_failed: bool) {
        self.failed += u32::from(is_failed);
        self.kept += u32::from(!is_failed);
    }

    /// What a formula is given; none without facts.
    pub fn inputs(self) -> Option<Inputs> {
        let all = self.kept.saturating_add(self.failed);
        let share = (all > 0).then(|| BigRational::new(self.kept.into(), all.into()))?;
        Some(Inputs { share, failed: self.failed })
    }
}

/// An indicator and how its facts came out.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// Its formula.
    pub formula: &'a Formula,
    /// Its weight, in hundredths of the whole.
    pub weight: u32,
    /// Its facts.
    pub tally: Tally,
}

fn whole(number: u32) -> BigRational {
    BigRational::from_integer(number.into())
}

/// What an indicator gives, 0 to 100; none without facts.
pub fn score(formula: &Formula, tally: Tally) -> Option<BigRational> {
    let value = formula.value(&tally.inputs()?);
    Some(value.max(whole(0)).min(whole(100)))
}

/// The points of a subject, 0 to 100; none where no indicator had any fact.
pub fn points(measured: &[Measured<'_>]) -> Option<BigRational> {
    let (mut sum, mut weights) = (whole(0), whole(0));
    for one in measured {
        if let Some(score) = score(one.formula, one.tally) {
            sum += score * whole(one.weight);
            weights += whole(one.weight);
        }
    }
    (weights > whole(0)).then(|| sum / weights)
}

/// Hundredths, rounded half up, as people read it.
pub fn hundredths(value: &BigRational) -> i64 {
    let half = BigRational::new(1.into(), 2.into());
    let rounded = (value * whole(100) + half).floor().to_integer();
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::formula::parse;
    use super::*;

    fn read(text: &str) -> Formula {
        parse(text).expect("a formula")
    }

    #[test]
    fn points_are_the_weighted_mean_over_what_had_facts() {
        let (share, fixed) = (read("100 * share"), read("100 - 5 * failed"));
        let of = |formula, weight, kept, failed| Measured {
            formula,
            weight,
            tally: Tally { kept, failed },
        };
        let both = points(&[of(&share, 60, 2, 1), of(&fixed, 40, 0, 3)]).expect("points");
        // (60 × 200/3 + 40 × 85) / 100 = 74
        assert_eq!(both.to_string(), "74");
        let one = points(&[of(&share, 60, 2, 1), of(&fixed, 40, 0, 0)]).expect("points");
        assert_eq!((one.to_string(), hundredths(&one)), ("200/3".to_owned(), 6667));
        assert_eq!(points(&[of(&share, 60, 0, 0)]), None);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let tally = Tally { kept: 0, failed: 30 };
        assert_eq!(score(&read("100 - 5 * failed"), tally), Some(whole(0)));
        assert_eq!(score(&read("250"), tally), Some(whole(100)));
    }
}
