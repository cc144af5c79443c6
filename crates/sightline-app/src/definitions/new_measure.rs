//! A new measure: three files to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Months, NaiveDate};

use sightline_domain::content::Fault;
use sightline_engine::Catalogue;

use crate::error::DefinitionError;
use crate::{Error, Result, write_whole};

const MEASURE: &str = include_str!("new_measure/measure.toml");
const QUERY: &str = include_str!("new_measure/measure.sql");
const CASES: &str = include_str!("new_measure/cases.md");
/// Months until a definition has to be looked over again.
const REVIEWED_EVERY: Months = Months::new(12);

/// Words of a new measure that no other has: as long as they stand, nobody has said what is measured.
const TO_BE_SAID: [&str; 2] = ["definition ", "why "];
const UNSAID: &str = "SL-M018";

/// What is still as a new measure begins with it, in a `measure.toml`; at its lines.
pub(super) fn unsaid(file: &str, text: &str) -> Vec<Fault> {
    let begins: Vec<&str> = MEASURE.lines().filter(|line| TO_BE_SAID.iter().any(|key| line.starts_with(key))).collect();
    let lines = text.lines().enumerate().filter(|(_, line)| begins.contains(line));
    let fault = |(number, line): (usize, &str)| Fault {
        code: UNSAID,
        folder: "content",
        file: file.to_owned(),
        line: number + 1,
        what: format!("`{}` is still that of the example", line.split_whitespace().next().unwrap_or_default()),
        why: "these words stand beside the figure, and are of another measure",
        next: "say in your own words what is measured and why it matters".to_owned(),
    };
    lines.map(fault).collect()
}

/// Writes the three files of a new measure below a folder of definitions, and gives their paths.
///
/// They are a measure that works, with one case that expects another answer
/// than its query gives: to be changed file by file.
///
/// # Errors
///
/// [`Error::Definition`] – the id is no word of small letters, digits and
/// underscores, or there is such a measure already; [`Error::File`].
pub fn new_measure(content: &Path, id: &str, today: NaiveDate) -> Result<Vec<PathBuf>> {
    let is_word = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.len() <= 80
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if !is_word {
        return Err(DefinitionError::BadId { id: id.to_owned() }.into());
    }
    let folder = content.join("measures").join(id);
    // One of the council's own would stand in the place of one that is built in.
    let built_in = format!("measures/{id}/measure.toml");
    if folder.exists() || Catalogue::built_in_files().iter().any(|(name, _)| *name == built_in) {
        return Err(DefinitionError::Exists { path: folder }.into());
    }
    fs::create_dir_all(&folder).map_err(|source| Error::File { doing: "write", path: folder.clone(), source })?;
    let mut words = id.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let due = today.checked_add_months(REVIEWED_EVERY).unwrap_or(today);
    let measure = MEASURE
        .replace("{title}", &words)
        .replace("{reviewed_on}", &today.to_string())
        .replace("{review_due}", &due.to_string());
    let mut written = Vec::new();
    for (name, text) in [("measure.toml", measure.as_str()), ("measure.sql", QUERY), ("cases.md", CASES)] {
        let path = folder.join(name);
        write_whole(&path, text.as_bytes())?;
        written.push(path);
    }
    Ok(written)
}
