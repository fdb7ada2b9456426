//! Formulas of indicators: a small closed grammar, evaluated in exact fractions. Pure.
//!
//! ```text
//! sum     = product { ("+" | "-") product }
//! product = factor { "*" factor | "/" number }
//! factor  = [ "-" ] atom
//! atom    = number | "share" | "failed" | call | "(" sum ")"
//! call    = ("min" | "max") "(" sum { "," sum } ")" | "if" "(" test "," sum "," sum ")"
//! test    = sum ("<" | "<=" | ">" | ">=" | "=") sum
//! number  = digits [ "." digits ]            at most 6 before and 4 after the point
//! ```
//!
//! One divides by a number other than 0 only, so that every formula has a value whatever it is given.
//! What is given is the share of facts that were kept and how many failed; how many there were is
//! not, and [`rewards_failing`] refuses what would lead back to it.

use std::fmt;

use num_rational::BigRational;

pub use super::formula_reader::parse;

/// The longest text of a formula, in characters.
pub const MAX_LENGTH: usize = 300;
/// Parts of one in a [`Number`].
pub(super) const SCALE: u64 = 10_000;

/// A number as it is written: ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(pub u64);

/// What a formula is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The share of the facts that were kept, 0 to 1.
    Share,
    /// How many facts failed.
    Failed,
}

impl Given {
    /// Everything a formula may look at.
    pub const ALL: [Self; 2] = [Self::Share, Self::Failed];

    /// Its name in a formula.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Failed => "failed",
        }
    }
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `=`
    Equal,
}

impl Order {
    /// Every comparison.
    pub const ALL: [Self; 5] =
        [Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual, Self::Equal];

    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "=",
        }
    }

    fn holds(self, left: &BigRational, right: &BigRational) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::Equal => left == right,
        }
    }
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// A number.
    Number(Number),
    /// What is given.
    Given(Given),
    /// `-a`
    Negative(Box<Formula>),
    /// `a + b`
    Sum(Box<Formula>, Box<Formula>),
    /// `a - b`
    Difference(Box<Formula>, Box<Formula>),
    /// `a * b`
    Product(Box<Formula>, Box<Formula>),
    /// `a / n`; n is not 0.
    Quotient(Box<Formula>, Number),
    /// `min(a, …)`
    Least(Box<Formula>, Vec<Formula>),
    /// `max(a, …)`
    Greatest(Box<Formula>, Vec<Formula>),
    /// `if(a < b, then, otherwise)`
    If(Box<Test>, Box<Formula>, Box<Formula>),
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What is compared.
    pub left: Formula,
    /// How.
    pub order: Order,
    /// With what.
    pub right: Formula,
}

/// Why a text is no formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Something else should stand here.
    Syntax,
    /// A word that is not given: a formula sees nothing else.
    UnknownWord,
    /// A number with too many digits.
    NumberTooLong,
    /// A divisor that is no number, or 0.
    Divisor,
    /// Brackets within brackets within brackets.
    TooDeep,
    /// Too many characters.
    TooLong,
}

/// Where a text stops being a formula, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormulaError {
    /// The place, counted in characters from 1.
    pub at: usize,
    /// The reason.
    pub problem: Problem,
}

/// What a formula is given for one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The share of the facts that were kept.
    pub share: BigRational,
    /// How many failed.
    pub failed: u32,
}

impl Number {
    fn value(self) -> BigRational {
        BigRational::new(self.0.into(), SCALE.into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / SCALE, self.0 % SCALE);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{rest:04}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Formula {
    /// How strongly it holds together: what binds less stands in brackets.
    const fn binding(&self) -> u8 {
        match self {
            Self::Sum(..) | Self::Difference(..) => 1,
            Self::Product(..) | Self::Quotient(..) => 2,
            Self::Negative(_) => 3,
            Self::Number(_)
            | Self::Given(_)
            | Self::Least(..)
            | Self::Greatest(..)
            | Self::If(..) => 4,
        }
    }

    fn write(&self, least: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.binding() < least {
            return write!(f, "({self})");
        }
        write!(f, "{self}")
    }

    /// Its value; there always is one.
    pub fn value(&self, given: &Inputs) -> BigRational {
        match self {
            Self::Number(number) => number.value(),
            Self::Given(Given::Share) => given.share.clone(),
            Self::Given(Given::Failed) => BigRational::from_integer(given.failed.into()),
            Self::Negative(inner) => -inner.value(given),
            Self::Sum(left, right) => left.value(given) + right.value(given),
            Self::Difference(left, right) => left.value(given) - right.value(given),
            Self::Product(left, right) => left.value(given) * right.value(given),
            Self::Quotient(left, by) => left.value(given) / by.value(),
            Self::Least(first, rest) => {
                let rest = rest.iter().map(|one| one.value(given));
                rest.fold(first.value(given), std::cmp::Ord::min)
            }
            Self::Greatest(first, rest) => {
                let rest = rest.iter().map(|one| one.value(given));
                rest.fold(first.value(given), std::cmp::Ord::max)
            }
            Self::If(test, then, otherwise) => {
                let holds = test.order.holds(&test.left.value(given), &test.right.value(given));
                if holds { then.value(given) } else { otherwise.value(given) }
            }
        }
    }
}

fn write_call(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    first: &Formula,
    rest: &[Formula],
) -> fmt::Result {
    write!(f, "{name}({first}")?;
    rest.iter().try_for_each(|one| write!(f, ", {one}"))?;
    write!(f, ")")
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Given(given) => write!(f, "{}", given.name()),
            Self::Negative(inner) => {
                write!(f, "-")?;
                inner.write(4, f)
            }
            Self::Sum(left, right) => {
                left.write(1, f)?;
                write!(f, " + ")?;
                right.write(2, f)
            }
            Self::Difference(left, right) => {
                left.write(1, f)?;
                write!(f, " - ")?;
                right.write(2, f)
            }
            Self::Product(left, right) => {
                left.write(2, f)?;
                write!(f, " * ")?;
                right.write(3, f)
            }
            Self::Quotient(left, by) => {
                left.write(2, f)?;
                write!(f, " / {by}")
            }
            Self::Least(first, rest) => write_call(f, "min", first, rest),
            Self::Greatest(first, rest) => write_call(f, "max", first, rest),
            Self::If(test, then, otherwise) => {
                let Test { left, order, right } = test.as_ref();
                write!(f, "if({left} {} {right}, {then}, {otherwise})", order.sign())
            }
        }
    }
}

/// Steps of the share that are tried.
const STEPS: u32 = 8;
/// Failures that are tried.
const FAILURES: u32 = 16;

/// Whether a formula somewhere gives more for a smaller share kept, or for more failures: then it
/// would pay to fail, or to do more of the same. Tried on a grid of both, each by itself.
pub fn rewards_failing(formula: &Formula) -> bool {
    let at = |step: u32, failed: u32| {
        formula.value(&Inputs { share: BigRational::new(step.into(), STEPS.into()), failed })
    };
    (0..=STEPS).any(|step| {
        (0..=FAILURES).any(|failed| {
            let here = at(step, failed);
            let pays_to_fail = failed < FAILURES && at(step, failed + 1) > here;
            let pays_to_keep_less = step < STEPS && at(step + 1, failed) < here;
            pays_to_fail || pays_to_keep_less
        })
    })
}

#[cfg(test)]
#[path = "formula_tests.rs"]
mod tests;
