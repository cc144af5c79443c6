//! Files to read: from paths, which are watched while they are read, or from anything that holds bytes.

use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ring::digest::{Context, SHA256};

use crate::{Error, Result};

use super::Content;

/// Files of a folder and the folders in it.
const MAX_FILES: usize = 5_000;
/// Folders in folders.
const MAX_DEPTH: usize = 8;
/// Files up to this size are compared by their hash before and after, larger ones by their size and times.
const MAX_HASHED_BYTES: u64 = 32 * 1024 * 1024;

/// A file to read, under its name.
pub struct Input<'a> {
    pub(super) name: String,
    source: Source<'a>,
}

enum Source<'a> {
    Content(Box<dyn Content + 'a>),
    Path(PathBuf),
}

/// A file that is open.
pub(super) struct Opened<'a> {
    pub(super) name: String,
    pub(super) content: Box<dyn Content + 'a>,
    /// There when it has a path.
    pub(super) watched: Option<Watched>,
}

/// A file as it was before it was read.
pub(super) struct Watched {
    name: String,
    file: File,
    before: Stamp,
}

/// What tells that a file was written to.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// When anything about it changed, which copying programs cannot set back.
    changed: (i64, i64),
    hash: Option<Vec<u8>>,
}

impl<'a> Input<'a> {
    /// A file under its name, without folders; a cursor over bytes will do.
    pub fn new(name: impl Into<String>, content: impl Read + Seek + 'a) -> Self {
        Self { name: name.into(), source: Source::Content(Box::new(content)) }
    }

    /// A file at a path, under this name; it is opened when it is read.
    ///
    /// A file that is written to meanwhile is refused.
    pub fn at(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), source: Source::Path(path.into()) }
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn open(self) -> Result<Opened<'a>> {
        let name = self.name;
        let path = match self.source {
            Source::Content(content) => return Ok(Opened { name, content, watched: None }),
            Source::Path(path) => path,
        };
        let failed = |cause| Error::Failed { file: name.clone(), cause };
        let mut file = File::open(path).map_err(failed)?;
        let before = stamp(&mut file).map_err(failed)?;
        let watched = Watched { name: name.clone(), file: file.try_clone().map_err(failed)?, before };
        Ok(Opened { name, content: Box::new(BufReader::new(file)), watched: Some(watched) })
    }
}

impl Watched {
    /// Refuses a file that is not as it was.
    pub(super) fn check(mut self) -> Result<()> {
        let after = stamp(&mut self.file).map_err(|cause| Error::Failed { file: self.name.clone(), cause })?;
        if after == self.before { Ok(()) } else { Err(Error::Changed { file: self.name }) }
    }
}

fn stamp(file: &mut File) -> io::Result<Stamp> {
    let known = file.metadata()?;
    if !known.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let hash = if known.len() <= MAX_HASHED_BYTES { Some(hash(file)?) } else { None };
    Ok(Stamp { bytes: known.len(), modified: known.modified().ok(), changed: changed(&known), hash })
}

/// The hash of a file, which stands at its beginning afterwards.
fn hash(file: &mut File) -> io::Result<Vec<u8>> {
    file.rewind()?;
    let mut hash = Context::new(&SHA256);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            length => hash.update(&buffer[..length]),
        }
    }
    file.rewind()?;
    Ok(hash.finish().as_ref().to_vec())
}

#[cfg(unix)]
fn changed(known: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (known.ctime(), known.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}

/// The files at these paths; a folder stands for the files in it and in its folders.
///
/// Each is named by its path within the folder. What begins with a dot, and
/// links to folders, are passed over.
///
/// # Errors
///
/// [`Error::Failed`] when a path is not there, [`Error::TooManyFiles`] when a
/// folder holds more than any council's records are spread over.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<Input<'static>>> {
    let mut found = Vec::new();
    for path in paths {
        let name = name_of(path);
        let known = fs::metadata(path).map_err(|cause| Error::Failed { file: name.clone(), cause })?;
        if known.is_dir() {
            let mut files = Vec::new();
            walk(path, "", 0, &mut files)?;
            found.extend(files);
        } else {
            found.push(Input::at(name, path));
        }
    }
    Ok(found)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn walk(folder: &Path, prefix: &str, depth: usize, files: &mut Vec<Input<'static>>) -> Result<()> {
    let failed = |cause| Error::Failed { file: name_of(folder), cause };
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if entry.file_type().map_err(failed)?.is_dir() {
            if depth < MAX_DEPTH {
                walk(&path, &format!("{prefix}{name}/"), depth + 1, files)?;
            }
        } else if fs::metadata(&path).is_ok_and(|known| known.is_file()) {
            if files.len() == MAX_FILES {
                return Err(Error::TooManyFiles { folder: name_of(folder), limit: MAX_FILES });
            }
            files.push(Input::at(format!("{prefix}{name}"), path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn opened(path: &Path) -> Opened<'static> {
        Input::at("f", path).open().unwrap()
    }

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_refused() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("f.csv");
        fs::write(&path, "one").unwrap();
        assert!(opened(&path).watched.unwrap().check().is_ok());

        let watched = opened(&path).watched.unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b" and more").unwrap();
        assert_eq!(watched.check().unwrap_err().code(), "SL-R128");

        // The same size, and a time that was set back.
        let watched = opened(&path).watched.unwrap();
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "two and more").unwrap();
        File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_eq!(watched.check().unwrap_err().code(), "SL-R128");

        let mut text = String::new();
        opened(&path).content.read_to_string(&mut text).unwrap();
        assert_eq!(text, "two and more");
    }

    #[test]
    fn a_folder_stands_for_its_files_in_order() {
        let folder = tempfile::TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        for file in ["b/c/2.csv", "b/1.csv", "a.csv", ".hidden"] {
            fs::write(folder.path().join(file), "x").unwrap();
        }
        let found = inputs(&[folder.path().to_owned(), folder.path().join("a.csv")]).unwrap();
        let names: Vec<&str> = found.iter().map(Input::name).collect();
        assert_eq!(names, ["a.csv", "b/1.csv", "b/c/2.csv", "a.csv"]);
        let missing = inputs(&[folder.path().join("nowhere")]).err().unwrap();
        assert_eq!(missing.code(), "SL-R010");
    }
}
