//! Backup and restore: one file, the same for both databases.
//!
//! The file is a zip archive. Each table is a file `<table>.jsonl`: one JSON
//! object for each row, by number, ended by a line feed. `manifest.json` says
//! which version of the format and of the tables it is, and for each table how
//! many rows and bytes it has and their SHA-256. The same store gives the same
//! table files on either database.

mod archive;
mod contents;
mod manifest;
mod restore;
mod save;

use chrono::{DateTime, Utc};

use crate::Verification;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSummary {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Size of the file.
    pub size_bytes: u64,
    /// SHA-256 of the file as 64 small hexadecimal digits.
    pub sha256: String,
    /// Plans in it.
    pub plans: u64,
    /// Rows in it, by table, in the order they are stored.
    pub rows: Vec<(String, u64)>,
    /// Whether the history in it is whole. A backup of a broken history is
    /// made, so that nothing is lost, but cannot be restored without repair.
    pub history: Verification,
}
