//! The name of an academic year.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `academic_year(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "academic_year",
    takes: &[("day", Kind::Date)],
    gives: Kind::Text,
    meaning: "The academic year of the day, from 1 September to 31 August.",
    examples: &[("academic_year(date '2026-08-31')", "2025/26"), ("academic_year(date '2026-09-01')", "2026/27")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    let years = given.rows().map(|row| Some(calendar::academic_year(days.day(row)?)));
    Ok(Arc::new(years.collect::<StringArray>()))
}
