//! The words a council uses.

use serde::{Deserialize, Serialize};

/// What children whom a council looks after are called.
///
/// Councils and the young people themselves choose differently, so no page and
/// no paper writes the word out: each asks here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildrenTerm {
    /// "Cared-for children".
    CaredFor,
    /// "Looked-after children", as the law says.
    #[default]
    LookedAfter,
    /// "Children in care".
    InCare,
}

impl ChildrenTerm {
    /// Every term.
    pub const ALL: &[Self] = &[Self::CaredFor, Self::LookedAfter, Self::InCare];

    /// As it stands in forms and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CaredFor => "cared_for",
            Self::LookedAfter => "looked_after",
            Self::InCare => "in_care",
        }
    }

    /// The term with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.code() == code)
    }

    /// Several of them, inside a sentence.
    #[must_use]
    pub fn children(self) -> &'static str {
        match self {
            Self::CaredFor => "cared-for children",
            Self::LookedAfter => "looked-after children",
            Self::InCare => "children in care",
        }
    }

    /// One of them, inside a sentence, after "a".
    #[must_use]
    pub fn child(self) -> &'static str {
        match self {
            Self::CaredFor => "cared-for child",
            Self::LookedAfter => "looked-after child",
            Self::InCare => "child in care",
        }
    }

    /// What is said of a child, after "is".
    #[must_use]
    pub fn state(self) -> &'static str {
        match self {
            Self::CaredFor => "cared for",
            Self::LookedAfter => "looked after",
            Self::InCare => "in care",
        }
    }
}

/// The words of a council.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WordSettings {
    /// What children whom the council looks after are called.
    pub children: ChildrenTerm,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_by_its_code_and_says_the_same_in_each_form() {
        for term in ChildrenTerm::ALL {
            assert_eq!(ChildrenTerm::from_code(term.code()), Some(*term));
        }
        let term = ChildrenTerm::InCare;
        assert_eq!((term.children(), term.child(), term.state()), ("children in care", "child in care", "in care"));
        assert_eq!(ChildrenTerm::from_code("lac"), None);
    }
}
