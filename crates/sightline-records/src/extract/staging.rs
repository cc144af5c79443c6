//! The folder in which an extract is written before it appears.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::{Error, Result};

use super::key::ExtractKey;
use super::manifest::{FileHash, Manifest};
use super::sealed::Sealing;
use super::{MANIFEST, SEAL};

/// Names of folders that are no extract: being written, or being destroyed.
const WRITING: &str = ".writing-";
const DESTROYING: &str = ".destroying-";

/// An extract while it is written: nothing of it is seen until it is published.
///
/// When it is dropped before that, what was written is taken away.
pub struct Staging {
    folder: PathBuf,
    place: PathBuf,
    key: ExtractKey,
    files: BTreeMap<String, FileHash>,
    is_published: bool,
}

impl Staging {
    /// Begins an extract that will be in this folder.
    ///
    /// # Errors
    ///
    /// [`Error::ExtractThere`] when the folder is there, [`Error::NotWritten`] when nothing can be written beside it.
    pub fn begin(folder: &Path, key: &ExtractKey) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default();
        if fs::symlink_metadata(folder).is_ok() {
            return Err(Error::ExtractThere { folder: name.to_string_lossy().into_owned() });
        }
        let staging = beside(folder, WRITING);
        let failed = |cause| not_written("the folder", cause);
        match fs::remove_dir_all(&staging) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(failed(cause)),
            _ => {}
        }
        let staged = Self {
            folder: folder.to_owned(),
            place: staging,
            key: key.clone(),
            files: BTreeMap::new(),
            is_published: false,
        };
        private_folder(&staged.place).map_err(failed)?;
        Ok(staged)
    }

    /// Writes batches of one schema as a file; none are no file.
    pub(super) fn write(&mut self, path: &str, batches: &[RecordBatch]) -> Result<()> {
        let Some(first) = batches.first() else { return Ok(()) };
        self.stream(path, first.schema(), batches.iter().cloned().map(Ok))
    }

    /// Writes batches as they come, so that a table larger than the memory can be written.
    ///
    /// # Errors
    ///
    /// [`Error::NotWritten`] with the file, or the error that came in place of a batch.
    pub fn stream(
        &mut self,
        path: &str,
        schema: SchemaRef,
        batches: impl Iterator<Item = Result<RecordBatch>>,
    ) -> Result<()> {
        if let Some(parent) = Path::new(path).parent() {
            private_folder(&self.place.join(parent)).map_err(|cause| not_written(path, cause))?;
        }
        let mut file = Sealing::begin(&self.place, path, schema, &self.key)?;
        for batch in batches {
            file.write(&batch?)?;
        }
        let (path, hash) = file.finish()?;
        self.files.insert(path, hash);
        Ok(())
    }

    /// Writes the manifest with the hash of every file, and makes the extract appear.
    ///
    /// # Errors
    ///
    /// [`Error::NotWritten`] with the file; then nothing appears.
    pub fn publish(mut self, mut manifest: Manifest) -> Result<Manifest> {
        manifest.files = std::mem::take(&mut self.files);
        let text = serde_json::to_vec_pretty(&manifest).expect("counts and names become JSON");
        let seal = self.key.seal(&text);
        for (name, bytes) in [(MANIFEST, text.as_slice()), (SEAL, seal.as_bytes())] {
            let failed = |cause| not_written(name, cause);
            let mut file = File::create_new(self.place.join(name)).map_err(failed)?;
            file.write_all(bytes).map_err(failed)?;
            file.sync_all().map_err(failed)?;
        }
        let failed = |cause| not_written("the folder", cause);
        let mut folders: BTreeSet<PathBuf> = BTreeSet::from([self.place.clone()]);
        for path in manifest.files.keys() {
            let inner = Path::new(path).ancestors().skip(1).map(|folder| self.place.join(folder));
            folders.extend(inner);
        }
        for folder in folders {
            sync_folder(&folder).map_err(failed)?;
        }
        fs::rename(&self.place, &self.folder).map_err(failed)?;
        self.is_published = true;
        sync_folder(self.folder.parent().unwrap_or(Path::new("."))).map_err(failed)?;
        Ok(manifest)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_published {
            // What stays behind is taken away by `clear`.
            let _ = fs::remove_dir_all(&self.place);
        }
    }
}

/// Takes away what a killed process left of extracts that it was writing or destroying; gives how many there were.
///
/// Nobody may be writing an extract in this folder meanwhile.
///
/// # Errors
///
/// [`Error::NotWritten`] when something cannot be taken away.
pub fn clear(extracts: &Path) -> Result<usize> {
    let failed = |cause| not_written("the folder", cause);
    let mut cleared = 0;
    let entries = match fs::read_dir(extracts) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(WRITING) || name.starts_with(DESTROYING) {
            fs::remove_dir_all(entry.path()).map_err(failed)?;
            cleared += 1;
        }
    }
    Ok(cleared)
}

/// Destroys an extract: from the first moment on, nothing of it is found in its place.
///
/// A folder that is not there any more is no error, so that it can be asked again.
///
/// # Errors
///
/// [`Error::NotWritten`] when it cannot be taken away.
pub fn destroy(folder: &Path) -> Result<()> {
    let failed = |cause| not_written("the folder", cause);
    let leaving = beside(folder, DESTROYING);
    match fs::rename(folder, &leaving) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        renamed => renamed.map_err(failed)?,
    }
    sync_folder(folder.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    fs::remove_dir_all(leaving).map_err(failed)
}

/// The folder beside another whose name begins with a mark.
fn beside(folder: &Path, mark: &str) -> PathBuf {
    let mut name = OsString::from(mark);
    name.push(folder.file_name().unwrap_or_default());
    folder.with_file_name(name)
}

/// Makes a folder and those above it; only the owner may look into it.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Waits until the disk has the names in a folder.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn not_written(file: &str, cause: io::Error) -> Error {
    Error::NotWritten { file: file.to_owned(), cause }
}
