//! What the quality checks found in an extract: counts for whoever sees extracts, rows for whoever sees the children.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sightline_records::quality::{Checks, Finding, Kind, Quality, Severity, finding};

use crate::policy::{Action, Target};
use crate::shelf::Shelf;
use crate::{App, Call, Result};

use super::step::data_audit;
use super::{ExtractView, blocking};

/// What the quality checks counted. No child is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QualitySummary {
    /// What each check found; those that found nothing are left out.
    pub counts: Vec<CheckCount>,
    /// Checks that could not be asked, because what they ask about was not loaded.
    pub not_asked: u64,
    /// Rows, and rows without an error, by team and record table.
    pub scores: Vec<TeamScore>,
}

/// What one check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckCount {
    /// The check, such as `referral_without_source`.
    pub check: String,
    /// `error`, `warning` or `prompt`.
    pub severity: String,
    /// How many findings there are.
    pub found: u64,
}

/// Rows of one record table that one team is answerable for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamScore {
    /// The team, by name; none for rows that belong to no team.
    pub team: Option<String>,
    /// The record table.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Rows without an error.
    pub rows_without_error: u64,
}

/// A quality check as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckWords {
    /// The check, such as `referral_without_source`.
    pub id: String,
    /// The problem, in a few words.
    pub title: String,
    /// Why it matters.
    pub matters: String,
    /// What to do about it.
    pub action: String,
    /// What kind of thing it is, in words.
    pub kind: &'static str,
    /// How bad it is.
    pub severity: Severity,
}

/// Which findings to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Only those that this team is answerable for.
    pub team: Option<String>,
    /// Only of this worker.
    pub worker: Option<String>,
    /// Only of this severity.
    pub severity: Option<Severity>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only in this record table.
    pub table: Option<String>,
    /// Only of this check.
    pub check: Option<String>,
}

/// Findings that the caller may see.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The extract in force.
    pub extract: ExtractView,
    /// Those that the filter chooses, the worst first, then by team, table and check.
    pub findings: Vec<Finding>,
    /// How many there are for each team that the caller may see, whatever the filter says; under none those of no team.
    pub teams: BTreeMap<Option<String>, u64>,
    /// Every worker, table and check that has a finding the caller may see.
    pub workers: Vec<String>,
    /// The same of record tables.
    pub tables: Vec<String>,
    /// The same of checks, in words.
    pub checks: Vec<CheckWords>,
}

impl QualitySummary {
    pub(super) fn of(checks: &Checks, quality: &Quality) -> Self {
        let severity = |id: &str| checks.check(id).map_or("", |check| check.severity.code()).to_owned();
        let counts = quality.counts.iter();
        let scores = quality.scores.iter();
        Self {
            counts: counts
                .map(|count| CheckCount {
                    check: count.check.clone(),
                    severity: severity(&count.check),
                    found: count.found,
                })
                .collect(),
            not_asked: quality.not_asked.len() as u64,
            scores: scores
                .map(|score| TeamScore {
                    team: score.team.clone(),
                    table: score.table.clone(),
                    rows: score.rows,
                    rows_without_error: score.rows_without_error,
                })
                .collect(),
        }
    }

    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        if value.is_null() { None } else { serde_json::from_value(value.clone()).ok() }
    }

    /// How many findings of this severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        self.counts.iter().filter(|count| count.severity == severity.code()).map(|count| count.found).sum()
    }

    /// Rows without an error, and all rows.
    #[must_use]
    pub fn share(&self) -> (u64, u64) {
        self.scores.iter().fold((0, 0), |(good, all), score| (good + score.rows_without_error, all + score.rows))
    }

    /// The same for each team, by name; under none rows of no team.
    #[must_use]
    pub fn share_by_team(&self) -> BTreeMap<Option<String>, (u64, u64)> {
        let mut shares: BTreeMap<Option<String>, (u64, u64)> = BTreeMap::new();
        for score in &self.scores {
            let (good, all) = shares.entry(score.team.clone()).or_default();
            (*good, *all) = (*good + score.rows_without_error, *all + score.rows);
        }
        shares
    }
}

/// What the checks counted, as the database keeps it.
pub(super) fn quality_value(summary: &QualitySummary) -> Value {
    serde_json::to_value(summary).unwrap_or_default()
}

impl App {
    /// The quality checks in words, by their id; none when what is built in cannot be read.
    #[must_use]
    pub fn check_words(&self) -> BTreeMap<String, CheckWords> {
        let checks = self.shelf().and_then(Shelf::checks);
        let Ok(checks) = checks else { return BTreeMap::new() };
        let words = checks.checks.iter().map(|check| CheckWords {
            id: check.id.clone(),
            title: check.title.clone(),
            matters: check.matters.clone(),
            action: check.action.clone(),
            kind: check.kind.words(),
            severity: check.severity,
        });
        words.map(|words| (words.id.clone(), words)).collect()
    }

    /// What the quality checks found in the extract in force, of the teams whose
    /// children the caller may see; says so in the history.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`](crate::Error::NoExtractInForce) – there are no records.
    pub async fn findings(&self, call: &Call, filter: &FindingFilter) -> Result<Findings> {
        call.may(Action::ChildRead)?;
        let record = self.find_extract(None).await?;
        let opened = self.open_extract(&record).await?;
        let all = blocking(move || {
            Ok(opened.findings()?.unwrap_or_default().iter().flat_map(finding::from_batch).collect::<Vec<Finding>>())
        })
        .await?;
        let mut may_see: BTreeMap<Option<String>, bool> = BTreeMap::new();
        let seen: Vec<Finding> = all
            .into_iter()
            .filter(|finding| {
                *may_see.entry(finding.team.clone()).or_insert_with_key(|team| {
                    call.allows(Action::ChildRead, &Target::Team(team.as_deref().unwrap_or_default()))
                })
            })
            .collect();
        let mut teams: BTreeMap<Option<String>, u64> = BTreeMap::new();
        for finding in &seen {
            *teams.entry(finding.team.clone()).or_default() += 1;
        }
        let listed = |of: fn(&Finding) -> Option<&String>| {
            let mut names: Vec<String> = seen.iter().filter_map(of).cloned().collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let (workers, tables) = (listed(|finding| finding.worker.as_ref()), listed(|finding| Some(&finding.table)));
        let known = self.check_words();
        let checks = listed(|finding| Some(&finding.check)).iter().filter_map(|id| known.get(id).cloned()).collect();
        let mut findings: Vec<Finding> = seen.iter().filter(|finding| filter.takes(finding)).cloned().collect();
        findings.sort_by(|one, other| {
            let place = |finding: &Finding| (finding.team.clone(), finding.table.clone(), finding.check.clone());
            one.severity.cmp(&other.severity).then_with(|| place(one).cmp(&place(other)))
        });
        let detail = json!({ "records": "findings", "team": filter.team, "rows": findings.len() });
        self.store.record_reading(data_audit(call, Action::ChildRead.code(), &record, detail)).await?;
        Ok(Findings { extract: self.view_of(record).await?, findings, teams, workers, tables, checks })
    }
}

impl FindingFilter {
    fn takes(&self, finding: &Finding) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        is(self.team.as_ref(), finding.team.as_ref())
            && is(self.worker.as_ref(), finding.worker.as_ref())
            && is(self.severity.as_ref(), Some(&finding.severity))
            && is(self.kind.as_ref(), Some(&finding.kind))
            && is(self.table.as_ref(), Some(&finding.table))
            && is(self.check.as_ref(), Some(&finding.check))
    }
}
