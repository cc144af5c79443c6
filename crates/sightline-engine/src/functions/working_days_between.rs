//! Working days from one day to another.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::common::Result;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `working_days_between(start, end)`.
pub(super) static FUNCTION: Function = Function {
    name: "working_days_between",
    takes: &[("start", Kind::Date), ("end", Kind::Date)],
    gives: Kind::WholeNumber,
    meaning: "Working days after the start, up to and including the end: Monday to Friday without England's bank holidays. The start is day 0; one that is no working day counts from the next. Negative when the end is before the start.",
    examples: &[
        ("working_days_between(date '2026-01-05', date '2026-03-09')", "45"),
        ("working_days_between(date '2026-04-02', date '2026-04-07')", "1"),
        ("working_days_between(date '2026-01-10', date '2026-01-12')", "0"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (start, end) = (given.days(0), given.days(1));
    let working_days = &given.calendar().working_days;
    let counts = given.rows().map(|row| working_days.between(start.day(row)?, end.day(row)?));
    Ok(Arc::new(counts.collect::<Int64Array>()))
}
