//! Which cases are called back by quota. Pure: the same case is always in or out of a quota, and
//! nobody chooses.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The place of a case among a hundred, from 0 to 99, by its id alone.
pub fn place_of(case_id: Uuid) -> u8 {
    let digest = Sha256::digest(case_id.as_bytes());
    let head = digest.iter().take(4).fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    u8::try_from(head % 100).unwrap_or(0)
}

/// Whether a case is in a quota of `percent`, 0 to 100.
pub fn is_in(case_id: Uuid, percent: i32) -> bool {
    i32::from(place_of(case_id)) < percent
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_larger_quota_keeps_what_a_smaller_one_has(id in any::<u128>(), percent in 0..100_i32) {
            let id = Uuid::from_u128(id);
            prop_assert!(!is_in(id, 0));
            prop_assert!(is_in(id, 100));
            prop_assert!(!is_in(id, percent) || is_in(id, percent + 1));
        }
    }

    #[test]
    fn a_quota_is_met_about_as_often_as_it_says() {
        let in_it = (0..10_000_u128).filter(|n| is_in(Uuid::from_u128(*n), 20)).count();
        assert!((1_800..2_200).contains(&in_it), "{in_it}");
    }
}
