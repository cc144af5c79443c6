//! Why something that a person asked for is not done.

use std::fmt;

/// Something that was asked for and cannot be, with what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code, such as `SL-D432`; its page tells more.
    pub code: &'static str,
    /// What was asked for and why it cannot be, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub next: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self { code, what: what.into(), next: next.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.what, self.next, self.code)
    }
}

impl std::error::Error for Refusal {}

/// True when nothing but white space is written.
pub(crate) fn is_blank(words: &str) -> bool {
    words.trim().is_empty()
}

/// True when two names of a person, post or body are the same, capital letters and space around them aside.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_two_sentences_with_its_code() {
        let refusal = Refusal::new("SL-D432", "The meeting was held.", "Plan another one.");
        assert_eq!(refusal.to_string(), "The meeting was held. Plan another one. (SL-D432)");
    }

    #[test]
    fn names_are_compared_without_capital_letters_and_outer_space() {
        assert!(is_same_name(" Jo Example", "jo example "));
        assert!(!is_same_name("Jo Example", "Jo Sample"));
    }
}
