//! When a delivery is tried again. Pure.

use chrono::TimeDelta;

/// The wait after the failure number `failures` (from 1), moved by up to `jitter_percent` to either
/// side as `random` says, so that receivers that come back are not met by all at once; none when it
/// was tried often enough.
pub fn wait(
    retry_seconds: &[u32],
    failures: i32,
    jitter_percent: u8,
    random: u16,
) -> Option<TimeDelta> {
    let at = usize::try_from(failures.checked_sub(1)?).ok()?;
    let millis = i64::from(*retry_seconds.get(at)?) * 1000;
    let most = millis * i64::from(jitter_percent) / 100;
    let moved = 2 * most * i64::from(random) / i64::from(u16::MAX) - most;
    Some(TimeDelta::milliseconds(millis + moved))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::wait;

    const SHIPPED: [u32; 7] = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];

    #[test]
    fn the_schedule_is_walked_to_its_end() {
        let middle = u16::MAX / 2 + 1;
        for (at, seconds) in (1..).zip(SHIPPED) {
            let waits = wait(&SHIPPED, at, 20, middle).unwrap();
            assert_eq!(waits.num_seconds(), i64::from(seconds));
        }
        assert_eq!(wait(&SHIPPED, 8, 20, middle), None);
        assert_eq!(wait(&SHIPPED, 0, 20, middle), None);
        assert_eq!(wait(&SHIPPED, i32::MIN, 20, middle), None);
        assert_eq!(wait(&[], 1, 20, middle), None);
    }

    proptest! {
        #[test]
        fn a_wait_is_moved_by_a_fifth_at_most(at in 1..=7_i32, random: u16) {
            let plain = wait(&SHIPPED, at, 0, random).unwrap();
            let waits = wait(&SHIPPED, at, 20, random).unwrap();
            let fifth = TimeDelta::milliseconds(plain.num_milliseconds() / 5);
            prop_assert!(plain - fifth <= waits && waits <= plain + fifth);
        }
    }
}
