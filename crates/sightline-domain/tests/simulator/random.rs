//! Numbers by chance, the same at every run.

/// SplitMix64.
pub(super) struct Random {
    state: u64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Between 0 and 1, both excluded.
    pub(super) fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let number = (mixed >> 11) as f64;
        (number + 0.5) / 9_007_199_254_740_992.0
    }

    /// From the normal distribution around 0 with a standard deviation of 1.
    pub(super) fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// How many of so many come true, each by this chance.
    pub(super) fn binomial(&mut self, of: u32, chance: f64) -> u32 {
        (0..of).map(|_| u32::from(self.uniform() < chance)).sum()
    }

    /// One of them.
    pub(super) fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        #[expect(clippy::cast_precision_loss, reason = "few choices")]
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of choices")]
        let at = (self.uniform() * from.len() as f64) as usize;
        from[at.min(from.len() - 1)]
    }
}
