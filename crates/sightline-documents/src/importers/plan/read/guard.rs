//! Limits on strangers' files: how large, how many, how deep, and zip archives opened under them.

use std::fmt;
use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::Xml;
use crate::{Error, Result};

const MIB: u64 = 1024 * 1024;

/// The largest file that is read, in bytes. Check the size before reading a file into memory.
pub const MAX_FILE_BYTES: u64 = 64 * MIB;
/// The most that all parts of an archive may unpack to, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 200 * MIB;
/// How many times larger than packed a part of more than [`RATIO_FREE_BYTES`] may become.
pub const MAX_RATIO: u64 = 200;
/// Below this size, in bytes, the ratio of a part does not matter.
pub const RATIO_FREE_BYTES: u64 = 10 * MIB;
/// The most parts an archive may have.
pub const MAX_PARTS: u64 = 10_000;
/// The most rows of a document, over all its tables or sheets.
pub const MAX_ROWS: u64 = 200_000;
/// The most columns of one sheet or table.
pub const MAX_COLUMNS: u64 = 2_000;
/// The most cells of a document.
pub const MAX_CELLS: u64 = 400_000;
/// The most blocks of a document: paragraphs, items, headings and tables.
pub const MAX_BLOCKS: u64 = 200_000;
/// The most words of a document, in bytes.
pub const MAX_TEXT_BYTES: u64 = 24 * MIB;
/// How many levels deep elements may lie inside elements.
pub const MAX_DEPTH: u64 = 256;
/// The longest run of bytes between two pieces of markup.
const MAX_TOKEN_BYTES: u64 = 8 * MIB;

/// Checks the size of a file.
///
/// # Errors
///
/// * [`Error::Empty`] when it holds no bytes;
/// * [`Error::FileTooLarge`] when it holds more than [`MAX_FILE_BYTES`].
pub fn check_size(size_bytes: u64) -> Result<()> {
    if size_bytes == 0 {
        return Err(Error::Empty);
    }
    if size_bytes > MAX_FILE_BYTES {
        return Err(Error::FileTooLarge { size_mib: size_bytes.div_ceil(MIB), limit_mib: MAX_FILE_BYTES / MIB });
    }
    Ok(())
}

/// What one document has used of its limits.
#[derive(Debug, Default)]
pub(super) struct Budget {
    text_bytes: u64,
    rows: u64,
    cells: u64,
    blocks: u64,
}

impl Budget {
    /// Counts words that will be kept.
    pub(super) fn text(&mut self, size_bytes: usize) -> Result<()> {
        self.text_bytes += size_bytes as u64;
        within(self.text_bytes, MAX_TEXT_BYTES, "bytes of words")
    }

    /// Counts one row that will be kept.
    pub(super) fn row(&mut self) -> Result<()> {
        self.rows += 1;
        within(self.rows, MAX_ROWS, "rows")
    }

    /// Counts cells that will be kept.
    pub(super) fn cells(&mut self, count: usize) -> Result<()> {
        self.cells += count as u64;
        within(self.cells, MAX_CELLS, "cells")
    }

    /// Counts one block that will be kept.
    pub(super) fn block(&mut self) -> Result<()> {
        self.blocks += 1;
        within(self.blocks, MAX_BLOCKS, "paragraphs")
    }
}

/// Checks the number of columns of one sheet or table.
pub(super) fn check_columns(count: usize) -> Result<()> {
    within(count as u64, MAX_COLUMNS, "columns in one table")
}

fn within(count: u64, limit: u64, what: &'static str) -> Result<()> {
    if count > limit { Err(Error::TooMuch { what, limit }) } else { Ok(()) }
}

/// The archive that an office file is, read part by part under the limits.
#[derive(Debug)]
pub(in crate::importers::plan) struct Package<'a> {
    format: &'static str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked_bytes: u64,
}

