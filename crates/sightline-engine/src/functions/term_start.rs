//! The first day of a school term.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `term_start(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "term_start",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The day on which the school term of the day is taken to start, by content/reference/terms.toml: 1 September, 1 January and 1 April.",
    examples: &[
        ("term_start(date '2026-03-31')", "2026-01-01"),
        ("term_start(date '2026-04-01')", "2026-04-01"),
        ("term_start(date '2026-08-31')", "2026-04-01"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    let terms = &given.calendar().terms;
    Ok(days_of(given.rows().map(|row| Some(terms.term_start(days.day(row)?)))))
}
