//! Comparing: intervals of proportions, teams in a funnel, ranks and quartile bands of councils.

use serde::{Deserialize, Serialize};

use super::Better;

/// Standard deviations that hold 95% of a normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// A lower and an upper bound, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower bound.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
}

/// The Wilson interval that holds the true proportion with 95% confidence; `None` of nothing.
///
/// Unlike the simpler interval it stays within 0 and 100 and is sound for few.
#[must_use]
pub fn interval_of_proportion(numerator: u64, denominator: u64) -> Option<Interval> {
    if denominator == 0 || numerator > denominator {
        return None;
    }
    let (within, of) = (real(numerator), real(denominator));
    let share = within / of;
    let squared = Z_95 * Z_95;
    let middle = share + squared / (2.0 * of);
    let reach = Z_95 * (share * (1.0 - share) / of + squared / (4.0 * of * of)).sqrt();
    let scale = 100.0 / (1.0 + squared / of);
    Some(Interval { lower: ((middle - reach) * scale).max(0.0), upper: ((middle + reach) * scale).min(100.0) })
}

/// Where one team lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FunnelPlace {
    /// Below the lower limit that one team in 1,000 passes by chance.
    FarBelow,
    /// Below the lower limit that one team in 40 passes by chance.
    Below,
    /// Where chance alone puts most teams.
    Inside,
    /// Above the upper limit that one team in 40 passes by chance.
    Above,
    /// Above the upper limit that one team in 1,000 passes by chance.
    FarAbove,
}

impl FunnelPlace {
    /// The place in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FarBelow => "far below the others: beyond the 99.8% limit",
            Self::Below => "below most others: beyond the 95% limit",
            Self::Inside => "no different from the others beyond chance",
            Self::Above => "above most others: beyond the 95% limit",
            Self::FarAbove => "far above the others: beyond the 99.8% limit",
        }
    }
}

/// Limits for teams around the proportion of the whole service.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// The proportion of all teams together, from 0 to 1.
    centre: f64,
}

/// The funnel around the teams' numerators and denominators; `None` when nothing was counted.
#[must_use]
pub fn funnel(teams: &[(u64, u64)]) -> Option<Funnel> {
    let (within, of) = teams.iter().fold((0, 0), |sum, team| (sum.0 + team.0, sum.1 + team.1));
    (of > 0 && within <= of).then(|| Funnel { centre: real(within) / real(of) })
}

impl Funnel {
    /// The proportion of the whole service, in per cent.
    #[must_use]
    pub fn centre(self) -> f64 {
        100.0 * self.centre
    }

    /// The limits that 95% of teams with so many rows stay within by chance, in per cent.
    #[must_use]
    pub fn limits_95(self, denominator: u64) -> Interval {
        self.limits(denominator, 0.025)
    }

    /// The limits that 99.8% of teams with so many rows stay within by chance, in per cent.
    #[must_use]
    pub fn limits_998(self, denominator: u64) -> Interval {
        self.limits(denominator, 0.001)
    }

    /// Where a team lies; `None` for one without rows.
    #[must_use]
    pub fn place(self, numerator: u64, denominator: u64) -> Option<FunnelPlace> {
        if denominator == 0 {
            return None;
        }
        let share = 100.0 * real(numerator) / real(denominator);
        let (near, far) = (self.limits_95(denominator), self.limits_998(denominator));
        Some(if share < far.lower {
            FunnelPlace::FarBelow
        } else if share < near.lower {
            FunnelPlace::Below
        } else if share > far.upper {
            FunnelPlace::FarAbove
        } else if share > near.upper {
            FunnelPlace::Above
        } else {
            FunnelPlace::Inside
        })
    }

    /// Limits from the binomial distribution itself, each tail holding this share.
    ///
    /// The distribution has steps, so between two of them the limit is where a
    /// straight line through its cumulative probabilities passes the share
    /// (Spiegelhalter, Funnel plots for comparing institutional performance,
    /// 2005). The normal approximation is wrong just where it matters: for few
    /// rows, and for proportions near 0 or 100.
    fn limits(self, denominator: u64, tail: f64) -> Interval {
        let of = denominator.max(1);
        let lower = quantile(of, self.centre, tail);
        let upper = real(of) - quantile(of, 1.0 - self.centre, tail);
        let in_per_cent = |count: f64| (100.0 * count / real(of)).clamp(0.0, 100.0);
        Interval { lower: in_per_cent(lower), upper: in_per_cent(upper) }
    }
}

