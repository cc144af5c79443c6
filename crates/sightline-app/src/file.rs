//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// A file written beside its place, not yet in it; removed again unless kept.
#[derive(Debug)]
pub(crate) struct WholeFile {
    beside: PathBuf,
    place: PathBuf,
    is_kept: bool,
}

impl WholeFile {
    /// The bytes on disk, beside `place`; its folder is created when missing.
    pub(crate) fn write(place: &Path, bytes: &[u8]) -> Result<Self> {
        let failed = |source| Error::File { doing: "write", path: place.to_owned(), source };
        if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let whole = Self { beside: place.with_file_name(name), place: place.to_owned(), is_kept: false };
        let mut file = File::create(&whole.beside).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        Ok(whole)
    }

    /// Moves the file into its place, over any older one.
    pub(crate) fn keep(mut self) -> Result<()> {
        fs::rename(&self.beside, &self.place).map_err(|source| Error::File {
            doing: "write",
            path: self.place.clone(),
            source,
        })?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing more can be done when even removing fails; the name says what it is.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Writes a file so that it appears whole or not at all.
pub fn write_whole(place: &Path, bytes: &[u8]) -> Result<()> {
    WholeFile::write(place, bytes)?.keep()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("papers/board.pdf");
        write_whole(&place, b"old").unwrap();
        drop(WholeFile::write(&place, b"new").unwrap());
        assert_eq!(fs::read(&place).unwrap(), b"old");
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
        write_whole(&place, b"new").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
    }
}
