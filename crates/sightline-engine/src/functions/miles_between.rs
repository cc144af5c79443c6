//! How far two postcodes are apart.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array};
use datafusion::common::Result;

use super::arguments::Arguments;
use super::function::{Function, Kind};
use super::outward_code::outward;

/// `miles_between(postcode_a, postcode_b)`.
pub(super) static FUNCTION: Function = Function {
    name: "miles_between",
    takes: &[("postcode_a", Kind::Text), ("postcode_b", Kind::Text)],
    gives: Kind::Number,
    meaning: "Miles between the areas of two postcodes, where that can be worked out: 0 when their first halves are the same, null otherwise, because Sightline has no table of where postcodes lie. A distance that a return gives, such as distance_miles of a placement, is to be preferred.",
    examples: &[("miles_between('ZZ9 9ZZ', 'ZZ9 1AA')", "0.0"), ("miles_between('ZZ9 9ZZ', 'ZZ1 1AA')", "null")],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (first, second) = (given.texts(0), given.texts(1));
    let miles = given.rows().map(|row| {
        let (first, second) = (outward(first.text(row)?)?, outward(second.text(row)?)?);
        (first == second).then_some(0.0)
    });
    Ok(Arc::new(miles.collect::<Float64Array>()))
}
