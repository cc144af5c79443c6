//! Why children's records could not be read at all.

use crate::definitions::Fault;

/// The result of reading definitions or files of records.
pub type Result<T> = std::result::Result<T, Error>;

/// Why definitions or a file of records could not be read at all.
///
/// What is merely wrong with single rows and values is told in the report of
/// the reading. No error repeats a value of the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The definitions of `content/records/` contradict themselves or do not load.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Definitions(Vec<Fault>),
}

impl Error {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Definitions(faults) => faults.first().map_or("SL-R101", |fault| fault.code),
        }
    }
}