/// The number of successes that a binomial distribution stays below with this probability, between its steps.
fn quantile(of: u64, share: f64, tail: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return real(of);
    }
    // Probabilities of 0, 1, 2, … successes, each from the one before, as logarithms so that none vanishes.
    let odds = (share / (1.0 - share)).ln();
    let mut log_probability = real(of) * (1.0 - share).ln();
    let mut below = 0.0;
    for count in 0..=of {
        let probability = log_probability.exp();
        if below + probability >= tail {
            let part = if count == 0 { 0.0 } else { (below + probability - tail) / probability };
            return real(count) - part;
        }
        below += probability;
        log_probability += odds + (real(of - count) / real(count + 1)).ln();
    }
    real(of)
}

/// A quarter of councils.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Band {
    /// The best quarter.
    A,
    /// The next.
    B,
    /// The third.
    C,
    /// The worst quarter.
    D,
}

/// Where one of several stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// 1 for the best; equal ones share the better rank.
    pub rank: usize,
    /// How many have a figure.
    pub of: usize,
    /// The quarter.
    pub band: Band,
}

/// The ranks of the values that are there, in their order; nothing is ranked where neither way is better.
#[must_use]
pub fn rank(values: &[Option<f64>], better: Better) -> Vec<Option<usize>> {
    let is_better = |one: f64, other: f64| match better {
        Better::Higher => one > other,
        Better::Lower => one < other,
        Better::Neither => false,
    };
    let ranked = |value: f64| 1 + values.iter().flatten().filter(|other| is_better(**other, value)).count();
    values.iter().map(|value| value.filter(|_| better != Better::Neither).map(ranked)).collect()
}

/// Rank and quarter of the values that are there, in their order.
///
/// A value is in the best quarter when it is at least as good as the quartile; quartiles lie between two values in
/// proportion, as spreadsheets work them out.
#[must_use]
pub fn bands(values: &[Option<f64>], better: Better) -> Vec<Option<Ranked>> {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    if better == Better::Higher {
        sorted.reverse();
    }
    let of = sorted.len();
    let is_at_least = |value: f64, line: f64| if better == Better::Higher { value >= line } else { value <= line };
    let band = |value: f64| {
        let quarters = [(0.25, Band::A), (0.5, Band::B), (0.75, Band::C)];
        let found = quarters.into_iter().find(|(part, _)| is_at_least(value, quartile(&sorted, *part)));
        found.map_or(Band::D, |(_, band)| band)
    };
    let ranks = rank(values, better);
    values
        .iter()
        .zip(ranks)
        .map(|(value, rank)| value.zip(rank).map(|(value, rank)| Ranked { rank, of, band: band(value) }))
        .collect()
}

