//! Numbers that look random and are the same on every machine (SplitMix64, Steele et al. 2014).

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of a seed, a part and a round.
    pub(crate) fn of(seed: u64, part: usize, round: u64) -> Self {
        let mut random = Self(seed ^ 0x5851_F42D_4C95_7F2D);
        let first = random.next();
        let mut random = Self(first ^ u64::try_from(part).unwrap_or(0).wrapping_mul(0x9E37_79B9));
        let second = random.next();
        Self(second ^ round.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for `n` of 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * u128::try_from(n).unwrap_or(0);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `-most` to `most`.
    pub(crate) fn around(&mut self, most: i64) -> i64 {
        let n = usize::try_from(2 * most + 1).unwrap_or(1);
        i64::try_from(self.below(n)).unwrap_or(0) - most
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
