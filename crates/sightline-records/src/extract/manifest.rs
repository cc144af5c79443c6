//! What an extract says of itself without its key: counts, and the hashes of its files.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::combine::{Absent, Differing, Disagreements};
use crate::{Reading, Records};

/// The shape of the folder; a number that is not known is refused.
pub const VERSION: u32 = 1;

/// What an extract holds, in counts. No child, no identifier and no name of a file is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The shape of the folder.
    pub version: u32,
    /// The day that the extract is about.
    pub as_at: NaiveDate,
    /// Each format it came from.
    pub parts: Vec<PartCount>,
    /// Rows of each combined record table.
    pub tables: BTreeMap<String, u64>,
    /// Values on which two formats do not agree.
    pub differing: Vec<DifferingCount>,
    /// Rows that one format holds and another does not.
    pub absent: Vec<AbsentCount>,
    /// Findings of the quality checks that came with it; none when it was not checked.
    pub findings: Option<u64>,
    /// Every other file of the folder, by its path with `/`.
    pub files: BTreeMap<String, FileHash>,
}

/// What came of one format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartCount {
    /// The format, such as `annex_a`.
    pub format: String,
    /// The extract in which it was read first, when it was carried forward from there.
    pub carried_from: Option<String>,
    /// The day the files say they are about, where they do.
    pub reference_on: Option<NaiveDate>,
    /// Files it was read from.
    pub files: u64,
    /// Rows in, kept and set aside.
    pub rows_in: u64,
    /// Rows that went into the record tables.
    pub rows_kept: u64,
    /// Rows that did not.
    pub rows_set_aside: u64,
    /// What became of the rows, by table of the format.
    pub sources: BTreeMap<String, SourceRows>,
    /// Rows of each record table.
    pub tables: BTreeMap<String, u64>,
    /// How many findings of the reading have each code.
    pub findings: BTreeMap<String, u64>,
}

/// What became of the rows of one table of a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRows {
    /// Rows that were not blank.
    pub rows_in: u64,
    /// Rows that went into the record tables.
    pub rows_kept: u64,
    /// Rows that did not.
    pub rows_set_aside: u64,
}

/// A column on which two formats do not agree, with how many values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferingCount {
    /// What differs.
    #[serde(flatten)]
    pub what: Differing,
    /// How many values.
    pub values: u64,
}

/// Rows that one format holds and another does not, with how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentCount {
    /// What is not there.
    #[serde(flatten)]
    pub what: Absent,
    /// How many rows.
    pub rows: u64,
}

/// The size and the hash of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileHash {
    /// Bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

impl PartCount {
    pub(super) fn new(part: &Records, carried_from: Option<&str>) -> Self {
        let reading: &Reading = &part.reading;
        let mut findings: BTreeMap<String, u64> = BTreeMap::new();
        for ((kind, ..), count) in &reading.counts {
            *findings.entry(kind.code.to_owned()).or_default() += count;
        }
        let mut sources: BTreeMap<String, SourceRows> = BTreeMap::new();
        for source in &reading.sources {
            let rows = sources.entry(source.source.clone()).or_default();
            rows.rows_in += source.rows_in;
            rows.rows_kept += source.rows_kept;
            rows.rows_set_aside += source.rows_set_aside;
        }
        let mut files: Vec<&str> = reading.sources.iter().map(|source| source.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        Self {
            format: reading.format.clone(),
            carried_from: carried_from.map(str::to_owned),
            reference_on: reading.reference_on,
            files: files.len() as u64,
            rows_in: reading.rows_in(),
            rows_kept: reading.rows_kept(),
            rows_set_aside: reading.rows_set_aside(),
            sources,
            tables: part.tables.iter().map(|(name, batches)| (name.clone(), rows(batches))).collect(),
            findings,
        }
    }
}

impl Manifest {
    pub(super) fn count(&mut self, disagreements: &Disagreements) {
        let differing = disagreements.differing.iter();
        self.differing =
            differing.map(|(what, values)| DifferingCount { what: what.clone(), values: *values }).collect();
        let absent = disagreements.absent.iter();
        self.absent = absent.map(|(what, rows)| AbsentCount { what: what.clone(), rows: *rows }).collect();
    }

    /// Rows of all combined tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.values().sum()
    }

    /// The part of this format.
    #[must_use]
    pub fn part(&self, format: &str) -> Option<&PartCount> {
        self.parts.iter().find(|part| part.format == format)
    }
}

/// Rows of all batches together.
pub(super) fn rows(batches: &[arrow_array::RecordBatch]) -> u64 {
    batches.iter().map(|batch| batch.num_rows() as u64).sum()
}
