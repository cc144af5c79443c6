//! The first day of a financial year.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::{Arguments, days_of};
use super::function::{Function, Kind};

/// `financial_year_start(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "financial_year_start",
    takes: &[("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The 1 April on which the financial year of the day began.",
    examples: &[("financial_year_start(date '2026-03-31')", "2025-04-01")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    Ok(days_of(given.rows().map(|row| Some(calendar::financial_year_start(days.day(row)?)))))
}
