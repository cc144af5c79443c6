//! The first half of a postcode.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::common::Result;

use super::arguments::Arguments;
use super::function::{Function, Kind};

/// `outward_code(postcode)`.
pub(super) static FUNCTION: Function = Function {
    name: "outward_code",
    takes: &[("postcode", Kind::Text)],
    gives: Kind::Text,
    meaning: "The first half of a postcode, in capitals: the part that names a post town's district. Null when the text is neither a postcode nor the first half of one.",
    examples: &[
        ("outward_code('zz9 9zz')", "ZZ9"),
        ("outward_code('ZZ999ZZ')", "ZZ99"),
        ("outward_code('ZZ9')", "ZZ9"),
        ("outward_code('not known')", "null"),
    ],
    compute,
    refuse: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every function has this shape")]
fn compute(given: &Arguments) -> Result<ArrayRef> {
    let postcodes = given.texts(0);
    let codes = given.rows().map(|row| outward(postcodes.text(row)?));
    Ok(Arc::new(codes.collect::<StringArray>()))
}

/// The first half in capitals, without spaces; `None` when the text is not shaped as a postcode.
///
/// The second half is always a digit and two letters, so a postcode without a space is read from
/// its end.
pub(crate) fn outward(postcode: &str) -> Option<String> {
    let capitals = postcode.to_ascii_uppercase();
    let words: Vec<&str> = capitals.split_whitespace().collect();
    let first = match words[..] {
        [one] => {
            one.char_indices().rev().nth(2).map_or(one, |(at, _)| if is_inward(&one[at..]) { &one[..at] } else { one })
        }
        [first, second] if is_inward(second) => first,
        _ => return None,
    };
    is_outward(first).then(|| first.to_owned())
}

/// A digit and two letters.
fn is_inward(half: &str) -> bool {
    matches!(half.as_bytes(), [digit, first, second]
        if digit.is_ascii_digit() && first.is_ascii_alphabetic() && second.is_ascii_alphabetic())
}

/// One or two letters, a digit, and perhaps a digit or a letter.
fn is_outward(half: &str) -> bool {
    let after_letters = half.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = half.len() - after_letters.len();
    (1..=2).contains(&letters)
        && match after_letters.as_bytes() {
            [digit] => digit.is_ascii_digit(),
            [digit, last] => digit.is_ascii_digit() && last.is_ascii_alphanumeric(),
            _ => false,
        }
}
