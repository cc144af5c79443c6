//! The four rules by which a point is a special cause.

use serde::{Deserialize, Serialize};

use super::Limits;

/// Neighbours that make a run or a trend.
pub(super) const RUN: usize = 7;

/// A rule, in the order in which they take precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A value beyond a limit.
    Astronomical,
    /// Seven values that rise, or fall, one after the other.
    Trend,
    /// Two of three neighbours on one side lie near the limit, but not beyond it.
    TwoOfThree,
    /// Seven neighbours on one side of the mean.
    Run,
}

impl Rule {
    /// What was seen, in words.
    #[must_use]
    pub fn words(self, towards: Towards) -> &'static str {
        match (self, towards) {
            (Self::Astronomical, Towards::High) => "above the upper limit",
            (Self::Astronomical, Towards::Low) => "below the lower limit",
            (Self::Trend, Towards::High) => "seven or more rising in a row",
            (Self::Trend, Towards::Low) => "seven or more falling in a row",
            (Self::TwoOfThree, Towards::High) => "two of three near the upper limit",
            (Self::TwoOfThree, Towards::Low) => "two of three near the lower limit",
            (Self::Run, Towards::High) => "seven or more above the mean in a row",
            (Self::Run, Towards::Low) => "seven or more below the mean in a row",
        }
    }
}

/// Which way a special cause points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Towards {
    /// Up: above the mean, or rising.
    High,
    /// Down: below the mean, or falling.
    Low,
}

/// Why one point is a special cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// The rule; the first in order when several hold.
    pub rule: Rule,
    /// Which way.
    pub towards: Towards,
}

/// What one stretch of neighbours shows, one entry for each value. No stretch reaches across a gap or a rebase.
pub(super) fn signals(values: &[f64], mean: f64, limits: Limits) -> Vec<Option<Signal>> {
    let side: Vec<i8> = values.iter().map(|value| i8::from(*value > mean) - i8::from(*value < mean)).collect();
    let is_outside: Vec<bool> = values.iter().map(|value| *value > limits.upper || *value < limits.lower).collect();
    let is_near: Vec<bool> = values
        .iter()
        .zip(&is_outside)
        .map(|(value, outside)| !outside && (*value > limits.near_upper || *value < limits.near_lower))
        .collect();
    let mut found = vec![None; values.len()];
    // From the weakest rule to the strongest, so that a stronger one takes a point over.
    for window in windows(values.len(), RUN) {
        if let Some(towards) = one_side(&side[window.clone()]) {
            found[window].fill(Some(Signal { rule: Rule::Run, towards }));
        }
    }
    for window in windows(values.len(), 3) {
        let Some(towards) = one_side(&side[window.clone()]) else { continue };
        let near: Vec<usize> = window.filter(|at| is_near[*at]).collect();
        if near.len() >= 2 {
            for at in near {
                found[at] = Some(Signal { rule: Rule::TwoOfThree, towards });
            }
        }
    }
    // A peak or a trough between two trends takes the direction of the later one.
    for window in windows(values.len(), RUN) {
        if let Some(towards) = one_way(&values[window.clone()]) {
            found[window].fill(Some(Signal { rule: Rule::Trend, towards }));
        }
    }
    for (at, outside) in is_outside.iter().enumerate() {
        if *outside {
            let towards = if values[at] > mean { Towards::High } else { Towards::Low };
            found[at] = Some(Signal { rule: Rule::Astronomical, towards });
        }
    }
    found
}

fn windows(count: usize, length: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..(count + 1).saturating_sub(length)).map(move |from| from..from + length)
}

fn one_side(sides: &[i8]) -> Option<Towards> {
    if sides.iter().all(|side| *side > 0) {
        Some(Towards::High)
    } else if sides.iter().all(|side| *side < 0) {
        Some(Towards::Low)
    } else {
        None
    }
}

fn one_way(values: &[f64]) -> Option<Towards> {
    if values.windows(2).all(|pair| pair[0] < pair[1]) {
        Some(Towards::High)
    } else if values.windows(2).all(|pair| pair[0] > pair[1]) {
        Some(Towards::Low)
    } else {
        None
    }
}
