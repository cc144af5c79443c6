//! The mean and the limits of one segment.

use serde::{Deserialize, Serialize};

/// Average ranges from the mean to a limit.
pub(super) const TO_LIMIT: f64 = 2.66;
/// A range of so many average ranges or more is left out by screening.
pub(super) const SCREEN: f64 = 3.267;

/// The limits of one segment. They are not cut off at 0 or 100; whoever draws them does that.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Lower process limit.
    pub lower: f64,
    /// Two thirds of the way from the mean to the lower limit.
    pub near_lower: f64,
    /// Two thirds of the way from the mean to the upper limit.
    pub near_upper: f64,
    /// Upper process limit.
    pub upper: f64,
}

impl Limits {
    pub(super) fn around(mean: f64, average_range: f64) -> Self {
        let to_limit = TO_LIMIT * average_range;
        let to_near = 2.0 * (TO_LIMIT / 3.0) * average_range;
        Self { lower: mean - to_limit, near_lower: mean - to_near, near_upper: mean + to_near, upper: mean + to_limit }
    }

    /// Rounded to so many decimal places.
    pub(super) fn rounded(self, places: u8) -> Self {
        let Self { lower, near_lower, near_upper, upper } = self;
        Self {
            lower: rounded(lower, places),
            near_lower: rounded(near_lower, places),
            near_upper: rounded(near_upper, places),
            upper: rounded(upper, places),
        }
    }
}

pub(super) fn rounded(value: f64, places: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(places));
    (value * scale).round() / scale
}

/// The average; `None` of nothing.
///
/// Refined by the average of what is left over, so that the mean of equal
/// numbers is that number and a constant series lies on its mean.
pub(super) fn average(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a series has far fewer than 2^52 values")]
    let count = values.len() as f64;
    let first = values.iter().sum::<f64>() / count;
    let left_over = values.iter().map(|value| value - first).sum::<f64>() / count;
    Some(first + left_over)
}

/// The average range of neighbours, and how it was come by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct AverageRange {
    pub(super) value: f64,
    /// True when screening was asked for and would have left nothing to go by.
    pub(super) fell_back: bool,
}

/// The average of the ranges; `None` when there is none.
///
/// Ranges of [`SCREEN`] averages or more are left out once, when asked for; all count when what stays is nothing, or is
/// no range at all while the values differ.
pub(super) fn average_range(ranges: &[f64], is_screened: bool) -> Option<AverageRange> {
    let all = average(ranges)?;
    if !is_screened {
        return Some(AverageRange { value: all, fell_back: false });
    }
    let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < SCREEN * all).collect();
    match average(&kept).filter(|kept| *kept > 0.0) {
        Some(value) => Some(AverageRange { value, fell_back: false }),
        None => Some(AverageRange { value: all, fell_back: all > 0.0 }),
    }
}
