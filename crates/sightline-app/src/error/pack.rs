//! What is not there, or cannot be, of packs and highlight reports.

use sightline_domain::refusal::Refusal;

use super::ErrorKind;

/// Why something of a pack or a highlight report cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// It cannot be so, by the rules of highlight reports and manifests.
    #[error("{}", .0.what)]
    Refused(Refusal),
    /// No meeting is on record that a pack could be for.
    #[error("no meeting to come is on record")]
    NoMeeting,
    /// The records that a pack was counted in are no more.
    #[error("the records that the pack was counted in (extract {extract}) were destroyed")]
    RecordsGone {
        /// The extract.
        extract: String,
    },
    /// The versions for two audiences do not agree; nothing was kept.
    #[error("the versions of the pack do not agree: {sentence}")]
    Contradicts {
        /// The first of what does not.
        sentence: String,
    },
    /// There is no such pack, or no such file of it.
    #[error("there is no pack {number}, or it has no such file")]
    UnknownPack {
        /// Its number.
        number: u64,
    },
    /// The file is for others.
    #[error("this version of the pack is for {audience}")]
    NotForYou {
        /// Whom it is for.
        audience: String,
    },
    /// The pack was issued.
    #[error("{by} issued this pack on {on}")]
    Issued {
        /// Who issued it.
        by: String,
        /// The day, in words.
        on: String,
    },
    /// A folder holds no manifest.
    #[error("there is no manifest in {}", folder.display())]
    NoManifest {
        /// The folder.
        folder: std::path::PathBuf,
    },
    /// Somebody has written since the report was read.
    #[error("{by} has written this report since you opened it")]
    WrittenSince {
        /// Who.
        by: String,
    },
    /// The plan has no such priority.
    #[error("the plan has no priority {reference}")]
    UnknownPriority {
        /// What was asked for.
        reference: String,
    },
}

impl PackError {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::UnknownPack { .. } | Self::UnknownPriority { .. } => ErrorKind::NotFound,
            Self::NotForYou { .. } => ErrorKind::Forbidden,
            Self::Issued { .. } | Self::WrittenSince { .. } => ErrorKind::Conflict,
            Self::Contradicts { .. } => ErrorKind::Fault,
            Self::Refused(_) | Self::NoMeeting | Self::RecordsGone { .. } | Self::NoManifest { .. } => {
                ErrorKind::Refused
            }
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::NoMeeting => "SL-A420",
            Self::RecordsGone { .. } => "SL-A421",
            Self::Contradicts { .. } => "SL-A422",
            Self::UnknownPack { .. } => "SL-A423",
            Self::NotForYou { .. } => "SL-A424",
            Self::Issued { .. } => "SL-A425",
            Self::NoManifest { .. } => "SL-A426",
            Self::WrittenSince { .. } => "SL-A427",
            Self::UnknownPriority { .. } => "SL-A428",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Refused(refusal) => return refusal.next.clone(),
            Self::NoMeeting => "Plan the meeting first, or give its day.",
            Self::RecordsGone { .. } => {
                "The pack can still be opened, and its files compared with their hashes; its figures cannot be counted again."
            }
            Self::Contradicts { .. } => "Nothing was kept. Tell whoever looks after Sightline, with the code.",
            Self::UnknownPack { .. } => "Choose one from the list of packs.",
            Self::NotForYou { .. } => "Open the version that is for you.",
            Self::Issued { .. } => "What is new goes into the next pack.",
            Self::NoManifest { .. } => "Name the folder that the pack was written to: it holds manifest.txt.",
            Self::WrittenSince { .. } => "Read what was written; your own words are still in the form below it.",
            Self::UnknownPriority { .. } => "Choose one from the list of highlight reports.",
        }
        .to_owned()
    }
}

impl From<Refusal> for PackError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
