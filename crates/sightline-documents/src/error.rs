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
    // Sightline's own plan template.
    /// The file says it is a Sightline plan, and a table that every plan has is missing.
    #[error("the Sightline plan has no table called “{name}”")]
    TemplateTable {
        /// Name of the missing table.
        name: &'static str,
    },
    /// The template was written by another version of Sightline.
    #[error("the Sightline plan is of template version “{found}”; this Sightline reads version 1")]
    TemplateVersion {
        /// The version the file names; empty when it names none.
        found: String,
    },
    /// The file is none of the five forms of the template.
    #[error("the {format} file is not a Sightline plan")]
    NotTemplate {
        /// The format it was read as, such as `md`.
        format: &'static str,
    },
    /// A plan in JSON does not have the shape of its schema.
    #[error("the plan cannot be read as JSON: {reason}")]
    TemplateJson {
        /// What is wrong and at which line and column.
        reason: String,
    },
    /// The text of the template is not UTF-8.
    #[error("the {format} file is not UTF-8 text")]
    TemplateEncoding {
        /// The format, such as `csv`.
        format: &'static str,
    },
}
