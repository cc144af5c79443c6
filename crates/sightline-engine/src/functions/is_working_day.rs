//! Whether a day is worked.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray};
use datafusion::common::Result;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `is_working_day(day)`.
pub(super) static FUNCTION: Function = Function {
    name: "is_working_day",
    takes: &[("day", Kind::Date)],
    gives: Kind::YesNo,
    meaning: "Whether the day is a Monday to Friday and no bank holiday of England.",
    examples: &[("is_working_day(date '2026-04-03')", "false"), ("is_working_day(date '2026-04-07')", "true")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let days = given.days(0);
    let working_days = &given.calendar().working_days;
    let worked = given.rows().map(|row| working_days.is_working_day(days.day(row)?));
    Ok(Arc::new(worked.collect::<BooleanArray>()))
}
