//! What is not there, or cannot be, of the bodies of a programme and their meetings.

use chrono::NaiveDate;
use sightline_domain::refusal::Refusal;

/// Why something of a board cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoardError {
    /// It cannot be so, by the rules of boards.
    #[error("{}", .0.what)]
    Refused(Refusal),
    /// There is no such body.
    #[error("the programme has no body called {name}")]
    UnknownBody {
        /// The name.
        name: String,
    },
    /// Another body has the name.
    #[error("there is a body called {name} already")]
    BodyThere {
        /// The name.
        name: String,
    },
    /// Terms of reference, or an entry of the risk register, change without a reason.
    #[error("the change has no reason")]
    NoReason,
    /// There is no such template of agendas.
    #[error("there is no template of agendas called {id}")]
    UnknownTemplate {
        /// Its id.
        id: String,
    },
    /// There is no such thing on record.
    #[error("there is no {what} {number}")]
    Unknown {
        /// What it would be, such as `meeting`.
        what: &'static str,
        /// Its number.
        number: u64,
    },
    /// The meeting lacks something that has to be there first.
    #[error("the meeting has no {what} yet")]
    Lacks {
        /// What, such as `agenda`.
        what: &'static str,
    },
    /// The meeting was held or cancelled.
    #[error("the meeting is over")]
    Over,
    /// A meeting is planned for a day that has passed.
    #[error("{on} has passed")]
    PastDay {
        /// The day.
        on: NaiveDate,
    },
    /// An item of an agenda is not whole.
    #[error("item {number} of the agenda lacks its title, who presents it, or its minutes, or asks for no paper")]
    AgendaItem {
        /// Its number.
        number: u32,
    },
    /// Nothing is said where something has to be.
    #[error("nothing is said of {of}")]
    NothingSaid {
        /// Of what.
        of: &'static str,
    },
}

impl BoardError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::UnknownBody { .. } => "SL-A400",
            Self::BodyThere { .. } => "SL-A401",
            Self::NoReason => "SL-A402",
            Self::UnknownTemplate { .. } => "SL-A403",
            Self::Unknown { .. } => "SL-A404",
            Self::Lacks { .. } => "SL-A405",
            Self::Over => "SL-A406",
            Self::PastDay { .. } => "SL-A407",
            Self::AgendaItem { .. } => "SL-A408",
            Self::NothingSaid { .. } => "SL-A409",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Refused(refusal) => return refusal.next.clone(),
            Self::UnknownBody { .. } => "Open Boards and choose one of its bodies.",
            Self::BodyThere { .. } => "Give it another name, or change the terms of that one.",
            Self::NoReason => "Say why, in a sentence: members will ask.",
            Self::UnknownTemplate { .. } => "Choose one of the templates that the page lists.",
            Self::Unknown { .. } => "Open the board again and choose from what is there.",
            Self::Lacks { .. } => "Open the meeting and add it first.",
            Self::Over => "Record a correction at the next meeting.",
            Self::PastDay { .. } => "Choose today or a day to come.",
            Self::AgendaItem { .. } => "Give every item a title, who presents it and at least one minute.",
            Self::NothingSaid { .. } => "Write a sentence.",
        }
        .to_owned()
    }
}
