//! The first day of a quarter.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `quarter_start(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "quarter_start",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The first day of the quarter that the day is in. Quarters start in January, April, July and October.",
    examples: &[("quarter_start(date '2026-05-14')", "2026-04-01")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    Ok(days_of(given.rows().map(|row| Some(calendar::quarter_start(days.day(row)?)))))
}
