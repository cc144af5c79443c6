//! What a backup says of itself.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::migrations;
use crate::tables::Table;

pub(super) const FILE: &str = "manifest.json";
pub(super) const FORMAT: &str = "sightline-backup";
pub(super) const FORMAT_VERSION: u32 = 1;

/// Everything in a backup together may unpack to this much: 16 GiB.
const MOST_BYTES: u64 = 16 << 30;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: String,
    pub(super) format_version: u32,
    /// The last migration of the store it was made from.
    pub(super) schema_version: String,
    pub(super) at: DateTime<Utc>,
    pub(super) history: HistoryEnd,
    pub(super) tables: Vec<TableFile>,
}

/// Where the history ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HistoryEnd {
    pub(super) audit_rows: i64,
    pub(super) hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TableFile {
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) size_bytes: u64,
    pub(super) sha256: String,
}

/// Name of a table's file.
pub(super) fn file_of<T: Table>() -> String {
    format!("{}.jsonl", T::NAME)
}

impl Manifest {
    pub(super) fn table(&self, name: &str) -> Option<&TableFile> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Why the manifest cannot be that of a backup this version can restore.
    pub(super) fn fault(&self, known: &[&str]) -> Option<String> {
        if self.format != FORMAT {
            return Some(format!("{FILE} says it is a `{}`", shortened(&self.format)));
        }
        let names: BTreeSet<&str> = self.tables.iter().map(|table| table.name.as_str()).collect();
        if names.len() != self.tables.len() {
            return Some(format!("{FILE} names a table twice"));
        }
        if let Some(strange) = names.iter().find(|name| !known.contains(name)) {
            return Some(format!("{FILE} names a table `{}` that no backup has", shortened(strange)));
        }
        if self.schema_version == migrations::schema_version()
            && let Some(missing) = known.iter().find(|name| !names.contains(*name))
        {
            return Some(format!("{FILE} does not name the table `{missing}`"));
        }
        let total = self.tables.iter().try_fold(0_u64, |total, table| total.checked_add(table.size_bytes));
        if total.is_none_or(|total| total > MOST_BYTES) {
            return Some("it would unpack to more than 16 GiB".to_owned());
        }
        None
    }
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
