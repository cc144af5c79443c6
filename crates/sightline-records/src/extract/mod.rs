//! Extracts: one load of children's records in a folder, sealed and never changed.
//!
//! ```text
//! <folder>/
//! ├── manifest.json                 counts and hashes; no child, no name of a file
//! ├── manifest.seal                 proves that the manifest belongs to the key
//! ├── parts/<format>/reading.parquet   what became of every row, with places
//! ├── parts/<format>/<table>.parquet   as read, one for each record table
//! ├── tables/<table>.parquet        combined; not there when there is one part only
//! ├── disagreements.parquet         where the formats do not agree
//! └── findings.parquet              of the quality checks, where there were any
//! ```
//!
//! Every Parquet file is under Parquet modular encryption (AES-256-GCM, footer
//! and all columns) with the extract's own key, and bound to its path.

mod difference;
mod key;
mod manifest;
mod reading;
mod sealed;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, new_null_array};
use arrow_schema::{DataType, Field, Schema};
use chrono::NaiveDate;

use crate::combine::{ALSO_IN, Combined};
use crate::{Error, Records, Result};

pub use difference::{ColumnDifference, Difference, TableDifference, difference};
pub use key::ExtractKey;
pub use manifest::{AbsentCount, DifferingCount, FileHash, Manifest, PartCount, SourceRows, VERSION};
pub use sealed::Batches;
pub use staging::{Staging, clear, destroy};

use manifest::rows;

/// What says of itself what an extract holds.
const MANIFEST: &str = "manifest.json";
/// What proves that the manifest belongs to the key.
const SEAL: &str = "manifest.seal";
const FINDINGS: &str = "findings.parquet";
const DISAGREEMENTS: &str = "disagreements.parquet";
/// A manifest is far smaller.
const MAX_MANIFEST_BYTES: u64 = 16 * 1024 * 1024;

/// What goes into an extract.
#[derive(Clone, Debug)]
pub struct Contents<'c> {
    /// The day that the extract is about.
    pub as_at: NaiveDate,
    /// The records of each format, each format once.
    pub parts: &'c [Records],
    /// For each format that was carried forward, the extract in which it was read first.
    pub carried_from: &'c BTreeMap<String, String>,
    /// What the parts say together.
    pub combined: &'c Combined,
    /// What the quality checks found; none when there were none.
    pub findings: Option<&'c [RecordBatch]>,
}

/// Writes an extract into a folder that is not there yet, wholly or not at all.
///
/// Everything is written into a folder beside it, which is renamed when the
/// disk has all of it. A process killed at any moment leaves either the whole
/// extract or a staging folder that [`clear`] takes away.
///
/// # Errors
///
/// [`Error::ExtractThere`] when the folder is there; [`Error::NotWritten`] with
/// the file when the disk is full, or the place cannot be written to.
pub fn write(folder: &Path, contents: &Contents<'_>, key: &ExtractKey) -> Result<Manifest> {
    let mut staging = Staging::begin(folder, key)?;
    for part in contents.parts {
        let format = &part.reading.format;
        staging.write(&part_path(format, "reading"), &[reading::to_batch(&part.reading)])?;
        for (table, batches) in &part.tables {
            staging.write(&part_path(format, table), batches)?;
        }
    }
    // The only part is what the parts say together.
    if contents.parts.len() != 1 {
        for (table, batches) in &contents.combined.tables {
            staging.write(&table_path(table), batches)?;
        }
    }
    staging.write(DISAGREEMENTS, std::slice::from_ref(&contents.combined.disagreements.rows))?;
    if let Some(findings) = contents.findings {
        staging.write(FINDINGS, findings)?;
    }
    let carried = |part: &Records| contents.carried_from.get(&part.reading.format).map(String::as_str);
    let tables = contents.combined.tables.iter();
    let mut manifest = Manifest {
        version: VERSION,
        as_at: contents.as_at,
        parts: contents.parts.iter().map(|part| PartCount::new(part, carried(part))).collect(),
        tables: tables.map(|(name, batches)| (name.clone(), rows(batches))).collect(),
        differing: Vec::new(),
        absent: Vec::new(),
        findings: contents.findings.map(rows),
        files: BTreeMap::new(),
    };
    manifest.count(&contents.combined.disagreements);
    staging.publish(manifest)
}

