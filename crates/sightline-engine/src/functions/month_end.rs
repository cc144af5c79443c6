//! The last day of a month.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `month_end(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "month_end",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The last day of the month that the day is in.",
    examples: &[("month_end(date '2024-02-01')", "2024-02-29"), ("month_end(date '2026-02-01')", "2026-02-28")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    Ok(days_of(given.rows().map(|row| Some(calendar::month_end(days.day(row)?)))))
}
