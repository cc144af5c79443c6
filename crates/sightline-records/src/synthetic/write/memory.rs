//! Files of a synthetic council that are kept in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Files;

/// A file: its name, and its bytes.
type Named = (String, Vec<u8>);

/// Files in memory, in the order in which they were made; clones share them.
#[derive(Clone, Debug, Default)]
pub struct InMemory(Arc<Mutex<Vec<Named>>>);

struct File {
    all: InMemory,
    at: usize,
}

impl InMemory {
    /// The files with their names; none are left.
    #[must_use]
    pub fn take(&self) -> Vec<(String, Vec<u8>)> {
        std::mem::take(&mut *self.files())
    }

    fn files(&self) -> MutexGuard<'_, Vec<Named>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for InMemory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let mut files = self.files();
        let at = files.len();
        files.push((name.to_owned(), Vec::new()));
        Ok(Box::new(File { all: self.clone(), at }))
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.all.files();
        let (_, file) = files.get_mut(self.at).ok_or_else(|| io::Error::other("the files were taken already"))?;
        file.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
