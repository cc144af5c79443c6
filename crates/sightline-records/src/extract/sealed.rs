//! Parquet files under modular encryption: written batch by batch, read back from bytes whose hash was compared.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::encryption::decrypt::FileDecryptionProperties;
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::file::properties::WriterProperties;
use ring::digest::{Context, SHA256};

use crate::{Error, Result};

use super::key::{ExtractKey, hex, sha256};
use super::manifest::FileHash;

/// Rows of one group of rows, which is what a writer holds in memory.
const GROUP_ROWS: usize = 131_072;
/// Rows of one batch that is read.
const BATCH_ROWS: usize = 65_536;

/// A file that is hashed while it is written.
struct Hashing {
    file: BufWriter<File>,
    hash: Context,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// One file of an extract while it is written.
pub(super) struct Sealing {
    path: String,
    writer: ArrowWriter<Hashing>,
}

impl Sealing {
    /// Begins a file under its path within the extract.
    ///
    /// The path goes into the authentication of every piece of the file and
    /// is not stored, so that no file can take the place of another.
    pub(super) fn begin(folder: &Path, path: &str, schema: SchemaRef, key: &ExtractKey) -> Result<Self> {
        let encryption = FileEncryptionProperties::builder(key.as_bytes().to_vec())
            .with_aad_prefix(path.as_bytes().to_vec())
            .with_aad_prefix_storage(false)
            .build()
            .map_err(|_| not_written(path, std::io::Error::other("the key was refused")))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_created_by("Sightline".to_owned())
            .with_file_encryption_properties(encryption)
            .build();
        let file = File::create_new(folder.join(path)).map_err(|cause| not_written(path, cause))?;
        let file = Hashing { file: BufWriter::new(file), hash: Context::new(&SHA256), bytes: 0 };
        let writer = ArrowWriter::try_new(file, schema, Some(properties)).map_err(|cause| of_parquet(path, cause))?;
        Ok(Self { path: path.to_owned(), writer })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.writer.write(batch).map_err(|cause| of_parquet(&self.path, cause))
    }

    /// Ends the file, and waits until the disk has it.
    pub(super) fn finish(self) -> Result<(String, FileHash)> {
        let path = self.path;
        let hashing = self.writer.into_inner().map_err(|cause| of_parquet(&path, cause))?;
        let file = hashing.file.into_inner().map_err(|cause| not_written(&path, cause.into_error()))?;
        file.sync_all().map_err(|cause| not_written(&path, cause))?;
        Ok((path, FileHash { bytes: hashing.bytes, sha256: hex(hashing.hash.finish().as_ref()) }))
    }
}

fn not_written(path: &str, cause: std::io::Error) -> Error {
    Error::NotWritten { file: path.to_owned(), cause }
}

fn of_parquet(path: &str, cause: parquet::errors::ParquetError) -> Error {
    // What the library says of a failed write names no values: it is about the disk or the schema.
    not_written(path, std::io::Error::other(cause))
}

/// The bytes of a file, when they are those that the manifest names.
///
/// # Errors
///
/// [`Error::ExtractFileMissing`] and [`Error::ExtractFileChanged`], which name the file.
pub(super) fn read(folder: &Path, path: &str, expected: &FileHash) -> Result<Bytes> {
    let changed = || Error::ExtractFileChanged { file: path.to_owned() };
    let file = open(folder, path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(expected.bytes.min(1 << 30)).unwrap_or(0));
    file.take(expected.bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::Failed { file: path.to_owned(), cause })?;
    if bytes.len() as u64 != expected.bytes || sha256(&bytes) != expected.sha256 {
        return Err(changed());
    }
    Ok(Bytes::from(bytes))
}

/// Compares a file with its hash, without holding it in memory.
///
/// # Errors
///
/// As [`read`].
pub(super) fn check(folder: &Path, path: &str, expected: &FileHash) -> Result<()> {
    let mut file = open(folder, path)?;
    let mut hash = Context::new(&SHA256);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer).map_err(|cause| Error::Failed { file: path.to_owned(), cause })? {
            0 => break,
            length => hash.update(&buffer[..length]),
        }
    }
    if hex(hash.finish().as_ref()) != expected.sha256 {
        return Err(Error::ExtractFileChanged { file: path.to_owned() });
    }
    Ok(())
}

/// Opens a file, and refuses what is not one.
pub(super) fn open(folder: &Path, path: &str) -> Result<File> {
    let place = folder.join(path);
    // A link could lead anywhere.
    let is_file = place.symlink_metadata().is_ok_and(|known| known.is_file());
    if !is_file {
        return Err(Error::ExtractFileMissing { file: path.to_owned() });
    }
    File::open(place).map_err(|cause| Error::Failed { file: path.to_owned(), cause })
}

/// The batches of a file.
///
/// # Errors
///
/// [`Error::ExtractFileChanged`] when the bytes were not sealed under this path with this key.
pub(super) fn batches(path: &str, bytes: Bytes, key: &ExtractKey) -> Result<Batches> {
    let changed = || Error::ExtractFileChanged { file: path.to_owned() };
    let decryption: Arc<FileDecryptionProperties> = FileDecryptionProperties::builder(key.as_bytes().to_vec())
        .with_aad_prefix(path.as_bytes().to_vec())
        .build()
        .map_err(|_| changed())?;
    let options = ArrowReaderOptions::new().with_file_decryption_properties(decryption);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes, options)
        .and_then(|builder| builder.with_batch_size(BATCH_ROWS).build())
        .map_err(|_| changed())?;
    Ok(Batches { path: path.to_owned(), reader })
}

/// The batches of one file of an extract, one after the other.
pub struct Batches {
    path: String,
    reader: ParquetRecordBatchReader,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.next()?;
        Some(batch.map_err(|_| Error::ExtractFileChanged { file: self.path.clone() }))
    }
}
