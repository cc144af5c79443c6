//! Why a measure could not be computed.

use sightline_domain::content::Fault;

/// The result of the engine.
pub type Result<T> = std::result::Result<T, Error>;

/// Why definitions do not load or a query could not be answered.
///
/// No error repeats a value of a record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Definitions do not load, or their cases do not give what they expect.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Definitions(Vec<Fault>),
    /// No definition has this id.
    #[error("there is no {what} {id}{}", .nearest.as_deref().map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    NotFound {
        /// `measure`, `case list` or `scorecard`.
        what: &'static str,
        /// The id that was asked for.
        id: String,
        /// An id that is nearly the same.
        nearest: Option<String>,
    },
    /// Rows that were given for a table do not have its shape.
    #[error("the rows given for {table} do not fit its shape at {column}")]
    RowsDoNotFit {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The query could not be planned or answered.
    #[error("{id} could not be answered: {what}")]
    Query {
        /// The definition.
        id: String,
        /// What the query engine says; names tables and columns, never values.
        what: String,
    },
    /// The query took longer than it may.
    #[error("{id} took longer than {seconds} seconds and was stopped")]
    TooLong {
        /// The definition.
        id: String,
        /// The limit.
        seconds: u64,
    },
    /// The query needed more memory than it may.
    #[error("{id} needed more than {mib} MiB and was stopped")]
    TooMuch {
        /// The definition.
        id: String,
        /// The limit.
        mib: usize,
    },
    /// The query returns the same child twice.
    #[error("{id} returns a child twice for the same day ({rows} rows)")]
    Twice {
        /// The definition.
        id: String,
        /// Rows that are there again.
        rows: usize,
    },
    /// A row has no child, or its day is not in the period.
    #[error("{id} returns rows without {what} ({rows} rows)")]
    BrokenRow {
        /// The definition.
        id: String,
        /// What is missing.
        what: &'static str,
        /// How many rows.
        rows: usize,
    },
    /// The door for analytics could not be opened.
    #[error(transparent)]
    Wire(#[from] crate::wire::WireError),
}

impl Error {
    /// The stable code, which `sightline explain` knows.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Definitions(faults) => faults.first().map_or("SL-M002", |fault| fault.code),
            Self::NotFound { .. } => "SL-M020",
            Self::RowsDoNotFit { .. } => "SL-M021",
            Self::Query { .. } => "SL-M022",
            Self::TooLong { .. } => "SL-M023",
            Self::TooMuch { .. } => "SL-M024",
            Self::Twice { .. } => "SL-M025",
            Self::BrokenRow { .. } => "SL-M026",
            Self::Wire(error) => error.code(),
        }
    }
}
