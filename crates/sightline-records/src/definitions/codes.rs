//! Code lists, and how a value as written is matched to a code.

use std::collections::HashMap;

/// A list of codes that a column may hold.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The name that columns refer to it by.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Where the codes come from.
    pub source: String,
    /// What a reader should know besides.
    pub note: Option<String>,
    /// The codes, in the order of the source.
    pub codes: Vec<Code>,
    /// Position of the code by every spelling of it, in the form that spellings are compared in.
    pub(super) spellings: HashMap<String, usize>,
    /// Spellings that say that nothing was recorded.
    pub(super) blank: Vec<String>,
}

/// One code of a list.
#[derive(Clone, Debug)]
pub struct Code {
    /// The code exactly as the source has it.
    pub code: String,
    /// What it means.
    pub label: String,
    /// Other spellings that are read as this code.
    pub also: Vec<String>,
    /// The years in which it is used, where it is not all.
    pub when: Option<String>,
}

/// What a value as written means in a code list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched<C> {
    /// This code.
    Code(C),
    /// That nothing was recorded.
    Blank,
    /// Nothing in this list.
    Unknown,
}

impl CodeList {
    /// The code that a value as written stands for.
    ///
    /// A value is the code (`WBRI`), its words (`White British`), or both in
    /// one of the ways that files have them: `a) WBRI`, `01) White British`,
    /// `a) 1A: Individual`, `N1 - Abuse or neglect`, `F1: Full time …`.
    /// Capital letters and signs do not matter.
    #[must_use]
    pub fn matched(&self, written: &str) -> Matched<&str> {
        match self.matched_position(written) {
            Matched::Code(position) => Matched::Code(&self.codes[position].code),
            Matched::Blank => Matched::Blank,
            Matched::Unknown => Matched::Unknown,
        }
    }

    /// The position of that code in the list.
    pub(crate) fn matched_position(&self, written: &str) -> Matched<usize> {
        let whole = written.trim();
        if self.blank.iter().any(|blank| *blank == comparable(whole)) {
            return Matched::Blank;
        }
        let bare = without_bullet(whole);
        let candidates = [Some(whole), bare, before_words(whole), bare.and_then(before_words), after_code(whole)];
        let found = candidates.into_iter().flatten().find_map(|candidate| self.spelling(candidate));
        let found = found.or_else(|| bare.and_then(after_code).and_then(|words| self.spelling(words)));
        found.map_or(Matched::Unknown, Matched::Code)
    }

    fn spelling(&self, candidate: &str) -> Option<usize> {
        self.spellings.get(&comparable(candidate)).copied()
    }
}

/// Letters and figures only, in small letters: the form in which spellings and headers are compared.
pub(crate) fn comparable(written: &str) -> String {
    written.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `a) WBRI` without `a)`; `None` when there is no such bullet, or nothing after it.
fn without_bullet(written: &str) -> Option<&str> {
    let (bullet, rest) = written.split_once(')')?;
    let is_bullet = (1..=3).contains(&bullet.len()) && bullet.chars().all(|letter| letter.is_ascii_alphanumeric());
    let rest = rest.trim();
    (is_bullet && !rest.is_empty()).then_some(rest)
}

/// Where a code ends and its words begin.
fn between(written: &str) -> Option<(&str, &str)> {
    let dash = [" - ", " – ", " — "].iter().find_map(|dash| written.split_once(dash));
    written.split_once(':').into_iter().chain(dash).min_by_key(|(code, _)| code.len())
}

/// The code of `N1 - Abuse or neglect`.
fn before_words(written: &str) -> Option<&str> {
    between(written).map(|(code, _)| code.trim())
}

/// The words of `N1 - Abuse or neglect`.
fn after_code(written: &str) -> Option<&str> {
    between(written).map(|(_, words)| words.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Definitions;

    fn matched(list: &str, written: &str) -> String {
        let definitions = Definitions::built_in().unwrap();
        match definitions.code_list(list).unwrap().matched(written) {
            Matched::Code(code) => code.to_owned(),
            Matched::Blank => "(blank)".to_owned(),
            Matched::Unknown => "(unknown)".to_owned(),
        }
    }

    #[test]
    fn a_code_is_read_in_every_way_that_files_write_it() {
        for written in ["WBRI", " wbri ", "a) WBRI", "01) White British", "White British", "A) White - British"] {
            assert_eq!(matched("ethnicity", written), "WBRI", "{written}");
        }
        assert_eq!(matched("ethnicity", "s) NOBT"), "NOBT");
        assert_eq!(matched("ethnicity", "t) NOBT"), "NOBT");
        assert_eq!(matched("contact_source", "q) 6: Police"), "6");
        assert_eq!(matched("contact_source", "p1) 5D: LA services"), "5D");
        assert_eq!(matched("contact_source", "j) 3D: Health services"), "3D");
        assert_eq!(matched("contact_source", "Police"), "6");
        assert_eq!(matched("primary_need", "N1 - Abuse or Neglect"), "N1");
        assert_eq!(matched("primary_need", "N2 - Child’s disability"), "N2");
        assert_eq!(matched("legal_status", "C2: FCO"), "C2");
        assert_eq!(matched("category_of_abuse", "Physical abuse"), "PHY");
        assert_eq!(matched("category_of_abuse", "e) Multiple/not recommended"), "MUL");
        assert_eq!(matched("placement_type", "zz) T4: Temporary"), "T4");
        assert_eq!(matched("placement_type", "f) U6: Foster placement - not FFA"), "U6");
        assert_eq!(matched("placement_provider", "e) PR4 - Private provision"), "PR4");
        assert_eq!(matched("case_status", "c) Child in need plan"), "in_need_plan");
        assert_eq!(matched("sex", "c) Not stated/recorded (or unborn)"), "U");
        assert_eq!(matched("sex", "Female"), "F");
        assert_eq!(matched("in_touch", "d) Refu"), "REFU");
    }

    #[test]
    fn one_value_may_hold_two_codes_in_two_lists() {
        assert_eq!(matched("accommodation", "B1"), "B");
        assert_eq!(matched("accommodation_suitability", "B1"), "suitable");
        assert_eq!(matched("accommodation_suitability", "U2"), "unsuitable");
        assert_eq!(matched("accommodation_suitability", "0"), "(blank)");
        assert_eq!(matched("accommodation", "0"), "0");
    }

    #[test]
    fn what_no_list_knows_stays_unknown() {
        for written in ["zzCodeError", "B and B", "XX: something", "1)", ")", ":", " - "] {
            assert_eq!(matched("accommodation", written), "(unknown)", "{written}");
        }
    }
}
