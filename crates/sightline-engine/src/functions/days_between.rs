//! Days from one day to another.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::common::Result;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `days_between(start, end)`.
pub(super) static FUNCTION: Function = Function {
    name: "days_between",
    takes: &[("start", Kind::Date), ("end", Kind::Date)],
    gives: Kind::WholeNumber,
    meaning: "Days from the start to the end, weekends included. The start is day 0. Negative when the end is before the start.",
    examples: &[
        ("days_between(date '2024-02-28', date '2024-03-01')", "2"),
        ("days_between(date '2026-01-05', date '2026-01-05')", "0"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (start, end) = (given.days(0), given.days(1));
    let counts = given.rows().map(|row| Some(i64::from(end.number(row)?) - i64::from(start.number(row)?)));
    Ok(Arc::new(counts.collect::<Int64Array>()))
}
