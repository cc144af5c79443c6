//! The last day of a quarter.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `quarter_end(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "quarter_end",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The last day of the quarter that the day is in. Quarters end in March, June, September and December.",
    examples: &[("quarter_end(date '2026-05-14')", "2026-06-30")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    Ok(days_of(given.rows().map(|row| Some(calendar::quarter_end(days.day(row)?)))))
}
