//! Reading a printed timescale.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Cadence, Schedule};

/// The words that timescales are written in; a file of `content/plan_vocabulary/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateWords {}

/// Something doubtful about a timescale, for a person to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Several dates without a word to say what each is for.
    SeveralDates,
}

/// What reading a timescale gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub schedule: Schedule,
    /// What is doubtful about it.
    pub doubts: Vec<Doubt>,
}

/// Reads a printed date: the first and the last day of what it says.
#[must_use]
pub fn read_date(_raw: &str, _words: &DateWords) -> Option<(NaiveDate, NaiveDate)> {
    None
}

/// Reads a printed timescale; never fails.
#[must_use]
pub fn read_schedule(_raw: &str, _words: &DateWords) -> Reading {
    let _ = Cadence::Monthly;
    Reading::default()
}
