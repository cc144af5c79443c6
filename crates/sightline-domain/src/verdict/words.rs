//! Words that every sentence of a verdict is made of.

use chrono::NaiveDate;

use crate::measure::{Exact, with_unit};

/// `3 April 2026`.
pub(crate) fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `1 month`, `7 months`.
pub(crate) fn many(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A figure with its unit, rounded to its places.
pub(super) fn figure_words(value: Exact, places: u8, unit: &str) -> String {
    with_unit(&value.shown(places), unit)
}

/// A statistic with its unit, to the places of the figures it was made from, and at least one.
pub(super) fn statistic_words(value: f64, places: u8, unit: &str) -> String {
    with_unit(&format!("{value:.*}", usize::from(places.max(1))), unit)
}
