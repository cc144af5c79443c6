//! Writing a backup.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, EntityTrait};
use serde_json::json;
use sha2::{Digest, Sha256};
use ulid::Ulid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::BackupSummary;
use super::archive::measure;
use super::contents::for_each_table;
use super::manifest::{self, HistoryEnd, Manifest, TableFile, file_of};
use crate::audit::chain::hexadecimal;
use crate::audit::verify::verify;
use crate::tables::{Table, history_head};
use crate::write::{Doing as _, rows_after};
use crate::{AuditEntry, Error, Result, Store, migrations, values};

impl Store {
    /// Writes everything into one file and says what it holds.
    ///
    /// The file appears whole or not at all: it is written beside `to`, forced
    /// to disk, then renamed over it. It holds the store as at one moment,
    /// before the audit row of the backup itself. The file's `sha256` and
    /// `size_bytes` are added to `audit.detail`.
    ///
    /// # Errors
    ///
    /// [`Error::BackupFile`] – the folder is missing, not writable, or full; no
    /// part of the file is left.
    pub async fn backup(&self, to: &Path, at: DateTime<Utc>, audit: AuditEntry) -> Result<BackupSummary> {
        let unwritable = |source| Error::BackupFile { doing: "write", path: to.to_owned(), source };
        let beside = Beside::create(to, at).map_err(unwritable)?;
        let reading = self.begin_reading().await?;
        let (manifest, mut file) = Box::pin(write_archive(&reading, &beside, at, to)).await?;
        let history = verify(&reading).await?;
        drop(reading);
        file.rewind().map_err(unwritable)?;
        let (size_bytes, sha256) = measure(&mut file).map_err(unwritable)?;
        beside.put_in_place(to).map_err(unwritable)?;
        let detail = with_file(audit.detail, &sha256, size_bytes);
        self.begin_change().await?.finish(AuditEntry { detail, ..audit }).await?;
        Ok(BackupSummary {
            at: manifest.at,
            size_bytes,
            sha256,
            plans: manifest.table("plan").map_or(0, |table| table.rows),
            rows: manifest.tables.into_iter().map(|table| (table.name, table.rows)).collect(),
            history,
        })
    }
}

/// The detail of an audit row with the file it is about.
pub(super) fn with_file(detail: serde_json::Value, sha256: &str, size_bytes: u64) -> serde_json::Value {
    let mut fields = match detail {
        serde_json::Value::Object(fields) => fields,
        serde_json::Value::Null => serde_json::Map::new(),
        other => serde_json::Map::from_iter([("detail".to_owned(), other)]),
    };
    fields.insert("sha256".to_owned(), json!(sha256));
    fields.insert("size_bytes".to_owned(), json!(size_bytes));
    serde_json::Value::Object(fields)
}

/// A file beside the one wanted, taken away again unless it is put in its place.
struct Beside {
    path: PathBuf,
    is_placed: bool,
}

impl Beside {
    fn create(to: &Path, at: DateTime<Utc>) -> io::Result<Self> {
        let name = to.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
        if to.is_dir() {
            return Err(io::Error::other("the path is a folder"));
        }
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.partial", Ulid::from_datetime(at.into())));
        let path = to.with_file_name(hidden);
        OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok(Self { path, is_placed: false })
    }

    fn put_in_place(mut self, to: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, to)?;
        self.is_placed = true;
        // The new name must be on disk too; only Unix lets a folder be forced to disk.
        #[cfg(unix)]
        {
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.is_placed {
            // Nothing more can be done about a file that cannot be taken away.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// The tables written so far.
struct Saving<'a> {
    zip: ZipWriter<File>,
    tables: Vec<TableFile>,
    to: &'a Path,
}

impl Saving<'_> {
    fn unwritable(&self, source: impl Into<io::Error>) -> Error {
        Error::BackupFile { doing: "write", path: self.to.to_owned(), source: source.into() }
    }

    fn start(&mut self, name: &str) -> Result<()> {
        // No moment of writing in the archive: the same store gives the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o600)
            .large_file(true);
        self.zip.start_file(name, options).map_err(|error| self.unwritable(error))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes).map_err(|error| self.unwritable(error))
    }
}

async fn write_archive(
    reading: &DatabaseTransaction,
    beside: &Beside,
    at: DateTime<Utc>,
    to: &Path,
) -> Result<(Manifest, File)> {
    let unwritable = |source| Error::BackupFile { doing: "write", path: to.to_owned(), source };
    let file = OpenOptions::new().read(true).write(true).open(&beside.path).map_err(unwritable)?;
    let mut saving = Saving { zip: ZipWriter::new(file), tables: Vec::new(), to };
    for_each_table!(save_table(reading, &mut saving).await?);
    let head = history_head::Entity::find().one(reading).await.doing("reading the end of the history")?;
    let head = head.ok_or_else(|| Error::Unreadable {
        table: history_head::Entity::NAME,
        what: "its only row is missing".to_owned(),
    })?;
    let manifest = Manifest {
        format: manifest::FORMAT.to_owned(),
        format_version: manifest::FORMAT_VERSION,
        schema_version: migrations::schema_version(),
        at: values::instant(&values::instant_text(at), "manifest")?,
        history: HistoryEnd { audit_rows: head.audit_rows, hash: head.hash },
        tables: std::mem::take(&mut saving.tables),
    };
    saving.start(manifest::FILE)?;
    let mut json = serde_json::to_vec_pretty(&manifest).map_err(|error| saving.unwritable(error))?;
    json.push(b'\n');
    saving.write(&json)?;
    let file = saving.zip.finish().map_err(|error| unwritable(error.into()))?;
    file.sync_all().map_err(unwritable)?;
    Ok((manifest, file))
}

async fn save_table<T: Table>(reading: &DatabaseTransaction, saving: &mut Saving<'_>) -> Result<()> {
    saving.start(&file_of::<T>())?;
    let mut hash = Sha256::new();
    let mut table = TableFile { name: T::NAME.to_owned(), rows: 0, size_bytes: 0, sha256: String::new() };
    let mut last = 0;
    loop {
        let rows = rows_after::<T>(reading, last, T::ROWS_AT_ONCE).await?;
        let Some(end) = rows.last() else { break };
        last = T::number(end);
        for row in &rows {
            let mut line = serde_json::to_vec(row).map_err(|error| saving.unwritable(error))?;
            line.push(b'\n');
            hash.update(&line);
            table.rows += 1;
            table.size_bytes += u64::try_from(line.len()).expect("a length fits 64 bits");
            saving.write(&line)?;
        }
    }
    table.sha256 = hexadecimal(&hash.finalize());
    saving.tables.push(table);
    Ok(())
}
