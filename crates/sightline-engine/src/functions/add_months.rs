//! The day so many months on.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `add_months(day, months)`.
pub(super) static FUNCTION: Function = Function {
    name: "add_months",
    takes: &[("day", Kind::Date), ("months", Kind::WholeNumber)],
    gives: Kind::Date,
    meaning: "The same day of the month so many months after the day, or before it when negative; the last day of that month where it has no such day.",
    examples: &[
        ("add_months(date '2025-11-30', 3)", "2026-02-28"),
        ("add_months(date '2026-03-31', -1)", "2026-02-28"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (days, months) = (given.days(0), given.numbers(1));
    Ok(days_of(given.rows().map(|row| calendar::add_months(days.day(row)?, months.number(row)?))))
}
