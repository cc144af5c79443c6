//! What people say of measures, what is published to compare them with, and the plan's own tables.

pub(crate) mod benchmarks;
pub(crate) mod links;
pub(crate) mod look;
pub(crate) mod programme;
pub(crate) mod rebases;
pub(crate) mod targets;

use crate::{Error, Result};

/// The longest text that is given with a target, a rebase or a link, in letters.
pub const LONGEST_WORDS: usize = 1_000;

/// The id of a measure: small letters, digits and underscores, beginning with a letter.
pub(super) fn measure_id(text: &str) -> Result<String> {
    let id = text.trim();
    let is_id = id.len() <= 80
        && id.starts_with(|letter: char| letter.is_ascii_lowercase())
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if is_id { Ok(id.to_owned()) } else { Err(Error::NotAMeasure { name: id.chars().take(80).collect() }) }
}

/// Words that have to be given, without space around them.
pub(super) fn words(text: &str, what: &'static str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::WordsNeeded { what });
    }
    if text.chars().count() > LONGEST_WORDS {
        return Err(Error::TooLong { what, limit: LONGEST_WORDS });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests;
