//! Which cases are called back by quota. Pure: the same case is always in or out of a quota, and nobody
//! chooses. Nobody outside the server knows beforehand, either: a case is drawn by what stands for its id
//! under the key of the installation, since the units that handle it know the id.

use uuid::Uuid;

use crate::features::auth::keys::TokenKeys;
use crate::platform::error::AppResult;

/// Draws the place of a case among a hundred, from 0 to 99; it is kept with the case.
pub fn draw(keys: &TokenKeys, case_id: Uuid) -> AppResult<i32> {
    Ok(place_of(&keys.pseudonym(&format!("callback sample {case_id}"))?))
}

/// The place of what stands for a case: hexadecimal digits.
fn place_of(mark: &str) -> i32 {
    let digits = mark.chars().take(8).filter_map(|digit| digit.to_digit(16));
    let head = digits.fold(0_u32, |sum, digit| (sum << 4) | digit);
    i32::try_from(head % 100).unwrap_or(0)
}

/// Whether a case with that place is in a quota of `percent`, 0 to 100. One that was never drawn is
/// called.
pub fn is_in(place: Option<i32>, percent: i32) -> bool {
    place.is_none_or(|place| place < percent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_larger_quota_keeps_what_a_smaller_one_has(mark in "[0-9a-f]{32}", percent in 0..100_i32) {
            let place = Some(place_of(&mark));
            prop_assert!(!is_in(place, 0));
            prop_assert!(is_in(place, 100));
            prop_assert!(!is_in(place, percent) || is_in(place, percent + 1));
        }
    }

    #[test]
    fn a_quota_is_met_about_as_often_as_it_says() {
        let keys = TokenKeys::from_seed([7; 32]).expect("a key");
        let place = |n: u128| draw(&keys, Uuid::from_u128(n)).expect("a place");
        let in_it = (0..10_000_u128).filter(|n| is_in(Some(place(*n)), 20)).count();
        assert!((1_800..2_200).contains(&in_it), "{in_it}");
    }

    #[test]
    fn who_knows_the_id_alone_knows_nothing_and_the_same_key_draws_the_same() {
        let (one, other) = ([7; 32], [8; 32]);
        let drawn = |seed: [u8; 32]| {
            let keys = TokenKeys::from_seed(seed).expect("a key");
            let place = |n: u128| draw(&keys, Uuid::from_u128(n)).expect("a place");
            (0..200_u128).map(place).collect::<Vec<_>>()
        };
        assert_eq!(drawn(one), drawn(one));
        let same = drawn(one).into_iter().zip(drawn(other)).filter(|(a, b)| a == b).count();
        assert!(same < 20, "{same} of 200 are the same under another key");
    }
}
