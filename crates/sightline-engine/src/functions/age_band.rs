//! The band of ages that somebody is in on a day.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::common::Result;
use sightline_domain::calendar;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `age_band(born_on, day)`.
pub(super) static FUNCTION: Function = Function {
    name: "age_band",
    takes: &[("born_on", Kind::Date), ("day", Kind::Date)],
    gives: Kind::Text,
    meaning: "The band of ages that statistics group by: Unborn, Under 1, 1 to 4, 5 to 9, 10 to 15, 16 to 17, 18 and over.",
    examples: &[
        ("age_band(date '2010-06-15', date '2026-06-14')", "10 to 15"),
        ("age_band(date '2010-06-15', date '2026-06-15')", "16 to 17"),
        ("age_band(date '2026-06-15', date '2026-06-14')", "Unborn"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (born_on, day) = (given.days(0), given.days(1));
    let bands = given.rows().map(|row| Some(calendar::age_band(born_on.day(row)?, day.day(row)?)));
    Ok(Arc::new(bands.collect::<StringArray>()))
}
