//! Backup and restore: one file, the same for both databases.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::{AuditEntry, Result, Store};

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
    /// Hash of the last audit row in it.
    pub head_hash: String,
}

impl Store {
    /// Writes everything into one file and says what it holds.
    ///
    /// The file appears whole or not at all: it is written beside `to`, forced
    /// to disk, then renamed over it. It holds the store as at one moment,
    /// before the audit row of the backup itself. `sha256`, `size_bytes` and
    /// `head_hash` are added to `audit.detail`.
    pub async fn backup(&self, _to: &Path, _at: DateTime<Utc>, _audit: AuditEntry) -> Result<BackupSummary> {
        unimplemented!("filled in next")
    }

    /// Fills an empty store from a backup and says what it held; all of it or nothing.
    ///
    /// Hashes are checked before anything is written and the history after;
    /// then the audit row of the restore itself is added.
    ///
    /// # Errors
    ///
    /// * [`Error::NotEmpty`](crate::Error::NotEmpty) – the store holds anything.
    /// * [`Error::BackupInvalid`](crate::Error::BackupInvalid) – cut short, changed, not ours, or too large.
    /// * [`Error::BackupTampered`](crate::Error::BackupTampered) – whole, but its history does not hold together.
    /// * [`Error::Newer`](crate::Error::Newer) – made by a newer version.
    pub async fn restore(&self, _from: &Path, _audit: AuditEntry) -> Result<BackupSummary> {
        unimplemented!("filled in next")
    }
}
fn _probe() {
    fn is_send<T: Send>() {}
    is_send::<zip::ZipWriter<std::fs::File>>();
    is_send::<zip::read::ZipFile<'static, std::fs::File>>();
    is_send::<zip::ZipArchive<std::fs::File>>();
}
