//! Data quality: checks that are content, what they find, and a score for each team.
//!
//! `content/quality/` says what is checked; nothing here knows a table or a
//! column by name, but for `child_id`, `team` and `worker`, which join tables.

mod examples;
pub mod finding;
mod load;
pub mod page;
mod readers;
mod rule;
mod run;
mod scores;
mod world;
mod written;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::definitions::Definitions;
use crate::{Error, Records, Result};

pub use finding::Finding;
pub use scores::{Score, ScoreDefinition, Share, by_table, by_team, whole_service};

use rule::{Condition, Other, Rule};
use run::{Found, NotRun, Outcome};
use scores::Holders;
use world::World;

/// Of one check, at most this many findings are kept; all are counted.
const MAX_KEPT: usize = 20_000;

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/built_in_quality.rs"));

    pub(super) fn files() -> &'static [(&'static str, &'static str)] {
        FILES
    }
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A value that should be there is not.
    Missing,
    /// Values that cannot be so, alone or together.
    Impossible,
    /// A value that is no code of its list, or has a form that it cannot have.
    UnknownCode,
    /// A row that is there twice.
    Duplicate,
    /// A row whose counterpart in another table is not there.
    Orphan,
    /// Two rows of one child at the same time that cannot both hold.
    Overlap,
    /// Values that can be so and hardly ever are.
    Improbable,
}

impl Kind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Impossible,
        Self::UnknownCode,
        Self::Duplicate,
        Self::Orphan,
        Self::Overlap,
        Self::Improbable,
    ];

    /// The word that files and addresses use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Impossible => "impossible",
            Self::UnknownCode => "unknown_code",
            Self::Duplicate => "duplicate",
            Self::Orphan => "orphan",
            Self::Overlap => "overlap",
            Self::Improbable => "improbable",
        }
    }

    /// The kind in plain English.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown code",
            other => other.code(),
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot be right, or a figure is wrong because of it.
    Error,
    /// It is hardly ever right, or a return will be queried.
    Warning,
    /// It may well be right; somebody should look.
    Prompt,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Prompt];

    /// The word that files, addresses and people use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Prompt => "prompt",
        }
    }

    /// The severity of this word.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// One question asked of every row of a table.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its id, which never changes.
    pub id: String,
    /// What kind of thing it finds.
    pub kind: Kind,
    /// How bad that is.
    pub severity: Severity,
    /// Position of the record table; none for what readers find in any.
    pub table: Option<usize>,
    /// What is wrong, in a sentence.
    pub title: String,
    /// Why it matters.
    pub matters: String,
    /// What to do about it.
    pub action: String,
    /// The rule of a return that says the same.
    pub standard: Option<String>,
    /// Positions of the formats whose rows are asked; empty for all.
    formats: Vec<usize>,
    conditions: Vec<Condition>,
    other: Option<Other>,
    rule: Rule,
}

/// Every check, and what the score is.
#[derive(Clone, Debug)]
pub struct Checks {
    /// The checks, by file and in its order.
    pub checks: Vec<Check>,
    /// What the score is.
    pub scores: ScoreDefinition,
}

impl Checks {
    /// The checks that come with Sightline.
    ///
    /// # Errors
    ///
    /// [`Error::Definitions`] when a built-in file is wrong; a test keeps that from happening.
    pub fn built_in(definitions: &Definitions) -> Result<Self> {
        Self::load(definitions, built_in::files())
    }

    /// The checks in these files, given by path from `content/quality` with their text.
    ///
    /// The examples of every check are run; one that finds other rows than it says is an error.
    ///
    /// # Errors
    ///
    /// [`Error::Definitions`] with everything that is wrong, each with its file and line.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(definitions: &Definitions, files: &[(N, T)]) -> Result<Self> {
        load::load(definitions, files).map_err(Error::Definitions)
    }

    /// The files that come with Sightline, by path from `content/quality`.
    #[must_use]
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        built_in::files()
    }

    /// The check of this id.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }
}

/// How much one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The check.
    pub check: String,
    /// How many findings there were, those that were not kept too.
    pub found: u64,
}

/// A check that could not be asked of these records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAsked {
    /// The check.
    pub check: String,
    /// Why, in a few words.
    pub reason: &'static str,
}

