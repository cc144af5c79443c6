//! What is wrong with what is asked of a measure's definition.

use std::path::PathBuf;

use chrono::NaiveDate;

/// Why a definition cannot be made, or a measure cannot be asked as it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DefinitionError {
    /// The name cannot be that of a folder.
    #[error("`{id}` cannot be the id of a measure")]
    BadId {
        /// What was given.
        id: String,
    },
    /// There is such a measure already.
    #[error("there is a measure at {} already", path.display())]
    Exists {
        /// Its folder.
        path: PathBuf,
    },
    /// A period ends before it begins.
    #[error("the period from {from} to {to} ends before it begins")]
    Backwards {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// A measure is not broken down in this way.
    #[error("{measure} is not broken down by {given}")]
    UnknownBreakdown {
        /// The measure.
        measure: String,
        /// What was given.
        given: String,
        /// The breakdowns that it has.
        known: Vec<String>,
    },
}

impl DefinitionError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadId { .. } => "SL-A330",
            Self::Exists { .. } => "SL-A331",
            Self::Backwards { .. } => "SL-A332",
            Self::UnknownBreakdown { .. } => "SL-A333",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::BadId { .. } => {
                "Say in small letters, digits and underscores what is measured, such as `visits_on_time`.".to_owned()
            }
            Self::Exists { .. } => "Change the files that are there, or choose another id.".to_owned(),
            Self::Backwards { .. } => "Give the earlier day first.".to_owned(),
            Self::UnknownBreakdown { known, .. } => format!("It is broken down by {}.", known.join(", ")),
        }
    }
}
