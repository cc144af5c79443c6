//! Where extracts of children's records lie, and what is kept of them in memory.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use sightline_records::extract::Extract;
use sightline_records::{Checks, Definitions};
use sightline_store::ExtractId;

use crate::use_cases::data::journey::Opening;
use crate::use_cases::data::quality_paper::KeptPaper;
use crate::use_cases::data::upload::Upload;
use crate::{Error, Result};

/// Held by whoever loads or sweeps; the operating system lets it go when the process ends.
const LOCK: &str = ".lock";

/// The folder of extracts; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Shelf(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    folder: PathBuf,
    definitions: OnceLock<Arc<Definitions>>,
    checks: OnceLock<Arc<Checks>>,
    /// The extract that was opened last: most people look at the one in force.
    opened: Mutex<Option<(ExtractId, Arc<Extract>)>>,
    openings: Mutex<Vec<Opening>>,
    uploads: Mutex<Vec<Upload>>,
    quality_papers: Mutex<Vec<KeptPaper>>,
}

impl Shelf {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let (definitions, checks) = (OnceLock::new(), OnceLock::new());
        let (opened, openings) = (Mutex::default(), Mutex::default());
        let (uploads, quality_papers) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Kept { folder, definitions, checks, opened, openings, uploads, quality_papers }))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// What is known of children's records.
    pub(crate) fn definitions(&self) -> Result<Arc<Definitions>> {
        if let Some(known) = self.0.definitions.get() {
            return Ok(Arc::clone(known));
        }
        let loaded = Arc::new(Definitions::built_in()?);
        Ok(Arc::clone(self.0.definitions.get_or_init(|| loaded)))
    }

    /// The quality checks.
    pub(crate) fn checks(&self) -> Result<Arc<Checks>> {
        if let Some(known) = self.0.checks.get() {
            return Ok(Arc::clone(known));
        }
        let loaded = Arc::new(Checks::built_in(&*self.definitions()?)?);
        Ok(Arc::clone(self.0.checks.get_or_init(|| loaded)))
    }

    /// The right to load: there is one for all processes that use the folder.
    ///
    /// # Errors
    ///
    /// [`Error::LoadUnderWay`] – somebody else has it.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.folder().join(LOCK);
        let failed = |source| Error::File { doing: "write", path: path.clone(), source };
        fs::create_dir_all(self.folder()).map_err(failed)?;
        let file = File::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::LoadUnderWay),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// The extract when it is the one that was opened last.
    pub(crate) fn opened(&self, id: &ExtractId) -> Option<Arc<Extract>> {
        let opened = locked(&self.0.opened);
        opened.as_ref().filter(|(known, _)| known == id).map(|(_, extract)| Arc::clone(extract))
    }

    pub(crate) fn keep_opened(&self, id: &ExtractId, extract: &Arc<Extract>) {
        *locked(&self.0.opened) = Some((id.clone(), Arc::clone(extract)));
    }

    /// Nothing of the extract is in memory any longer.
    pub(crate) fn forget(&self, id: &ExtractId) {
        let mut opened = locked(&self.0.opened);
        if opened.as_ref().is_some_and(|(known, _)| known == id) {
            *opened = None;
        }
    }

    pub(crate) fn openings(&self) -> MutexGuard<'_, Vec<Opening>> {
        locked(&self.0.openings)
    }

    pub(crate) fn uploads(&self) -> MutexGuard<'_, Vec<Upload>> {
        locked(&self.0.uploads)
    }

    pub(crate) fn quality_papers(&self) -> MutexGuard<'_, Vec<KeptPaper>> {
        locked(&self.0.quality_papers)
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_load_is_made_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().join("extracts"));
        let held = shelf.lock().unwrap();
        let other = Shelf::new(folder.path().join("extracts"));
        assert!(matches!(other.lock(), Err(Error::LoadUnderWay)));
        drop(held);
        assert!(other.lock().is_ok());
    }
}