/// What all checks found in one set of record tables.
#[derive(Clone, Debug)]
pub struct Quality {
    /// The day that the records are of.
    pub as_at: NaiveDate,
    /// The findings, by check in the order of the files and then by row.
    pub findings: Vec<Finding>,
    /// What each check found, in the order of the files; checks that found nothing are left out.
    pub counts: Vec<Count>,
    /// Checks that could not be asked, because what they ask about was not loaded.
    pub not_asked: Vec<NotAsked>,
    /// Rows by team and table.
    pub scores: Vec<Score>,
}

impl Quality {
    /// How many findings of this severity there are, those that were not kept too.
    #[must_use]
    pub fn count(&self, checks: &Checks, severity: Severity) -> u64 {
        self.counts
            .iter()
            .filter(|count| checks.check(&count.check).is_some_and(|check| check.severity == severity))
            .map(|count| count.found)
            .sum()
    }
}

/// Asks every check of the combined tables, and of what the readers found in each part.
///
/// `parts` may be empty: then nothing is known of what the readers could not read.
#[must_use]
pub fn check(
    definitions: &Definitions,
    checks: &Checks,
    parts: &[Records],
    tables: &BTreeMap<String, Vec<RecordBatch>>,
    as_at: NaiveDate,
) -> Quality {
    let world = World::new(definitions, tables, as_at);
    let holders = Holders::new(&world, &checks.scores);
    let mut wrong: Vec<Vec<bool>> = world.tables.iter().map(|table| vec![false; table.rows]).collect();
    let mut quality =
        Quality { as_at, findings: Vec::new(), counts: Vec::new(), not_asked: Vec::new(), scores: Vec::new() };
    let read = readers::findings(&world, checks, parts, &holders);
    for check in &checks.checks {
        let counts = checks.scores.counts.contains(&check.severity);
        let before = quality.findings.len();
        let mut found = 0;
        if let Rule::Read(_) = check.rule {
            for finding in read.iter().filter(|read| read.check == check.id) {
                found += finding.more;
                if let Some((table, row)) = finding.row.filter(|_| counts) {
                    wrong[table][row] = true;
                }
                quality.findings.extend(finding.finding.clone());
            }
        }
        match (run::run(&world, check), check.table) {
            (Outcome::Found(rows), Some(table)) => {
                for row in &rows {
                    wrong[table][row.row] |= counts;
                }
                found += rows.len() as u64;
                let kept = rows.into_iter().take(MAX_KEPT);
                quality.findings.extend(kept.map(|row| describe(&world, &holders, check, table, row)));
            }
            (Outcome::Found(_), None) => {}
            (Outcome::NotRun(reason), _) => quality.not_asked.push(NotAsked {
                check: check.id.clone(),
                reason: match reason {
                    NotRun::NoRows => "no row was loaded that it could be asked of",
                    NotRun::NoOther => "no row was loaded that it could be compared with",
                },
            }),
        }
        if found > 0 {
            quality.counts.push(Count { check: check.id.clone(), found });
        }
        debug_assert!(quality.findings.len() - before <= usize::try_from(found).unwrap_or(usize::MAX));
    }
    quality.scores = holders.scores(&wrong);
    quality
}

fn describe(world: &World<'_>, holders: &Holders<'_, '_>, check: &Check, table: usize, found: Found) -> Finding {
    let view = &world.tables[table];
    let columns = check.rule.columns(check.other.as_ref());
    let names: Vec<&str> = columns.iter().map(|column| view.definition.columns[*column].name.as_str()).collect();
    let mut seen = view.describe(columns.iter().copied(), found.row);
    if let Some(against) = found.against {
        let other = check.other.as_ref().filter(|_| check.rule.uses_other()).map_or(table, |other| other.table);
        let other = &world.tables[other];
        let days = check.rule.other_columns();
        let words = if days.is_empty() { other.row_key(against) } else { other.describe(days.into_iter(), against) };
        if !words.is_empty() {
            let joint = if seen.is_empty() { "" } else { "; " };
            seen.push_str(&format!("{joint}against {} {words}", other.definition.title.to_lowercase()));
        }
    }
    let (team, worker) = holders.of_row(table, found.row);
    let (source, source_row) = view.place(found.row);
    let given = |words: String| (!words.is_empty()).then_some(words);
    Finding {
        check: check.id.clone(),
        kind: check.kind,
        severity: check.severity,
        table: view.definition.name.clone(),
        columns: given(names.join(", ")),
        child_id: holders.child(table, found.row).map(str::to_owned),
        row_key: given(view.row_key(found.row)),
        seen: given(seen),
        team: team.map(str::to_owned),
        worker: worker.map(str::to_owned),
        source: source.map(str::to_owned),
        source_row,
    }
}

#[cfg(test)]
mod tests;
