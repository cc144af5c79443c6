//! The first day of an academic year.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `academic_year_start(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "academic_year_start",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The 1 September on which the academic year of the day began.",
    examples: &[("academic_year_start(date '2026-03-31')", "2025-09-01")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    Ok(days_of(given.rows().map(|row| Some(calendar::academic_year_start(days.day(row)?)))))
}
