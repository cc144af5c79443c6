//! What is wrong with a definition file, so that whoever edits it can put it right.

use std::fmt;

/// One thing that is wrong with a definition file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The stable code, such as `SL-R103`.
    pub code: &'static str,
    /// The folder of definitions, such as `content/records`.
    pub folder: &'static str,
    /// The file, by its path from that folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub next: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, folder, file, line, what, why, next } = self;
        write!(f, "{folder}/{file}:{line}: {what} ({code}); {why}; {next}")
    }
}

/// The file or a part of it does not load.
pub(super) const DOES_NOT_LOAD: &str = "SL-R101";
/// A column has a type that does not exist.
pub(super) const UNKNOWN_TYPE: &str = "SL-R102";
/// A code list is named that does not exist.
pub(super) const UNKNOWN_CODES: &str = "SL-R103";
/// A name is there twice.
pub(super) const TWICE: &str = "SL-R104";
/// One column of a source fills two columns.
pub(super) const MAPPED_TWICE: &str = "SL-R105";
/// A column of the table is named that does not exist.
pub(super) const NO_SUCH_COLUMN: &str = "SL-R106";
/// A format, or a table or column of one, is named that does not exist.
pub(super) const NO_SUCH_SOURCE: &str = "SL-R107";
/// A column of a source is neither read nor left out.
pub(super) const NOT_ACCOUNTED_FOR: &str = "SL-R108";
/// A table of a source has no main record table, or several.
pub(super) const MAIN: &str = "SL-R109";
/// Two parts of a definition contradict each other.
pub(super) const CONTRADICTION: &str = "SL-R110";

/// The files of definitions with what has been found wrong so far.
#[derive(Debug)]
pub(crate) struct Faults {
    folder: &'static str,
    pub(crate) found: Vec<Fault>,
}

/// One file that is being checked.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Text<'_> {
    /// The line of a byte, from 1.
    pub(crate) fn line(self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

impl Faults {
    /// None yet in the files of this folder.
    pub(crate) fn none(folder: &'static str) -> Self {
        Self { folder, found: Vec::new() }
    }

    pub(crate) fn add(
        &mut self,
        (text, offset): (Text<'_>, usize),
        code: &'static str,
        what: String,
        why: &'static str,
        next: impl Into<String>,
    ) {
        let (file, line) = (text.file.to_owned(), text.line(offset));
        self.found.push(Fault { code, folder: self.folder, file, line, what, why, next: next.into() });
    }
}