/// Opens an extract, and compares every file with its hash.
///
/// # Errors
///
/// [`Error::Manifest`] and [`Error::ManifestSeal`] when the manifest cannot be
/// read or does not belong to the key; [`Error::ExtractFileMissing`],
/// [`Error::ExtractFileChanged`] and [`Error::ExtractFileStrange`] name the
/// file that is not there, is not as it was written, or does not belong there.
pub fn open(folder: &Path, key: &ExtractKey) -> Result<Extract> {
    let extract = open_unread(folder, key)?;
    for (path, expected) in &extract.manifest.files {
        sealed::check(folder, path, expected)?;
    }
    Ok(extract)
}

/// Opens an extract, and compares the files' sizes only: for a page that shows one child.
///
/// The hash of a file is compared when it is read.
///
/// # Errors
///
/// As [`open`].
pub fn open_unread(folder: &Path, key: &ExtractKey) -> Result<Extract> {
    let manifest = read_manifest(folder, key)?;
    for (path, expected) in &manifest.files {
        let file = sealed::open(folder, path)?;
        let known = file.metadata().map_err(|cause| Error::Failed { file: path.clone(), cause })?;
        if known.len() != expected.bytes {
            return Err(Error::ExtractFileChanged { file: path.clone() });
        }
    }
    let mut present = BTreeSet::new();
    list(folder, "", &mut present)?;
    let strange =
        present.into_iter().find(|path| path != MANIFEST && path != SEAL && !manifest.files.contains_key(path));
    if let Some(file) = strange {
        return Err(Error::ExtractFileStrange { file });
    }
    Ok(Extract { folder: folder.to_owned(), key: key.clone(), manifest })
}

/// An extract that was opened.
#[derive(Clone, Debug)]
pub struct Extract {
    folder: PathBuf,
    key: ExtractKey,
    manifest: Manifest,
}

impl Extract {
    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The rows of a combined record table, with the columns of [`crate::combine::schema`]; none when it has none.
    ///
    /// # Errors
    ///
    /// [`Error::ExtractFileMissing`] and [`Error::ExtractFileChanged`], which name the file.
    pub fn table(&self, name: &str) -> Result<Vec<RecordBatch>> {
        match self.batches(name)? {
            Some(batches) => batches.collect(),
            None => Ok(Vec::new()),
        }
    }

    /// The rows of a combined record table one batch after the other; none when it has none.
    ///
    /// # Errors
    ///
    /// As [`Extract::table`].
    pub fn batches(&self, name: &str) -> Result<Option<impl Iterator<Item = Result<RecordBatch>> + use<>>> {
        let path = match self.manifest.parts.as_slice() {
            [only] => part_path(&only.format, name),
            _ => table_path(name),
        };
        let batches = self.file(&path)?;
        Ok(batches.map(|batches| batches.map(|batch| batch.map(|batch| with_also_in(&batch)))))
    }

    /// Every combined record table, by name.
    ///
    /// # Errors
    ///
    /// As [`Extract::table`].
    pub fn tables(&self) -> Result<BTreeMap<String, Vec<RecordBatch>>> {
        self.manifest.tables.keys().map(|name| Ok((name.clone(), self.table(name)?))).collect()
    }