/// The value at this part of the way from the best to the worst.
fn quartile(sorted: &[f64], part: f64) -> f64 {
    let at = part * real(sorted.len().saturating_sub(1) as u64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
    let below = at.floor() as usize;
    let (one, next) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
    one + (next - one) * (at - at.floor())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a council are far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_close(one: f64, other: f64, by: f64) -> bool {
        (one - other).abs() <= by
    }

    #[test]
    fn the_wilson_interval_is_that_of_the_textbooks() {
        // 81 of 263: Newcombe 1998, table I, method 3: 0.2553 to 0.3662.
        let interval = interval_of_proportion(81, 263).unwrap();
        assert!(is_close(interval.lower, 25.53, 0.01) && is_close(interval.upper, 36.62, 0.01), "{interval:?}");
        // The same table: 15 of 148 gives 0.0624 to 0.1605; 0 of 20 gives 0 to 0.1611; 1 of 29 gives 0.0061 to 0.1718.
        for (numerator, denominator, lower, upper) in
            [(15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18), (20, 20, 83.89, 100.0)]
        {
            let interval = interval_of_proportion(numerator, denominator).unwrap();
            assert!(is_close(interval.lower, lower, 0.01) && is_close(interval.upper, upper, 0.01), "{interval:?}");
        }
        assert_eq!(interval_of_proportion(0, 0), None);
        assert_eq!(interval_of_proportion(2, 1), None);
    }

    /// The probability of at most so many, term by term.
    fn at_most(count: u64, of: u64, share: f64) -> f64 {
        let mut probability = (1.0 - share).powi(i32::try_from(of).unwrap());
        let mut sum = 0.0;
        for k in 0..=count {
            sum += probability;
            probability *= real(of - k) / real(k + 1) * share / (1.0 - share);
        }
        sum
    }

    #[test]
    fn funnel_limits_hold_the_share_of_the_binomial_that_they_promise() {
        let funnel = funnel(&[(30, 40), (45, 60), (75, 100)]).unwrap();
        assert!(is_close(funnel.centre(), 75.0, 1e-9));
        for of in [8_u64, 20, 50, 200, 400] {
            for (limits, tail) in [(funnel.limits_95(of), 0.025), (funnel.limits_998(of), 0.001)] {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
                let counts = |limit: f64| (limit * real(of) / 100.0).floor() as u64;
                let lower = counts(limits.lower);
                assert!(lower == 0 || at_most(lower.saturating_sub(1), of, 0.75) <= tail, "{of}");
                assert!(at_most(lower + 1, of, 0.75) >= tail, "{of}");
                assert!(limits.lower < 75.0 && (limits.upper > 75.0), "{of}: {limits:?}");
            }
            assert!(funnel.limits_998(of).lower <= funnel.limits_95(of).lower, "{of}");
        }
        // For many rows, the normal approximation.
        let many = funnel.limits_95(10_000);
        let reach = 100.0 * Z_95 * (0.75_f64 * 0.25 / 10_000.0).sqrt();
        assert!(is_close(many.upper, 75.0 + reach, 0.01) && is_close(many.lower, 75.0 - reach, 0.01), "{many:?}");
    }

    #[test]
    fn teams_are_placed_by_chance_not_by_rank() {
        use FunnelPlace::{Below, FarAbove, FarBelow, Inside};
        let teams = [(2, 8), (150, 200), (10, 10), (110, 200), (190, 200)];
        let funnel = funnel(&teams).unwrap();
        let places: Vec<_> = teams.iter().map(|team| funnel.place(team.0, team.1).unwrap()).collect();
        assert_eq!(places, [Below, Inside, Inside, FarBelow, FarAbove]);
        assert_eq!(funnel.place(0, 0), None);
        let all = super::funnel(&[(5, 5), (9, 9)]).unwrap();
        assert_eq!(all.place(9, 9), Some(Inside), "nobody stands out when all are in");
        assert_eq!(super::funnel(&[]), None);
    }

    #[test]
    fn equal_figures_share_the_better_rank() {
        let values = [Some(90.0), Some(80.0), None, Some(90.0), Some(70.0)];
        assert_eq!(rank(&values, Better::Higher), [Some(1), Some(3), None, Some(1), Some(4)]);
        assert_eq!(rank(&values, Better::Lower), [Some(3), Some(2), None, Some(3), Some(1)]);
        assert_eq!(rank(&values, Better::Neither), [None; 5]);
    }

    #[test]
    fn bands_are_quarters_by_the_side_that_is_good() {
        let values: Vec<Option<f64>> = (1..=9).map(|number| Some(f64::from(number))).collect();
        let letters = |better| -> String {
            bands(&values, better)
                .iter()
                .flatten()
                .map(|ranked| match ranked.band {
                    Band::A => 'A',
                    Band::B => 'B',
                    Band::C => 'C',
                    Band::D => 'D',
                })
                .collect()
        };
        assert_eq!(letters(Better::Lower), "AAABBCCDD");
        assert_eq!(letters(Better::Higher), "DDCCBBAAA");
        assert_eq!(letters(Better::Neither), "");
        assert_eq!(bands(&values, Better::Higher)[8], Some(Ranked { rank: 1, of: 9, band: Band::A }));
        assert!(bands(&[], Better::Higher).is_empty());
    }
}
