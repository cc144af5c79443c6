//! The registers of a plan: who is named in it, what it answers, what it is divided into.
//!
//! Entries are amended as actions are: with a day, a reason, and what stood before.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::plan::{Aim, Board, GlossaryEntry, Inspection, Person, Post, Priority};

/// One register of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Priorities.
    Priority,
    /// Aims.
    Aim,
    /// People.
    Person,
    /// Posts and who holds them.
    Post,
    /// Bodies that govern, with their members.
    Board,
    /// Inspections and their findings.
    Inspection,
    /// Abbreviations.
    Glossary,
}

impl Register {
    /// Every register.
    pub const ALL: &[Self] =
        &[Self::Priority, Self::Aim, Self::Person, Self::Post, Self::Board, Self::Inspection, Self::Glossary];

    /// As it stands in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Aim => "aim",
            Self::Person => "person",
            Self::Post => "post",
            Self::Board => "board",
            Self::Inspection => "inspection",
            Self::Glossary => "glossary",
        }
    }

    /// The register with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|register| register.code() == code)
    }

    /// One entry of it in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Aim => "aim",
            Self::Person => "person",
            Self::Post => "post",
            Self::Board => "body",
            Self::Inspection => "inspection",
            Self::Glossary => "abbreviation",
        }
    }
}

/// What one entry of a register says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "register", content = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A priority.
    Priority(Box<Priority>),
    /// An aim.
    Aim(Aim),
    /// A person.
    Person(Person),
    /// A post.
    Post(Post),
    /// A body.
    Board(Board),
    /// An inspection.
    Inspection(Inspection),
    /// An abbreviation.
    Glossary(GlossaryEntry),
}

impl Entry {
    /// The register it stands in.
    #[must_use]
    pub fn register(&self) -> Register {
        match self {
            Self::Priority(_) => Register::Priority,
            Self::Aim(_) => Register::Aim,
            Self::Person(_) => Register::Person,
            Self::Post(_) => Register::Post,
            Self::Board(_) => Register::Board,
            Self::Inspection(_) => Register::Inspection,
            Self::Glossary(_) => Register::Glossary,
        }
    }

    /// What it is called in its register.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Priority(priority) => &priority.reference,
            Self::Aim(aim) => &aim.reference,
            Self::Person(person) => &person.name,
            Self::Post(post) => &post.title,
            Self::Board(board) => &board.name,
            Self::Inspection(inspection) => &inspection.name,
            Self::Glossary(entry) => &entry.abbreviation,
        }
    }
}

/// An entry with the number that tells it from the others, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Number, never given to another entry.
    pub number: u64,
    /// What it says.
    pub entry: Entry,
}

/// Any change to an entry of a register after import, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterAmendment {
    /// Which register.
    pub register: Register,
    /// Number of the entry; ignored when the amendment adds it, for the store gives it out.
    pub number: u64,
    /// The day from which it holds.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The entry before; null when the amendment adds it.
    pub before: Option<Entry>,
    /// The entry after; null when the amendment takes it out.
    pub after: Option<Entry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_found_by_its_code() {
        for register in Register::ALL {
            assert_eq!(Register::from_code(register.code()), Some(*register));
        }
        assert_eq!(Register::from_code("action"), None);
    }
}
