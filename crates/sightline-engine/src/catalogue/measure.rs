//! A measure as its folder says it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use sightline_domain::measure::{Better, Counts, Kind};

use crate::shapes::ColumnType;

/// A measure: what it counts, why, and by whose definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureDefinition {
    /// The name of its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it is counted.
    pub kind: Kind,
    /// What a row stands for.
    pub counts: Counts,
    /// What a row is about: `child`, `worker`, `audit` …
    pub subject: String,
    /// One row of the cohort, in words.
    pub one_row: String,
    /// What is counted.
    pub denominator: String,
    /// Of a proportion, which of these are in the numerator.
    pub numerator: Option<String>,
    /// The unit of the figure.
    pub unit: String,
    /// Which way is good.
    pub better: Better,
    /// The definition in plain words.
    pub definition: String,
    /// Why it matters.
    pub why: String,
    /// Of a rate, the population that it is for.
    pub population: Option<String>,
    /// A statutory or national threshold.
    pub threshold: Option<Threshold>,
    /// Where the definition was published.
    pub source: Source,
    /// Formats any one of which holds the facts.
    pub needs: Vec<String>,
    /// Its id in the sector's catalogue.
    pub catalogue: Option<String>,
    /// References printed on scorecards.
    pub scorecard_refs: Vec<String>,
    /// The published figure to compare it with.
    pub benchmark: Option<Benchmark>,
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

/// A threshold in words, and who set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Such as `45 working days`.
    pub words: String,
    /// The guidance or regulation.
    pub source: String,
}

/// A publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Where it is.
    #[serde(default)]
    pub url: Option<String>,
    /// Which edition.
    #[serde(default)]
    pub edition: Option<String>,
}

/// A published figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Its key in the published file.
    pub key: String,
}

impl MeasureDefinition {
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

/// `measure.toml` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenMeasure {
    pub(super) title: String,
    pub(super) kind: Kind,
    pub(super) counts: Counts,
    #[serde(default = "child")]
    pub(super) subject: String,
    pub(super) one_row: String,
    pub(super) denominator: String,
    pub(super) numerator: Option<String>,
    pub(super) unit: String,
    pub(super) better: Better,
    pub(super) definition: String,
    pub(super) why: String,
    pub(super) population: Option<String>,
    pub(super) threshold: Option<Threshold>,
    pub(super) source: Source,
    pub(super) needs: toml::Spanned<Vec<String>>,
    pub(super) catalogue: Option<String>,
    #[serde(default)]
    pub(super) scorecard_refs: Vec<String>,
    pub(super) benchmark: Option<Benchmark>,
    pub(super) owner: String,
    pub(super) checker: String,
    pub(super) reviewed_on: NaiveDateText,
    pub(super) review_due: toml::Spanned<NaiveDateText>,
}

fn child() -> String {
    "child".to_owned()
}

/// A day as TOML writes it, with or without quotation marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct NaiveDateText(pub(super) NaiveDate);

impl<'de> Deserialize<'de> for NaiveDateText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let day = toml::value::Datetime::deserialize(deserializer)?;
        day.to_string().parse().map(Self).map_err(D::Error::custom)
    }
}
