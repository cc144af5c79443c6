//! Why a document could not be read or written.

/// The result of reading or writing a document.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a document could not be read or written at all.
///
/// What is merely wrong inside a readable document is a
/// [`Problem`](sightline_domain::Problem), not an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Writing the document failed.
    #[error("writing the {format} document failed: {reason}")]
    Write {
        /// The format, such as `docx`.
        format: &'static str,
        /// What the library said.
        reason: String,
    },
    /// A vocabulary file does not load.
    #[error("the vocabulary file {file} does not load: {reason}")]
    Vocabulary {
        /// Name of the file.
        file: String,
        /// What is wrong, with the line where it can be told.
        reason: String,
    },
    /// No table with an action column was found.
    #[error("no table with a column for actions was found")]
    NoActionTable {
        /// What kind of document it looks like instead, such as `self-assessment`.
        looks_like: Option<String>,
    },
    /// The file holds more than one plan.
    #[error("the file holds more than one plan: {second} begins at {place}")]
    SeveralPlans {
        /// Title of the second plan.
        second: String,
        /// Where it begins.
        place: String,
    },
    /// The document holds more of something than is ever read.
    #[error("the document holds more than {limit} {what}")]
    TooMuch {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
}
