//! What is wrong with a definition file, so that whoever edits it can put it right.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;

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

/// The files of definitions with what has been found wrong so far.
#[derive(Debug)]
pub struct Faults {
    folder: &'static str,
    /// In the order in which they were found.
    pub found: Vec<Fault>,
}

/// One file that is being checked.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Its path from the folder.
    pub file: &'a str,
    /// What it holds.
    pub text: &'a str,
}

impl Text<'_> {
    /// The line of a byte, from 1.
    #[must_use]
    pub fn line(self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

impl Faults {
    /// None yet in the files of this folder.
    #[must_use]
    pub fn none(folder: &'static str) -> Self {
        Self { folder, found: Vec::new() }
    }

    /// What a TOML file holds; `None`, and a fault at the place, when it does not load.
    pub fn read_toml<T: DeserializeOwned>(
        &mut self,
        text: Text<'_>,
        code: &'static str,
        why: &'static str,
        next: &str,
    ) -> Option<T> {
        match toml::from_str(text.text) {
            Ok(held) => Some(held),
            Err(error) => {
                let at = (text, error.span().map_or(0, |span| span.start));
                self.add(at, code, error.message().replace('\n', " "), why, next);
                None
            }
        }
    }

    /// Notes what is wrong at a byte of a file.
    pub fn add(
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

/// One definition for each TOML file that lies in `folder` itself, by the file's name, with what is wrong with the
/// others.
///
/// `files` are by their path from the folder. One that `read` gives nothing for is left out.
pub(crate) fn definitions<T>(
    folder: &'static str,
    files: &BTreeMap<&str, &str>,
    read: impl Fn(&str, Text<'_>, &mut Faults) -> Option<T>,
) -> (BTreeMap<String, T>, Faults) {
    let mut faults = Faults::none(folder);
    let mut by_id = BTreeMap::new();
    for (file, text) in files {
        let Some(id) = file.strip_suffix(".toml").filter(|id| !id.contains('/')) else { continue };
        if let Some(definition) = read(id, Text { file, text }, &mut faults) {
            by_id.insert(id.to_owned(), definition);
        }
    }
    (by_id, faults)
}
