//! Why a document could not be read or written.

use crate::codes::{self, benchmarks, refusal, template};

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
    /// The file holds no bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// The content is none of the formats that are read.
    #[error("the content is not a document that can be read: {found}")]
    UnknownContent {
        /// What the content looks like, in a few words.
        found: String,
    },
    /// The name says one format and the content is another.
    #[error("the name ends in .{extension}, but the content is {found}")]
    WrongExtension {
        /// The extension in lower case, without the dot.
        extension: String,
        /// What the content is, such as `a Word document (.docx)`.
        found: &'static str,
    },
    /// The file is cut short or damaged.
    #[error("the {format} file is damaged or cut short: {reason}")]
    Corrupt {
        /// The format, such as `docx`.
        format: &'static str,
        /// What was found, for a person who knows the format.
        reason: String,
    },
    /// The file opens only with a password.
    #[error("the {format} file is protected by a password")]
    PasswordProtected {
        /// The format, such as `Office` or `PDF`.
        format: &'static str,
    },
    /// The file itself is larger than is ever read.
    #[error("the file holds {size_mib} MiB; at most {limit_mib} MiB are read")]
    FileTooLarge {
        /// Its size in mebibytes, rounded up.
        size_mib: u64,
        /// The limit in mebibytes.
        limit_mib: u64,
    },
    /// What is packed inside the file is far larger than the file.
    #[error("unpacking the {format} file gives far more than any plan holds: {reason}")]
    Expands {
        /// The format, such as `docx`.
        format: &'static str,
        /// Which limit was passed.
        reason: String,
    },
    /// The document holds more of something than is ever read.
    #[error("the document holds more than {limit} {what}")]
    TooMuch {
        /// What there is too much of, in the plural, such as `rows in one sheet`.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Elements lie inside elements, deeper than any program writes them.
    #[error("the {format} file is nested more than {limit} levels deep")]
    TooDeep {
        /// The format, such as `docx`.
        format: &'static str,
        /// The limit in levels.
        limit: u64,
    },
    /// The XML inside declares a document type or its own entities.
    #[error("the {format} file declares a document type or entity of its own")]
    DocumentType {
        /// The format, such as `docx`.
        format: &'static str,
    },
    /// An older or other office format, recognised only to say what to do.
    #[error("{found} cannot be read")]
    OldFormat {
        /// What it is, such as `a Word document of 2003 or earlier (.doc)`.
        found: &'static str,
        /// Which format to save it as, such as `.docx`.
        save_as: &'static str,
    },
    /// The PDF holds pictures of pages and no words.
    #[error("the PDF has no text layer: its {pages} pages are pictures")]
    NoTextLayer {
        /// Number of pages.
        pages: usize,
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
    #[error("no table with a column for actions was found{}", looks_like.as_ref().map(|kind| format!("; it looks like a {kind}")).unwrap_or_default())]
    NoActionTable {
        /// What kind of document it looks like instead, such as `self-assessment`.
        looks_like: Option<String>,
    },
    /// The file holds more than one plan.
    #[error("the file holds more than one plan: “{second}” begins at {place}")]
    SeveralPlans {
        /// Title of the second plan.
        second: String,
        /// Where it begins.
        place: String,
    },
    /// The PDF could not be taken apart.
    #[error("the PDF could not be read: {reason}")]
    PdfUnreadable {
        /// What the library said.
        reason: String,
    },
    // Published figures.
    /// The header of a file is none of those of published figures.
    #[error("{file} is no file of published figures that is known; its header is {found}")]
    NotBenchmarks {
        /// Name of the file.
        file: String,
        /// The first columns of its header.
        found: String,
    },
    /// A column that such a file always has is missing.
    #[error("{file} has no column `{column}`")]
    BenchmarkColumn {
        /// Name of the file.
        file: String,
        /// The column.
        column: &'static str,
    },
    /// No row of the file gives a value.
    #[error("{file} holds no published value of England, a region or a local authority")]
    NoBenchmarks {
        /// Name of the file.
        file: String,
    },
    /// A reference list that is part of Sightline does not load.
    #[error("the reference list {file} does not load: {reason}")]
    Reference {
        /// Name of the file.
        file: &'static str,
        /// What is wrong, with the row where it can be told.
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

impl Error {
    /// The stable code, such as `SL-I004`; every one is in [`codes::all`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write { .. } => "SL-D001",
            Self::Empty => refusal::EMPTY,
            Self::UnknownContent { .. } => refusal::UNKNOWN_CONTENT,
            Self::WrongExtension { .. } => refusal::WRONG_EXTENSION,
            Self::Corrupt { .. } => refusal::CORRUPT,
            Self::PasswordProtected { .. } => refusal::PASSWORD,
            Self::FileTooLarge { .. } => refusal::FILE_TOO_LARGE,
            Self::Expands { .. } => refusal::EXPANDS,
            Self::TooMuch { .. } => refusal::TOO_MUCH,
            Self::TooDeep { .. } => refusal::TOO_DEEP,
            Self::DocumentType { .. } => refusal::DOCUMENT_TYPE,
            Self::OldFormat { .. } => refusal::OLD_FORMAT,
            Self::NoTextLayer { .. } => refusal::NO_TEXT_LAYER,
            Self::PdfUnreadable { .. } => refusal::PDF_UNREADABLE,
            Self::Vocabulary { .. } => refusal::VOCABULARY,
            Self::NoActionTable { .. } => refusal::NO_ACTION_TABLE,
            Self::SeveralPlans { .. } => refusal::SEVERAL_PLANS,
            Self::NotBenchmarks { .. } => benchmarks::NOT_BENCHMARKS,
            Self::BenchmarkColumn { .. } => benchmarks::COLUMN,
            Self::NoBenchmarks { .. } => benchmarks::NO_VALUE,
            Self::Reference { .. } => benchmarks::REFERENCE,
            Self::TemplateTable { .. } => template::NO_TABLE,
            Self::TemplateVersion { .. } => template::VERSION,
            Self::NotTemplate { .. } => template::NOT_TEMPLATE,
            Self::TemplateJson { .. } => template::JSON,
            Self::TemplateEncoding { .. } => template::ENCODING,
        }
    }

    /// What the code means, in a few words.
    #[must_use]
    pub fn title(&self) -> &'static str {
        codes::explain(self.code()).map_or("", |explanation| explanation.title)
    }

    /// What to do next, in a sentence or two.
    #[must_use]
    pub fn help(&self) -> String {
        let general = codes::explain(self.code()).map_or("", |explanation| explanation.help);
        match self {
            Self::OldFormat { save_as, .. } => format!("Save it as {save_as}. {general}"),
            _ => general.to_owned(),
        }
    }
}
