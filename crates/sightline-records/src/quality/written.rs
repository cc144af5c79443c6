//! The files of `content/quality/` as they are written, before anything in them is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Kind, Severity};

/// A file of checks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenChecks {
    #[serde(rename = "check")]
    pub(super) checks: Vec<Spanned<WrittenCheck>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCheck {
    pub(super) id: Spanned<String>,
    pub(super) kind: Kind,
    pub(super) severity: Severity,
    pub(super) table: Spanned<String>,
    pub(super) title: String,
    pub(super) matters: String,
    pub(super) action: String,
    #[serde(default)]
    pub(super) standard: Option<String>,
    #[serde(default)]
    pub(super) formats: Vec<Spanned<String>>,
    #[serde(default, rename = "where")]
    pub(super) only_where: Vec<WrittenCondition>,
    #[serde(default)]
    pub(super) other: Option<WrittenOther>,

    // Exactly one of these is the rule.
    #[serde(default)]
    pub(super) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(super) order: Option<WrittenOrder>,
    #[serde(default)]
    pub(super) gap: Option<WrittenGap>,
    #[serde(default)]
    pub(super) range: Option<WrittenRange>,
    #[serde(default)]
    pub(super) shape: Option<WrittenShape>,
    #[serde(default)]
    pub(super) never: Option<Vec<WrittenCondition>>,
    #[serde(default)]
    pub(super) repeated: Option<Vec<String>>,
    #[serde(default)]
    pub(super) without_other: bool,
    #[serde(default)]
    pub(super) overlap: Option<WrittenOverlap>,
    #[serde(default)]
    pub(super) many: Option<WrittenMany>,
    #[serde(default)]
    pub(super) read: Option<Vec<String>>,

    #[serde(default, rename = "example")]
    pub(super) examples: Vec<Spanned<WrittenExample>>,
}

/// A condition on one column, or on the time between two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCondition {
    #[serde(default)]
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) is: Option<Vec<String>>,
    #[serde(default)]
    pub(super) is_not: Option<Vec<String>>,
    #[serde(default)]
    pub(super) given: Option<bool>,
    #[serde(default)]
    pub(super) from: Option<String>,
    #[serde(default)]
    pub(super) to: Option<String>,
    #[serde(default)]
    pub(super) at_least_days: Option<i64>,
    #[serde(default)]
    pub(super) at_most_days: Option<i64>,
    #[serde(default)]
    pub(super) at_least_years: Option<i64>,
    #[serde(default)]
    pub(super) at_most_years: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOther {
    pub(super) table: Spanned<String>,
    #[serde(rename = "match")]
    pub(super) matching: BTreeMap<String, String>,
    #[serde(default, rename = "where")]
    pub(super) only_where: Vec<WrittenCondition>,
    #[serde(default)]
    pub(super) during: Option<WrittenDuring>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDuring {
    pub(super) day: String,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOrder {
    pub(super) first: String,
    pub(super) then: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenGap {
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default)]
    pub(super) at_least_days: Option<i64>,
    #[serde(default)]
    pub(super) at_most_days: Option<i64>,
    #[serde(default)]
    pub(super) at_least_years: Option<i64>,
    #[serde(default)]
    pub(super) at_most_years: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRange {
    pub(super) column: String,
    #[serde(default)]
    pub(super) at_least: Option<i64>,
    #[serde(default)]
    pub(super) at_most: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenShape {
    pub(super) column: String,
    pub(super) like: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOverlap {
    #[serde(default)]
    pub(super) same: Vec<String>,
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default)]
    pub(super) other_from: Option<String>,
    #[serde(default)]
    pub(super) other_to: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenMany {
    pub(super) same: Vec<String>,
    pub(super) day: String,
    pub(super) within_days: i32,
    pub(super) at_most: usize,
}

/// Rows that are given, and which of them are found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExample {
    /// Tables by name, written with strokes between the columns.
    #[serde(default)]
    pub(super) given: BTreeMap<String, String>,
    /// The text of a file, for checks of what the readers find.
    #[serde(default)]
    pub(super) file: Option<String>,
    #[serde(default)]
    pub(super) as_at: Option<String>,
    /// Rows from 1; in a file with the row of headers counted.
    pub(super) finds: Vec<u64>,
}

/// The file `scores.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenScores {
    pub(super) score: WrittenScore,
    pub(super) holds: Vec<WrittenHolds>,
    pub(super) names: WrittenNames,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenScore {
    pub(super) title: String,
    pub(super) meaning: String,
    pub(super) counts: Vec<Severity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenHolds {
    pub(super) table: Spanned<String>,
    #[serde(default)]
    pub(super) from: Option<String>,
    #[serde(default)]
    pub(super) to: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenNames {
    pub(super) team: WrittenName,
    pub(super) worker: WrittenName,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenName {
    pub(super) table: Spanned<String>,
    pub(super) id: String,
    pub(super) name: String,
}