impl<'a> Package<'a> {
    /// Opens an archive; no part is unpacked yet.
    pub(in crate::importers::plan) fn open(format: &'static str, bytes: &'a [u8]) -> Result<Self> {
        check_size(bytes.len() as u64)?;
        // Before the archive library makes a record for each entry.
        within(count_entries(bytes), MAX_PARTS, "parts in one file")?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| zip_error(format, &error))?;
        check_declared_sizes(format, &mut archive)?;
        Ok(Self { format, archive, unpacked_bytes: 0 })
    }

    /// The names of all parts.
    pub(in crate::importers::plan) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// True when the document carries macros.
    pub(super) fn has_macros(&self) -> bool {
        self.names().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"))
    }

    /// A part as XML, or `None` when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>> {
        let format = self.format;
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| zip_error(format, &error))?;
        let metered = Metered {
            packed_bytes: file.compressed_size(),
            part_bytes: 0,
            token_bytes: 0,
            unpacked_bytes: &mut self.unpacked_bytes,
            inner: Box::new(file),
        };
        Ok(Some(Xml::new(format, BufReader::new(metered))))
    }
}

/// Counts the entries of a zip archive's directory by their signature.
///
/// The count that the archive itself declares cannot be trusted.
fn count_entries(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'P') {
        if rest[at..].starts_with(b"PK\x01\x02") {
            count += 1;
        }
        rest = &rest[at + 1..];
    }
    count
}

fn check_declared_sizes(format: &'static str, archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<()> {
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| zip_error(format, &error))?;
        if file.encrypted() {
            return Err(Error::PasswordProtected { format: "Office" });
        }
        total = total.saturating_add(file.size());
        check_unpacked(total)
            .and_then(|()| check_ratio(file.size(), file.compressed_size()))
            .map_err(|limit| Error::Expands { format, reason: limit.to_string() })?;
    }
    Ok(())
}

fn zip_error(format: &'static str, error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            Error::PasswordProtected { format: "Office" }
        }
        other => Error::Corrupt { format, reason: other.to_string() },
    }
}

/// A limit that was passed while unpacking.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    Unpacked,
    Ratio,
    Token,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unpacked => write!(f, "it unpacks to more than {} MiB", MAX_UNPACKED_BYTES / MIB),
            Self::Ratio => write!(f, "a part grows to more than {MAX_RATIO} times its packed size"),
            Self::Token => write!(f, "a piece of it is longer than {} MiB", MAX_TOKEN_BYTES / MIB),
        }
    }
}

impl std::error::Error for Limit {}

fn check_unpacked(total_bytes: u64) -> std::result::Result<(), Limit> {
    if total_bytes > MAX_UNPACKED_BYTES { Err(Limit::Unpacked) } else { Ok(()) }
}

fn check_ratio(part_bytes: u64, packed_bytes: u64) -> std::result::Result<(), Limit> {
    if part_bytes > RATIO_FREE_BYTES && part_bytes / MAX_RATIO > packed_bytes { Err(Limit::Ratio) } else { Ok(()) }
}

/// A part being unpacked, stopped as soon as it passes a limit.
pub(super) struct Metered<'a> {
    inner: Box<dyn Read + 'a>,
    packed_bytes: u64,
    part_bytes: u64,
    token_bytes: u64,
    unpacked_bytes: &'a mut u64,
}

impl Metered<'_> {
    /// Says that the bytes so far have been dealt with and are no longer held.
    pub(super) fn token_done(&mut self) {
        self.token_bytes = 0;
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.part_bytes += count as u64;
        self.token_bytes += count as u64;
        *self.unpacked_bytes += count as u64;
        check_unpacked(*self.unpacked_bytes)
            .and_then(|()| check_ratio(self.part_bytes, self.packed_bytes))
            .map_err(io::Error::other)?;
        if self.token_bytes > MAX_TOKEN_BYTES {
            return Err(io::Error::other(Limit::Token));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_limits_are_inclusive() {
        assert!(matches!(check_size(0), Err(Error::Empty)));
        assert!(check_size(MAX_FILE_BYTES).is_ok());
        assert!(matches!(check_size(MAX_FILE_BYTES + 1), Err(Error::FileTooLarge { size_mib: 65, limit_mib: 64 })));
    }

    #[test]
    fn directory_entries_are_counted_by_signature() {
        assert_eq!(count_entries(b"PK\x01\x02....PPK\x01\x02PK\x03\x04"), 2);
    }

    #[test]
    fn a_budget_stops_at_its_limit() {
        let mut budget = Budget::default();
        let limit = usize::try_from(MAX_CELLS).expect("the limit fits");
        assert!(budget.cells(limit).is_ok());
        assert_eq!(budget.cells(1).expect_err("one too many").code(), "SL-I008");
    }
}
