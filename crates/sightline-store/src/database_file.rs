//! Whether the file of a database is still the one that its connections have open.
//!
//! A file that was deleted or moved away goes on to exist for whoever has it
//! open: what is written to it is lost with the last connection. And a file
//! that is put in its place while it is open would be mixed with the
//! write-ahead log of the one before. So neither is used, until the file is
//! back or Sightline is started again.

use std::path::{Path, PathBuf};

/// The file of a database, as it was opened.
#[derive(Debug)]
pub(crate) struct DatabaseFile {
    path: PathBuf,
    identity: Option<Identity>,
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

impl DatabaseFile {
    /// The file as it is now.
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), identity: identity_of(path) }
    }

    /// True while the very same file is in its place.
    pub(crate) fn is_in_place(&self) -> bool {
        self.identity.is_some() && identity_of(&self.path) == self.identity
    }
}

#[cfg(unix)]
fn identity_of(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity_of(path: &Path) -> Option<Identity> {
    std::fs::metadata(path).ok().map(drop)
}
