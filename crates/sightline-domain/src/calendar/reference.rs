//! Reading the files of `content/reference/`.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// Why a file of `content/reference/` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ReferenceFault {
    /// The line of the file, counted from 1, when it is about one.
    pub line: Option<usize>,
    /// What is wrong, as a sentence that says what to do.
    pub what: String,
}

impl ReferenceFault {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { line: None, what: what.into() }
    }

    /// The fault, at the first line of the text that holds these words.
    pub(crate) fn at(text: &str, words: &str, what: impl Into<String>) -> Self {
        let line = text.lines().position(|line| line.contains(words)).map(|at| at + 1);
        Self { line, what: what.into() }
    }
}

/// The file's content, or the line at which it cannot be read.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ReferenceFault> {
    toml::from_str(text).map_err(|error| ReferenceFault {
        line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        what: format!("This cannot be read: {}.", error.message().trim_end_matches('.')),
    })
}

/// A TOML date.
pub(crate) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let read = toml::value::Datetime::deserialize(deserializer)?;
    read.date
        .and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)))
        .ok_or_else(|| serde::de::Error::custom("a day is written as 2026-03-31"))
}
