//! Exact decimal numbers, for figures that are compared and shown to people.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::measure::Exact;

/// Most digits before the point.
const MOST_WHOLE: usize = 15;
/// Most digits after the point.
const MOST_PLACES: usize = 10;

/// An exact decimal number of at most 15 digits before the point and 10 after it.
///
/// It keeps the places it was written with (`90.0` is shown as `90.0`), and
/// compares by value (`90.0` equals `90`). In JSON it is text.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    places: u32,
}

/// The text is no decimal number that can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most 15 digits before the point and 10 after it")]
pub struct NotADecimal;

impl Decimal {
    /// The whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { units: i128::from(number), places: 0 }
    }

    /// The same number as a fraction; `None` of more than eighteen digits.
    #[must_use]
    pub fn exact(self) -> Option<Exact> {
        Exact::new(i64::try_from(self.units).ok()?, i64::try_from(power(self.places)).ok()?)
    }

    /// Digits after the point.
    #[must_use]
    pub fn places(self) -> u32 {
        self.places
    }

    /// The number to so many places, halves away from zero.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        if places >= self.places {
            return Self { units: self.units * power(places - self.places), places };
        }
        Self { units: divided(self.units, power(self.places - places)), places }
    }

    /// The mean to one place more than the most precise of the numbers, halves away from zero; `None` of none.
    #[must_use]
    pub fn mean(numbers: &[Self]) -> Option<Self> {
        let count = i128::try_from(numbers.len()).ok().filter(|count| *count > 0)?;
        let places = numbers.iter().map(|number| number.places).max().unwrap_or_default() + 1;
        let sum: i128 = numbers.iter().map(|number| number.rounded(places).units).sum();
        Some(Self { units: divided(sum, count), places })
    }

    /// The number a part of the way through them in order, between its neighbours in proportion: the half way is the median.
    ///
    /// `part` of `parts`; to two places more than the most precise of them, so that quarters are exact. `None` of none.
    #[must_use]
    pub fn quantile(numbers: &[Self], part: usize, parts: usize) -> Option<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort();
        let (last, parts) = (sorted.len().checked_sub(1)?, parts.max(1));
        let (whole, rest) = (last * part / parts, last * part % parts);
        let places = sorted.iter().map(|number| number.places).max().unwrap_or_default() + 2;
        let low = sorted.get(whole)?.rounded(places).units;
        let high = sorted.get((whole + 1).min(last))?.rounded(places).units;
        let (rest, parts) = (i128::try_from(rest).ok()?, i128::try_from(parts).ok()?);
        Some(Self { units: divided(low * (parts - rest) + high * rest, parts), places }.trimmed())
    }

    /// The same number without zeros at the end of its places.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while self.places > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.places -= 1;
        }
        self
    }

    /// The sum; both may have any places.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        Self { units: self.rounded(places).units + other.rounded(places).units, places }
    }

    /// The number taken away from this one.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self { units: -other.units, ..other })
    }

    /// A whole multiple.
    #[must_use]
    pub fn times(self, times: i32) -> Self {
        Self { units: self.units * i128::from(times), ..self }
    }
}

fn power(exponent: u32) -> i128 {
    10_i128.pow(exponent.min(20))
}

/// The quotient, halves away from zero.
fn divided(number: i128, by: i128) -> i128 {
    let (quotient, rest) = (number / by, number % by);
    if rest.abs() * 2 >= by.abs() { quotient + number.signum() * by.signum() } else { quotient }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (digits, is_negative) = text.strip_prefix('-').map_or((text, false), |digits| (digits, true));
        let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let places_given = digits.split_once('.').map_or(0, |(_, places)| places.len());
        let whole_digits = whole.trim_start_matches('0');
        if !is_number(whole) || !is_number(places) || whole_digits.len() > MOST_WHOLE || places_given > MOST_PLACES {
            return Err(NotADecimal);
        }
        let joined = if places_given == 0 { whole.to_owned() } else { format!("{whole}{places}") };
        let units: i128 = joined.parse().map_err(|_| NotADecimal)?;
        let places = u32::try_from(places_given).map_err(|_| NotADecimal)?;
        Ok(Self { units: if is_negative { -units } else { units }, places })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let (unit, units) = (power(self.places).unsigned_abs(), self.units.unsigned_abs());
        if self.places == 0 {
            write!(f, "{sign}{units}")
        } else {
            write!(f, "{sign}{}.{:0places$}", units / unit, units % unit, places = self.places as usize)
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.places.max(other.places);
        self.rounded(places).units.cmp(&other.rounded(places).units)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_read_back_as_they_were_written_and_compare_by_value() {
        for text in ["0", "90.0", "-1.50", "0.05", "-0.5", "123456789012345.0123456789"] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("90.0"), number("90"));
        assert!(number("-1.5") < number("-1.25"));
        for text in ["", ".5", "5.", "1,000", "1e3", "+1", " 1", "--1", "NaN", "1234567890123456", "0.12345678901"] {
            assert_eq!(text.parse::<Decimal>().map(|_| ()), Err(NotADecimal), "{text}");
        }
    }

    #[test]
    fn a_number_is_the_fraction_that_the_same_words_are() {
        for text in ["90.0", "-1.25", "7"] {
            assert_eq!(number(text).exact(), Exact::parse(text), "{text}");
        }
        assert_eq!(number("123456789012345.0123456789").exact(), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(number("2.345").rounded(2).to_string(), "2.35");
        assert_eq!(number("-2.345").rounded(2).to_string(), "-2.35");
        assert_eq!(number("2.3449").rounded(2).to_string(), "2.34");
        assert_eq!(number("7").rounded(1).to_string(), "7.0");
    }

    #[test]
    fn means_and_quartiles_are_exact() {
        let numbers: Vec<Decimal> = ["10.0", "20", "31", "40"].iter().map(|text| number(text)).collect();
        assert_eq!(Decimal::mean(&numbers).unwrap().to_string(), "25.25");
        assert_eq!(Decimal::quantile(&numbers, 1, 2).unwrap(), number("25.5"));
        assert_eq!(Decimal::quantile(&numbers, 1, 4).unwrap(), number("17.5"));
        assert_eq!(Decimal::quantile(&numbers, 3, 4).unwrap(), number("33.25"));
        assert_eq!(Decimal::quantile(&numbers[..1], 3, 4).unwrap(), number("10"));
        assert!(Decimal::mean(&[]).is_none() && Decimal::quantile(&[], 1, 2).is_none());
    }

    proptest! {
        #[test]
        fn a_quantile_lies_among_its_numbers_and_grows(units in prop::collection::vec(-100_000_i64..100_000, 1..40)) {
            let numbers: Vec<Decimal> = units.iter().map(|unit| Decimal::whole(*unit)).collect();
            let at = |part| Decimal::quantile(&numbers, part, 4).unwrap();
            prop_assert_eq!(at(0), *numbers.iter().min().unwrap());
            prop_assert_eq!(at(4), *numbers.iter().max().unwrap());
            prop_assert!(at(1) <= at(2) && at(2) <= at(3));
        }

        #[test]
        fn taking_away_what_was_added_gives_the_number_back(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000) {
            let (a, b) = (Decimal::whole(a), Decimal { units: i128::from(b), places: 3 });
            prop_assert_eq!(a.plus(b).minus(b), a);
        }
    }
}
