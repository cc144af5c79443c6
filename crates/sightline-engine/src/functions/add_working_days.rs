//! The day so many working days on.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `add_working_days(day, working_days)`.
pub(super) static FUNCTION: Function = Function {
    name: "add_working_days",
    takes: &[("day", Kind::Date), ("working_days", Kind::WholeNumber)],
    gives: Kind::Date,
    meaning: "The working day so many working days after the day, or before it when negative. The day is day 0; one that is no working day counts from the next.",
    examples: &[
        ("add_working_days(date '2026-01-05', 45)", "2026-03-09"),
        ("add_working_days(date '2026-01-10', 0)", "2026-01-12"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (days, numbers) = (given.days(0), given.numbers(1));
    let working_days = &given.calendar().working_days;
    Ok(days_of(given.rows().map(|row| working_days.add(days.day(row)?, numbers.number(row)?))))
}
