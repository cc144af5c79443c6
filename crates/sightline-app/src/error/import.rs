//! Why an import in hand cannot be answered or corrected.

/// Why a step of an import cannot be done; the import stays as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The import in hand has no question of this number.
    #[error("the import has no question {number}")]
    UnknownQuestion {
        /// The number.
        number: usize,
    },
    /// A correction names something that the draft does not have.
    #[error("the plan as read has no {item} with a {field} to correct")]
    UnknownItem {
        /// The item, such as `action 1.1`.
        item: String,
        /// The field, such as `leads`.
        field: String,
    },
    /// What was given as a correction cannot be read.
    #[error("`{value}` cannot be the {field} of {item}")]
    CorrectionUnreadable {
        /// The item, such as `action 1.1`.
        item: String,
        /// The field, such as `rating`.
        field: &'static str,
        /// What was given.
        value: String,
        /// What can be given.
        help: String,
    },
    /// A correction changes nothing.
    #[error("nothing is corrected")]
    NothingCorrected,
    /// The files of an import are more than is taken at once.
    #[error("the files hold {size_mib} MiB together; at most {limit_mib} MiB are taken at once")]
    FilesTooLarge {
        /// Their size in mebibytes, rounded up.
        size_mib: u64,
        /// The limit in mebibytes.
        limit_mib: u64,
    },
    /// An import is begun without a file.
    #[error("no file was chosen")]
    NoFiles,
}

impl ImportError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion { .. } => "SL-A211",
            Self::UnknownItem { .. } => "SL-A212",
            Self::CorrectionUnreadable { .. } => "SL-A213",
            Self::NothingCorrected => "SL-A214",
            Self::FilesTooLarge { .. } => "SL-A215",
            Self::NoFiles => "SL-A216",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::CorrectionUnreadable { help, .. } => return help.clone(),
            Self::UnknownQuestion { .. } => {
                "Go back to the list of what to look at: reading the files again may have changed it."
            }
            Self::UnknownItem { .. } => {
                "Choose what is to be corrected again: reading the files again may have changed it."
            }
            Self::NothingCorrected => "Change something, or say that it is right as it is.",
            Self::FilesTooLarge { .. } => {
                "Leave out what is not part of the plan, or import a smaller copy without pictures."
            }
            Self::NoFiles => "Choose the file that holds the plan.",
        }
        .to_owned()
    }
}
