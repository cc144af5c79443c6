//! The name of a financial year.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `financial_year(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "financial_year",
    takes: &[("day", Kind::Date)],
    gives: Kind::Text,
    meaning: "The financial year of the day, from 1 April to 31 March.",
    examples: &[("financial_year(date '2026-03-31')", "2025-26"), ("financial_year(date '2026-04-01')", "2026-27")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    let years = given.rows().map(|row| Some(calendar::financial_year(days.day(row)?)));
    Ok(Arc::new(years.collect::<StringArray>()))
}
