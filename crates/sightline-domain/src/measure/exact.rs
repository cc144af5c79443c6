//! Numbers that are shown to people: fractions, rounded once.

use serde::{Deserialize, Serialize};

/// An exact number: one whole number over another.
///
/// Nothing is rounded before it is shown, so a share of 44.95 that is shown
/// with one place is 45.0 (half away from zero) wherever it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Exact {
    over: i64,
    under: i64,
}

impl Exact {
    /// `over / under`; none when nothing can be divided.
    #[must_use]
    pub fn new(over: i64, under: i64) -> Option<Self> {
        match under {
            0 => None,
            _ if under < 0 => Some(Self { over: over.checked_neg()?, under: under.checked_neg()? }),
            _ => Some(Self { over, under }),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { over: number, under: 1 }
    }

    /// The number that is written, such as `86` or `99.5`; none when it is no number.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let (whole, places) = written.split_once('.').unwrap_or((written, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || !all_digits(digits) || !all_digits(places) || places.len() > 6 {
            return None;
        }
        let under = 10_i64.pow(u32::try_from(places.len()).ok()?);
        Some(Self { over: format!("{whole}{places}").parse().ok()?, under })
    }

    /// The number with a whole number added; none when it is too large.
    #[must_use]
    pub fn plus_whole(self, number: i64) -> Option<Self> {
        Some(Self { over: self.over.checked_add(number.checked_mul(self.under)?)?, under: self.under })
    }

    /// The number with so many decimal places, rounded half away from zero.
    #[must_use]
    pub fn shown(self, places: u8) -> String {
        let scale = 10_i128.pow(u32::from(places.min(9)));
        let (over, under) = (i128::from(self.over) * scale, i128::from(self.under));
        let rounded = (over.abs() * 2 + under) / (under * 2);
        let sign = if over < 0 && rounded != 0 { "-" } else { "" };
        let (whole, part) = (rounded / scale, rounded % scale);
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part:0width$}", width = usize::from(places.min(9)))
        }
    }

    /// The nearest floating-point number: for charts and statistics, never for print.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of a council are far below 2^52")]
    pub fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let ours = i128::from(self.over) * i128::from(other.under);
        Some(ours.cmp(&(i128::from(other.over) * i128::from(self.under))))
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn rounding_is_half_away_from_zero_and_happens_once() {
        let shown = |over, under, places| Exact::new(over, under).unwrap().shown(places);
        assert_eq!(shown(1, 3, 1), "0.3");
        assert_eq!(shown(2, 3, 1), "0.7");
        assert_eq!(shown(1, 20, 1), "0.1");
        assert_eq!(shown(12_349, 1_000, 1), "12.3");
        assert_eq!(shown(-1, 20, 1), "-0.1");
        assert_eq!(shown(-1, 30, 1), "0.0");
        assert_eq!(shown(7, -2, 1), "-3.5");
        assert_eq!(shown(5, 2, 0), "3");
    }

    #[test]
    fn what_is_written_is_read_exactly() {
        assert_eq!(Exact::parse("86").unwrap().shown(1), "86.0");
        assert_eq!(Exact::parse("99.5").unwrap().shown(1), "99.5");
        assert_eq!(Exact::parse("-0.25").unwrap().shown(2), "-0.25");
        for no_number in ["", "-", "1.2.3", "1e3", "ten", "1.2345678"] {
            assert_eq!(Exact::parse(no_number), None, "{no_number}");
        }
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(Exact::new(1, 0), None);
        assert!(Exact::new(1, 3) < Exact::new(34, 100));
    }
}
