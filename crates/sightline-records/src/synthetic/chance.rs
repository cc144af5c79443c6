//! Chance that is the same on every machine: numbers depend on the seed and on whose story is told, and on nothing else.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A source of chance of one story.
///
/// The generator is ChaCha with eight rounds, whose output is part of its
/// definition; ranges are drawn with whole numbers only.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The chance of story number `story` of council number `council`.
    pub(super) fn new(seed: u64, council: u32, story: u32) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(u64::from(council) << 32 | u64::from(story));
        Self(generator)
    }

    /// A number from 0 to `end` without `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(product >> 32).expect("the product of two words, shifted by a word, is a word")
    }

    /// A number from `first` to `last`, both of them possible; `first` when `last` is not beyond it.
    pub(super) fn between(&mut self, first: i32, last: i32) -> i32 {
        let width = u32::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(1);
        first.saturating_add_unsigned(self.below(width))
    }

    /// True in so many cases of a thousand.
    pub(super) fn is(&mut self, per_1000: u32) -> bool {
        self.below(1_000) < per_1000
    }

    /// A position in a list of weights; the last when they are all 0.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut drawn = self.below(weights.clone().sum());
        let mut last = 0;
        for (position, weight) in weights.enumerate() {
            if drawn < weight {
                return position;
            }
            drawn -= weight;
            last = position;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_on_every_machine() {
        let mut chance = Chance::new(42, 1, 7);
        let drawn: Vec<u32> = (0..6).map(|_| chance.below(1_000)).collect();
        let mut again = Chance::new(42, 1, 7);
        assert_eq!(drawn, (0..6).map(|_| again.below(1_000)).collect::<Vec<_>>());
        let mut other = Chance::new(42, 1, 8);
        assert_ne!(drawn, (0..6).map(|_| other.below(1_000)).collect::<Vec<_>>());
    }

    #[test]
    fn a_range_holds_both_its_ends() {
        let mut chance = Chance::new(1, 1, 1);
        let drawn: Vec<i32> = (0..200).map(|_| chance.between(-1, 1)).collect();
        assert!((-1..=1).all(|number| drawn.contains(&number)));
        assert_eq!(chance.between(5, 3), 5);
    }
}
