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
}
