//! Reading a backup file with care: it may come from anywhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::contents::for_each_table;
use super::manifest::{self, Manifest, TableFile, file_of};
use crate::audit::chain::hexadecimal;
use crate::migrations;
use crate::tables::Table;
use crate::{Error, Result};

/// A manifest has a few hundred bytes for each table.
const MOST_MANIFEST_BYTES: u64 = 1 << 20;

/// A row holds at most a frozen plan.
const MOST_LINE_BYTES: u64 = 64 << 20;

/// An open backup file whose manifest makes sense.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
    pub(super) size_bytes: u64,
    pub(super) sha256: String,
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let unreadable = |source| Error::BackupFile { doing: "read", path: path.to_owned(), source };
        let invalid = |what: String| Error::BackupInvalid { path: path.to_owned(), what };
        let mut file = File::open(path).map_err(unreadable)?;
        let (size_bytes, sha256) = measure(&mut file).map_err(unreadable)?;
        file.rewind().map_err(unreadable)?;
        let mut zip = ZipArchive::new(BufReader::new(file))
            .map_err(|error| invalid(format!("it is no zip archive ({error})")))?;
        let known = known_tables();
        if zip.len() > known.len() + 1 {
            return Err(invalid(format!("it has {} parts, more than any backup", zip.len())));
        }
        let manifest = read_manifest(&mut zip).map_err(invalid)?;
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        if manifest.format == manifest::FORMAT
            && let Some(unknown) = newer_than_this(&manifest)
        {
            return Err(Error::Newer { what: format!("the backup {}", path.display()), unknown });
        }
        if let Some(fault) = manifest.fault(&names) {
            return Err(invalid(fault));
        }
        Ok(Self { path: path.to_owned(), zip, manifest, size_bytes, sha256 })
    }

    pub(super) fn invalid(&self, what: String) -> Error {
        Error::BackupInvalid { path: self.path.clone(), what }
    }

    /// Reads every table once, to see that it is what the manifest says.
    pub(super) fn check_tables(&mut self) -> Result<()> {
        for_each_table!(check_table(self)?);
        Ok(())
    }

    /// The lines of a table; `None` when the backup, made by an older version, does not have it.
    pub(super) fn lines<T: Table>(&mut self) -> Result<Option<Lines<'_>>> {
        let Some(table) = self.manifest.table(T::NAME).cloned() else { return Ok(None) };
        let path = self.path.clone();
        let file = self.zip.by_name(&file_of::<T>()).map_err(|error| Error::BackupInvalid {
            path: path.clone(),
            what: format!("its part {} cannot be opened ({error})", file_of::<T>()),
        })?;
        Ok(Some(Lines {
            path,
            name: file_of::<T>(),
            reader: BufReader::new(file.take(table.size_bytes + 1)),
            most_bytes: table.size_bytes,
            hash: Sha256::new(),
            read: TableFile { rows: 0, size_bytes: 0, ..table },
        }))
    }
}

fn newer_than_this(manifest: &Manifest) -> Option<String> {
    if manifest.format_version > manifest::FORMAT_VERSION {
        return Some(format!("backup format {}", manifest.format_version));
    }
    migrations::first_unknown(std::slice::from_ref(&manifest.schema_version))
        .map(|unknown| manifest::shortened(&unknown))
}

/// A table's file, line by line; never more than the manifest says and never a line too long to hold.
pub(super) struct Lines<'a> {
    path: PathBuf,
    name: String,
    reader: BufReader<io::Take<ZipFile<'a, BufReader<File>>>>,
    most_bytes: u64,
    hash: Sha256,
    read: TableFile,
}

impl Lines<'_> {
    /// The next row without its line feed; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.reader).take(MOST_LINE_BYTES);
        let length = limited
            .read_until(b'\n', &mut line)
            .map_err(|error| self.invalid(&format!("cannot be unpacked ({error})")))?;
        if length == 0 {
            return Ok(None);
        }
        self.hash.update(&line);
        self.read.size_bytes += u64::try_from(length).expect("a length fits 64 bits");
        self.read.rows += 1;
        if self.read.size_bytes > self.most_bytes {
            return Err(self.invalid("is not what was written: it is longer than the manifest says"));
        }
        if line.pop() != Some(b'\n') {
            return Err(self.invalid("ends in the middle of a row, or has a row too long to be one"));
        }
        Ok(Some(line))
    }

    fn invalid(&self, what: &str) -> Error {
        Error::BackupInvalid { path: self.path.clone(), what: format!("its part {} {what}", self.name) }
    }
}

fn check_table<T: Table>(archive: &mut Archive) -> Result<()> {
    let Some(expected) = archive.manifest.table(T::NAME).cloned() else { return Ok(()) };
    let Some(mut lines) = archive.lines::<T>()? else { return Ok(()) };
    while lines.next()?.is_some() {}
    let sha256 = hexadecimal(&lines.hash.clone().finalize());
    if (TableFile { sha256, ..lines.read.clone() }) == expected {
        Ok(())
    } else {
        Err(lines.invalid("is not what was written: its rows, size or hash differ from the manifest"))
    }
}

fn known_tables() -> Vec<String> {
    fn name<T: Table>(names: &mut Vec<String>) {
        names.push(T::NAME.to_owned());
    }
    let mut names = Vec::new();
    for_each_table!(name(&mut names));
    names
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>) -> std::result::Result<Manifest, String> {
    let file = zip.by_name(manifest::FILE).map_err(|_| format!("it has no {}", manifest::FILE))?;
    let mut bytes = Vec::new();
    file.take(MOST_MANIFEST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{} cannot be unpacked ({error})", manifest::FILE))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{} cannot be read ({error})", manifest::FILE))
}

/// Size and SHA-256 of a file.
pub(super) fn measure(file: &mut File) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok((size, hexadecimal(&hash.finalize())));
        }
        hash.update(&buffer[..length]);
        size += u64::try_from(length).expect("a length fits 64 bits");
    }
}
