//! Percentages of very few.

/// A denominator below which a percentage of one month jumps about.
pub const SMALL_DENOMINATOR: u64 = 10;

/// What to chart in place of a monthly percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// The same percentage by quarters.
    Quarters,
    /// How many there were, or the days between one and the next.
    Counts,
}

impl Advice {
    /// The advice as a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Quarters => "Most months count fewer than 10, so the percentage jumps about: look at it by quarters.",
            Self::Counts => {
                "Even most quarters count fewer than 10, so a percentage says little: \
                 look at how many there were, or at the days between one and the next."
            }
        }
    }
}

/// What to offer when the typical denominator of a month is small; `None` when it is not.
///
/// `denominators` are those of the months in order; months without any count as 0.
#[must_use]
pub fn advice_on_denominators(denominators: &[u64]) -> Option<Advice> {
    let is_small = |typical: u64| typical < SMALL_DENOMINATOR;
    if denominators.is_empty() || !is_small(middle(denominators.to_vec())) {
        return None;
    }
    let quarters: Vec<u64> = denominators.rchunks_exact(3).map(|months| months.iter().sum()).collect();
    if quarters.is_empty() || is_small(middle(quarters)) { Some(Advice::Counts) } else { Some(Advice::Quarters) }
}

/// The median, the lower of the two in the middle.
fn middle(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_in_a_month_are_read_by_quarters_or_counted() {
        assert_eq!(advice_on_denominators(&[40, 35, 8, 44]), None);
        assert_eq!(advice_on_denominators(&[4, 5, 6, 3, 7, 5]), Some(Advice::Quarters));
        assert_eq!(advice_on_denominators(&[1, 0, 2, 1, 1, 0]), Some(Advice::Counts));
        assert_eq!(advice_on_denominators(&[10; 12]), None);
        assert_eq!(advice_on_denominators(&[]), None);
    }
}
