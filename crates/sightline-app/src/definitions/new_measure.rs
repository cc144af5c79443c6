//! A new measure: three files to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Months, NaiveDate};

use crate::error::DefinitionError;
use crate::{Error, Result, write_whole};

const MEASURE: &str = include_str!("new_measure/measure.toml");
const QUERY: &str = include_str!("new_measure/measure.sql");
const CASES: &str = include_str!("new_measure/cases.md");
/// Months until a definition has to be looked over again.
const REVIEWED_EVERY: Months = Months::new(12);

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
    if folder.exists() {
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