    /// The records of one format as they were read; none when the extract has none of it.
    ///
    /// # Errors
    ///
    /// As [`Extract::table`].
    pub fn part(&self, format: &str) -> Result<Option<Records>> {
        let Some(part) = self.manifest.part(format) else { return Ok(None) };
        let path = part_path(format, "reading");
        let written = self.file(&path)?.ok_or_else(|| Error::ExtractFileMissing { file: path.clone() })?;
        let reading = reading::from_batches(&path, written)?;
        let mut tables = BTreeMap::new();
        for table in part.tables.keys() {
            let path = part_path(format, table);
            let batches = self.file(&path)?.ok_or_else(|| Error::ExtractFileMissing { file: path.clone() })?;
            tables.insert(table.clone(), batches.collect::<Result<Vec<RecordBatch>>>()?);
        }
        Ok(Some(Records { tables, reading }))
    }

    /// What the quality checks found; none when there were none.
    ///
    /// # Errors
    ///
    /// As [`Extract::table`].
    pub fn findings(&self) -> Result<Option<Vec<RecordBatch>>> {
        self.file(FINDINGS)?.map(Iterator::collect).transpose()
    }

    /// Where the formats do not agree; the columns are those of [`crate::combine::Disagreements`].
    ///
    /// # Errors
    ///
    /// As [`Extract::table`].
    pub fn disagreements(&self) -> Result<Vec<RecordBatch>> {
        self.file(DISAGREEMENTS)?.map_or(Ok(Vec::new()), Iterator::collect)
    }

    /// A file of the extract; none when the manifest does not name it.
    fn file(&self, path: &str) -> Result<Option<Batches>> {
        let Some(expected) = self.manifest.files.get(path) else { return Ok(None) };
        let bytes = sealed::read(&self.folder, path, expected)?;
        sealed::batches(path, bytes, &self.key).map(Some)
    }
}

fn part_path(format: &str, table: &str) -> String {
    format!("parts/{format}/{table}.parquet")
}

fn table_path(table: &str) -> String {
    format!("tables/{table}.parquet")
}

/// The manifest of a folder, when it belongs to the key.
fn read_manifest(folder: &Path, key: &ExtractKey) -> Result<Manifest> {
    let unreadable = |reason: &str| Error::Manifest { reason: reason.to_owned() };
    let read = |name: &str| -> Result<Vec<u8>> {
        let file = sealed::open(folder, name).map_err(|_| unreadable("it is not there"))?;
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(file, MAX_MANIFEST_BYTES), &mut bytes)
            .map_err(|cause| Error::Failed { file: name.to_owned(), cause })?;
        Ok(bytes)
    };
    let text = read(MANIFEST)?;
    let seal = String::from_utf8(read(SEAL)?).map_err(|_| Error::ManifestSeal)?;
    if !key.fits(&text, &seal) {
        return Err(Error::ManifestSeal);
    }
    let value: serde_json::Value = serde_json::from_slice(&text).map_err(|_| unreadable("it is no JSON"))?;
    if value["version"] != VERSION {
        return Err(unreadable("it is of a version of Sightline that this one does not know"));
    }
    let manifest: Manifest = serde_json::from_value(value).map_err(|_| unreadable("something in it is not known"))?;
    let is_plain = |path: &String| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !manifest.files.keys().all(is_plain) {
        return Err(unreadable("a file lies outside the folder"));
    }
    Ok(manifest)
}

/// Every file below the folder, by its path with `/`.
fn list(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) -> Result<()> {
    let failed = |cause| Error::Failed { file: prefix.to_owned(), cause };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name);
        }
    }
    Ok(())
}

/// The batch with the last column of a combined table, empty where there is one part only.
fn with_also_in(batch: &RecordBatch) -> RecordBatch {
    if batch.column_by_name(ALSO_IN).is_some() {
        return batch.clone();
    }
    let mut fields: Vec<Field> =
        batch.schema().fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    fields.push(Field::new(ALSO_IN, DataType::Utf8, true));
    let mut arrays: Vec<ArrayRef> = batch.columns().to_vec();
    arrays.push(new_null_array(&DataType::Utf8, batch.num_rows()));
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("one column for each field")
}
