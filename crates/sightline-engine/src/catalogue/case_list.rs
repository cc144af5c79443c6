//! A case list as its folder says it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::measure::{NaiveDateText, Source};
use crate::shapes::ColumnType;

/// A case list: what is still to be done, for whom, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseListDefinition {
    /// The name of its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for, with its edges.
    pub about: String,
    /// What a row is about: `child`, `worker` …
    pub subject: String,
    /// One row, in words.
    pub one_row: String,
    /// When something is due, in words.
    pub due: String,
    /// The timescale it goes by, where it goes by one.
    pub timescale: Option<String>,
    /// The column whose value says how much a case weighs, where cases are weighted.
    pub weighted_by: Option<String>,
    /// Where the timescale was published.
    pub source: Source,
    /// Formats any one of which holds the facts.
    pub needs: Vec<String>,
    /// References printed on scorecards.
    pub scorecard_refs: Vec<String>,
    /// The role that owns the definition.
    pub owner: String,
    /// The role that checks it.
    pub checker: String,
    /// When it was last looked over.
    pub reviewed_on: NaiveDate,
    /// When it has to be looked over again.
    pub review_due: NaiveDate,
    /// Its query.
    pub sql: String,
    /// Which definition this is: a hash of its three files, in hexadecimal.
    pub version: String,
    /// What the columns hold that its query returns.
    #[serde(skip)]
    pub columns: BTreeMap<String, ColumnType>,
}

impl CaseListDefinition {
    /// The column that names what a row is about.
    #[must_use]
    pub fn key_column(&self) -> &'static str {
        if self.is_about_children() { "child_id" } else { "subject_id" }
    }

    /// Whether a row is about a child.
    #[must_use]
    pub fn is_about_children(&self) -> bool {
        self.subject == "child"
    }

    /// Whether its review date has passed.
    #[must_use]
    pub fn is_past_review(&self, today: NaiveDate) -> bool {
        self.review_due < today
    }
}

/// `list.toml` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCaseList {
    pub(super) title: String,
    pub(super) about: String,
    #[serde(default = "child")]
    pub(super) subject: String,
    pub(super) one_row: String,
    pub(super) due: String,
    pub(super) timescale: Option<toml::Spanned<String>>,
    pub(super) weighted_by: Option<String>,
    pub(super) source: Source,
    pub(super) needs: toml::Spanned<Vec<String>>,
    #[serde(default)]
    pub(super) scorecard_refs: Vec<String>,
    pub(super) owner: String,
    pub(super) checker: String,
    pub(super) reviewed_on: NaiveDateText,
    pub(super) review_due: toml::Spanned<NaiveDateText>,
}

fn child() -> String {
    "child".to_owned()
}
