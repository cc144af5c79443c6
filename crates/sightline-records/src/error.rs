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
    /// The file holds no bytes, or only white space.
    #[error("{file} is empty")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// No table of any format was recognised in any of the files.
    #[error(
        "nothing was recognised in {files} files: no headers of Annex A, SSDA903 or SSD, and no XML of the SSDA903 or the CIN census"
    )]
    NothingRecognised {
        /// How many files there were.
        files: usize,
    },
    /// The file is larger than is ever read.
    #[error("{file} holds {size_mib} MiB; at most {limit_mib} MiB are read")]
    TooLarge {
        /// The file's name.
        file: String,
        /// Its size in mebibytes, rounded up.
        size_mib: u64,
        /// The limit in mebibytes.
        limit_mib: u64,
    },
    /// The file is cut short or damaged.
    #[error("{file} is damaged or cut short: {reason}")]
    Damaged {
        /// The file's name.
        file: String,
        /// What was found; never words of the file.
        reason: String,
    },
    /// What is packed inside the workbook is far larger than any council's.
    #[error("unpacking {file} gives far more than any council's records")]
    Expands {
        /// The file's name.
        file: String,
    },
    /// The file holds more of something than is ever read.
    #[error("{file} holds more than {limit} {what}")]
    TooMuch {
        /// The file's name.
        file: String,
        /// What there is too much of, in the plural.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The XML declares a document type or entities of its own.
    #[error("{file} declares a document type or entities of its own")]
    Entities {
        /// The file's name.
        file: String,
    },
    /// A workbook of 2003 or earlier, or one that opens only with a password.
    #[error("{file} is a workbook of Excel 2003 or earlier, or opens only with a password")]
    OldWorkbook {
        /// The file's name.
        file: String,
    },
    /// The bytes are not letters in any way that is known.
    #[error("{file} holds bytes that are not words")]
    NotWords {
        /// The file's name.
        file: String,
    },
    /// A file of `content/synthetic/` does not load or contradicts the definitions.
    #[error("{file}, line {line}: {what}; correct the line")]
    SyntheticContent {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The record tables have no place for what the synthetic council tells.
    #[error("the synthetic council fills columns that the record tables do not have: {what}")]
    SyntheticColumn {
        /// The table, with the columns that are filled.
        what: String,
    },
    /// A number that says how large the synthetic council is to be is out of range.
    #[error("the number of {what} must lie between {least} and {most}")]
    SyntheticSize {
        /// What the number counts.
        what: &'static str,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// There is no scenario of this name.
    #[error("there is no such scenario; there are {known}")]
    UnknownScenario {
        /// The scenarios there are.
        known: String,
    },
    /// A file of the synthetic council could not be written.
    #[error("writing {file} failed")]
    SyntheticWrite {
        /// The file.
        file: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The file could not be read from where it is.
    #[error("reading {file} failed")]
    Failed {
        /// The file's name.
        file: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The file was written to while it was read.
    #[error("{file} changed while it was read")]
    Changed {
        /// The file's name.
        file: String,
    },
    /// There are more files than are ever read.
    #[error("there are more than {limit} files in {folder}")]
    TooManyFiles {
        /// The folder's name.
        folder: String,
        /// The limit.
        limit: usize,
    },
    /// A database could not be asked, or refused the question.
    #[error("{what} failed: {reason}")]
    Database {
        /// What was attempted, such as reading a table.
        what: String,
        /// Why; never words of the database's rows.
        reason: String,
    },
    /// The template of a format could not be written.
    #[error("the template could not be written")]
    Template {
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A table could not be written as a Parquet file.
    #[error("the table could not be written as a Parquet file")]
    Table {
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The machine gave no random numbers for a key.
    #[error("the machine gave no random numbers for the key of the extract")]
    Random,
    /// A file of an extract could not be written.
    #[error("writing {file} of the extract failed")]
    NotWritten {
        /// The file, by its path within the extract.
        file: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// There is an extract in the folder already, and nothing in it is ever changed.
    #[error("there is an extract in the folder {folder} already")]
    ExtractThere {
        /// The folder's name.
        folder: String,
    },
    /// The folder holds no manifest, or one that cannot be read.
    #[error("the manifest of the extract is not there or cannot be read: {reason}")]
    Manifest {
        /// Why.
        reason: String,
    },
    /// The manifest was changed, or belongs to another key.
    #[error("the manifest of the extract was changed, or the extract was sealed with another key")]
    ManifestSeal,
    /// A file of the extract is not there.
    #[error("{file} of the extract is not there")]
    ExtractFileMissing {
        /// The file, by its path within the extract.
        file: String,
    },
    /// A file of the extract is not the one that was written.
    #[error("{file} of the extract is not as it was written")]
    ExtractFileChanged {
        /// The file, by its path within the extract.
        file: String,
    },
    /// The folder holds something that is not of the extract.
    #[error("{file} is in the folder of the extract and not of it")]
    ExtractFileStrange {
        /// The file, by its path within the extract.
        file: String,
    },
}

impl Error {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Definitions(faults) => faults.first().map_or("SL-R101", |fault| fault.code),
            Self::Empty { .. } => "SL-R001",
            Self::NothingRecognised { .. } => "SL-R002",
            Self::TooLarge { .. } => "SL-R003",
            Self::Damaged { .. } => "SL-R004",
            Self::Expands { .. } => "SL-R005",
            Self::TooMuch { .. } => "SL-R006",
            Self::Entities { .. } => "SL-R007",
            Self::OldWorkbook { .. } => "SL-R008",
            Self::NotWords { .. } => "SL-R009",
            Self::Failed { .. } => "SL-R010",
            Self::Changed { .. } => "SL-R128",
            Self::TooManyFiles { .. } => "SL-R129",
            Self::Database { .. } => "SL-R131",
            Self::Random => "SL-R120",
            Self::NotWritten { .. } => "SL-R121",
            Self::ExtractThere { .. } => "SL-R122",
            Self::Manifest { .. } => "SL-R123",
            Self::ManifestSeal => "SL-R124",
            Self::ExtractFileMissing { .. } => "SL-R125",
            Self::ExtractFileChanged { .. } => "SL-R126",
            Self::ExtractFileStrange { .. } => "SL-R127",
            Self::SyntheticContent { .. } => "SL-R150",
            Self::SyntheticColumn { .. } => "SL-R151",
            Self::SyntheticSize { .. } => "SL-R152",
            Self::UnknownScenario { .. } => "SL-R153",
            Self::SyntheticWrite { .. } => "SL-R154",
            Self::Template { .. } => "SL-R195",
            Self::Table { .. } => "SL-R196",
        }
    }
}
