//! Restoring a backup into an empty store.

use std::path::Path;

use sea_orm::{EntityTrait, PaginatorTrait};

use super::BackupSummary;
use super::archive::Archive;
use super::contents::for_each_table;
use super::save::with_file;
use crate::audit::verify::verify;
use crate::tables::{Table, plan};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, Result, Store, Verification, values};

/// Rows in memory at a time, and their bytes.
const MOST_ROWS: usize = 1000;
const MOST_BYTES: usize = 16 << 20;

impl Store {
    /// Fills an empty store from a backup and says what it held; all of it or nothing.
    ///
    /// Hashes are checked before anything is written and the history after;
    /// then the audit row of the restore itself is added, with the file's
    /// `sha256` and `size_bytes` in its detail.
    ///
    /// # Errors
    ///
    /// * [`Error::NotEmpty`] – the store holds a plan or an audit row.
    /// * [`Error::BackupFile`] – the file cannot be read.
    /// * [`Error::BackupInvalid`] – cut short, changed, not ours, or too large.
    /// * [`Error::BackupTampered`] – as it was written, but its history does not hold together.
    /// * [`Error::Newer`] – made by a newer version.
    pub async fn restore(&self, from: &Path, audit: AuditEntry) -> Result<BackupSummary> {
        let mut archive = Archive::open(from)?;
        archive.check_tables()?;

        let mut change = self.begin_change().await?;
        refuse_unless_empty(&change).await?;
        for_each_table!(restore_table(&change, &mut archive).await?);
        let end = archive.manifest.history.clone();
        change.continue_from(end.audit_rows, &end.hash).await?;
        let history = verify(change.connection()).await?;
        if let Verification::Broken { seq, what } = history {
            let what = format!("row {seq} of the audit log: {what}");
            return Err(Error::BackupTampered { path: from.to_owned(), what });
        }
        let detail = with_file(audit.detail, &archive.sha256, archive.size_bytes);
        change.finish(AuditEntry { detail, ..audit }).await?;
        Ok(BackupSummary {
            at: archive.manifest.at,
            size_bytes: archive.size_bytes,
            plans: archive.manifest.table(plan::Entity::NAME).map_or(0, |table| table.rows),
            rows: archive.manifest.tables.into_iter().map(|table| (table.name, table.rows)).collect(),
            sha256: archive.sha256,
            history,
        })
    }
}

async fn refuse_unless_empty(change: &Change) -> Result<()> {
    let plans = plan::Entity::find().count(change.connection()).await.doing("counting plans")?;
    let audit_rows = values::count(change.audit_seq() - 1, "history_head")?;
    if plans == 0 && audit_rows == 0 { Ok(()) } else { Err(Error::NotEmpty { plans, audit_rows }) }
}

async fn restore_table<T: Table>(change: &Change, archive: &mut Archive) -> Result<()> {
    let invalid = |error: serde_json::Error| format!("a row of `{}` cannot be read ({error})", T::NAME);
    let mut fault = None;
    if let Some(mut lines) = archive.lines::<T>()? {
        let mut rows: Vec<T::Model> = Vec::new();
        let mut bytes = 0;
        while let Some(line) = lines.next()? {
            match serde_json::from_slice(&line) {
                Ok(row) => rows.push(row),
                Err(error) => {
                    fault = Some(invalid(error));
                    break;
                }
            }
            bytes += line.len();
            if rows.len() >= MOST_ROWS || bytes >= MOST_BYTES {
                change.insert::<T>(std::mem::take(&mut rows)).await?;
                bytes = 0;
            }
        }
        change.insert::<T>(rows).await?;
    }
    fault.map_or(Ok(()), |what| Err(archive.invalid(what)))
}
