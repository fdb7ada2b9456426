//! The share of a unit's list that is missing, with its interval. Pure, in integers throughout.
//!
//! Wilson's score interval at 95 % (E. B. Wilson, Probable inference, JASA 22 (1927) 209-212; NIST/SEMATECH
//! e-Handbook of Statistical Methods, 7.2.4.1): unlike the plain one it says something sensible of a unit
//! with three matters, or with none missing. It is rounded outwards, so that it never claims more than is
//! known.

/// Parts of a whole in which shares are told.
const WHOLE: u128 = 10_000;
/// One, in which the interval is worked out.
const ONE: u128 = 1_000_000_000;
/// The square of 1.959964, the 97.5 % point of the normal distribution.
const Z2: u128 = 3_841_458_821;

/// A share in parts of ten thousand, and between what it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The share, rounded.
    pub permyriad: i32,
    /// The lower end.
    pub lower: i32,
    /// The upper end.
    pub upper: i32,
}

/// The share `missing` is of `listed`; none of nothing.
pub fn rate(missing: u32, listed: u32) -> Option<Rate> {
    if listed == 0 || missing > listed {
        return None;
    }
    let (k, n) = (u128::from(missing), u128::from(listed));
    let middle = k * ONE + Z2 / 2;
    let under_root = (Z2 * ONE * k * (n - k)).div_ceil(n) + Z2 * Z2 / 4;
    // Rounded down: both ends are then widened by one part below where that matters.
    let root = under_root.isqrt() + 1;
    let whole = n * ONE + Z2;
    let lower = if k == 0 { 0 } else { WHOLE * middle.saturating_sub(root) / whole };
    let upper = if k == n { WHOLE } else { (WHOLE * (middle + root)).div_ceil(whole) };
    Some(Rate {
        permyriad: part((2 * WHOLE * k + n) / (2 * n)),
        lower: part(lower),
        upper: part(upper.min(WHOLE)),
    })
}

fn part(share: u128) -> i32 {
    i32::try_from(share).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_wilsons_interval() {
        // 10 of 100: 0.0552 to 0.1744; 0 of 10: 0 to 0.2775; 3 of 3: 0.4385 to 1.
        let of = |k, n| rate(k, n).map(|rate| (rate.lower, rate.permyriad, rate.upper));
        assert_eq!(of(10, 100), Some((552, 1000, 1744)));
        assert_eq!(of(0, 10), Some((0, 0, 2776)));
        assert_eq!(of(3, 3), Some((4385, 10_000, 10_000)));
        assert_eq!((of(0, 0), of(2, 1)), (None, None));
    }

    proptest! {
        #[test]
        fn the_share_lies_within_and_more_matters_say_more(n in 1_u32..20_000, k in 0_u32..20_000) {
            let k = k % (n + 1);
            let one = rate(k, n).expect("a rate");
            prop_assert!(0 <= one.lower && one.lower <= one.permyriad);
            prop_assert!(one.permyriad <= one.upper && one.upper <= 10_000);
            let more = rate(k * 10, n * 10).expect("a rate");
            prop_assert!(more.upper - more.lower <= one.upper - one.lower);
        }
    }
}
