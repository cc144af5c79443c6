//! How old somebody is on a day.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `age_on(born_on, day)`.
pub(super) static FUNCTION: Function = Function {
    name: "age_on",
    takes: &[("born_on", Kind::Date), ("day", Kind::Date)],
    gives: Kind::WholeNumber,
    meaning: "Completed years of age on the day; null before birth. Somebody born on 29 February has their birthday on 1 March in other years.",
    examples: &[
        ("age_on(date '2010-06-15', date '2026-06-14')", "15"),
        ("age_on(date '2010-06-15', date '2026-06-15')", "16"),
        ("age_on(date '2026-06-15', date '2026-06-14')", "null"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (born_on, day) = (given.days(0), given.days(1));
    let ages = given.rows().map(|row| calendar::age_on(born_on.day(row)?, day.day(row)?).map(i64::from));
    Ok(Arc::new(ages.collect::<Int64Array>()))
}
