//! What became of the rows of the files that were read.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Of one kind of finding in one column, at most this many are kept with their place; all are counted.
const MAX_KEPT: u64 = 1_000;

/// A place in a file, in words that a person can follow. It never names a child.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The kind of XML element that is counted by `row`.
    pub element: Option<String>,
    /// The row, from 1; in XML how many such elements there were.
    pub row: Option<u64>,
    /// The column, from 1.
    pub column: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet “{sheet}”")?;
        }
        match (&self.element, self.row) {
            (Some(element), Some(row)) => write!(f, ", {element} {row}")?,
            (_, Some(row)) => write!(f, ", row {row}")?,
            _ => {}
        }
        if let Some(column) = self.column {
            write!(f, ", column {}", column_letters(column))?;
        }
        Ok(())
    }
}

/// The letters of a column: 1 is `A`, 27 is `AA`.
fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// What kind of thing was found, with its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The code, such as `SL-R050`.
    pub code: &'static str,
    /// The reason in a few words.
    pub reason: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $code:literal, $reason:literal;)*) => {
        $(pub(crate) const $name: Kind = Kind { code: $code, reason: $reason };)*
        /// Every kind.
        const KINDS: &[Kind] = &[$($name),*];
    };
}

impl Kind {
    /// The kind of this code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.code == code)
    }
}

kinds! {
    REQUIRED_MISSING = "SL-R050", "a value without which the row says nothing is missing";
    REQUIRED_UNREADABLE = "SL-R051", "a value without which the row says nothing cannot be read";
    NOT_FOUND_THROUGH = "SL-R052", "the child could not be found through the table that names it";
    DATE = "SL-R053", "the date cannot be read in one way only";
    FILLER_DATE = "SL-R054", "the date is one that systems write when they know none";
    IMPOSSIBLE_DATE = "SL-R055", "the date lies before 1900 or after 2100";
    MONTH_FIRST = "SL-R056", "the date has the month before the day";
    WHOLE_NUMBER = "SL-R057", "the value is no whole number";
    NUMBER = "SL-R058", "the value is no number";
    YES_NO = "SL-R059", "the value is neither yes nor no";
    CODE = "SL-R060", "the value is no code of its list";
    FAILED_FORMULA = "SL-R061", "the formula of the cell failed";
    TOO_LONG = "SL-R062", "the text is longer than any record";
    DISAGREES = "SL-R063", "the value differs from the one given for the same child before";
    HEADER_AGAIN = "SL-R064", "the row repeats the headers";
    UNKNOWN_COLUMN = "SL-R070", "the header of the column is not known, so the column was not read";
    MISSING_COLUMN = "SL-R071", "the column is not there";
    NO_ROWS = "SL-R072", "there are headers and no rows";
    UNKNOWN_SHEET = "SL-R073", "no list was recognised in the sheet, so it was not read";
    COLUMN_TWICE = "SL-R074", "the header is there twice, so the second column was not read";
    LEFT_OUT = "SL-R075", "the list was recognised and is not read, for the reason given in the definitions";
    UNKNOWN_FILE = "SL-R076", "nothing was recognised in the file, so it was not read";
    ENCODING_GUESSED = "SL-R077", "the letters are neither UTF-8 nor UTF-16 and were read as Windows-1252";
    WIDER_THAN_HEADER = "SL-R078", "the row has values beyond the last header, which were not read";
    UNREAD_TYPE = "SL-R130", "the column holds a kind of value that no record has, so it was not read";
}

/// One thing that was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// The table of the format, such as `annex_a/list_8`; none when it is about a whole file.
    pub source: Option<String>,
    /// The column, by its name in the format.
    pub column: Option<String>,
    /// Where.
    pub place: Place,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(column) = &self.column {
            write!(f, "“{column}”: ")?;
        }
        write!(f, "{} ({})", self.kind.reason, self.kind.code)
    }
}

/// What became of the rows of one table of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCount {
    /// The table of the format, such as `annex_a/list_8`.
    pub source: String,
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Rows that were not blank.
    pub rows_in: u64,
    /// Rows that went into the record tables.
    pub rows_kept: u64,
    /// Rows that did not, each with a finding that says why.
    pub rows_set_aside: u64,
}

/// How many rows a record table got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCount {
    /// Rows in the table.
    pub rows: u64,
    /// Rows that said more about a row that was there, and became part of it.
    pub merged: u64,
    /// Rows that touched the row before them, and became part of it.
    pub joined: u64,
}

/// What became of everything in the files that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The format, such as `annex_a`.
    pub format: String,
    /// Every table of every file, in the order in which they were read.
    pub sources: Vec<SourceCount>,
    /// Every record table that got rows, by name.
    pub tables: BTreeMap<String, TableCount>,
    /// What was found, in the order of the files; of one kind in one column at most a thousand.
    pub findings: Vec<Finding>,
    /// How many there were of each kind, table and column of the format.
    pub counts: BTreeMap<(Kind, Option<String>, Option<String>), u64>,
    /// The day the file says that it is about, where it does.
    pub reference_on: Option<NaiveDate>,
}

impl Reading {
    /// Counts a finding, and keeps it while there are few of its kind.
    pub(crate) fn add(&mut self, finding: Finding) {
        let key = (finding.kind, finding.source.clone(), finding.column.clone());
        let count = self.counts.entry(key).or_default();
        *count += 1;
        if *count <= MAX_KEPT {
            self.findings.push(finding);
        }
    }

    /// How many findings there were with this code.
    #[must_use]
    pub fn count(&self, code: &str) -> u64 {
        self.counts.iter().filter(|((kind, ..), _)| kind.code == code).map(|(_, count)| count).sum()
    }

    /// Rows that were not blank, over all sources.
    #[must_use]
    pub fn rows_in(&self) -> u64 {
        self.sources.iter().map(|source| source.rows_in).sum()
    }

    /// Rows that went into the record tables, over all sources.
    #[must_use]
    pub fn rows_kept(&self) -> u64 {
        self.sources.iter().map(|source| source.rows_kept).sum()
    }

    /// Rows that were set aside, over all sources.
    #[must_use]
    pub fn rows_set_aside(&self) -> u64 {
        self.sources.iter().map(|source| source.rows_set_aside).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_in_words() {
        let place = Place {
            file: "a.xlsx".into(),
            sheet: Some("List 8".into()),
            row: Some(12),
            column: Some(28),
            ..Place::default()
        };
        assert_eq!(place.to_string(), "a.xlsx, sheet “List 8”, row 12, column AB");
        let place =
            Place { file: "c.xml".into(), element: Some("Assessments".into()), row: Some(3), ..Place::default() };
        assert_eq!(place.to_string(), "c.xml, Assessments 3");
    }

    #[test]
    fn a_million_findings_are_counted_and_a_thousand_kept() {
        let mut reading = Reading::default();
        for row in 1..=5_000 {
            let place = Place { row: Some(row), ..Place::default() };
            reading.add(Finding { kind: DATE, source: None, column: None, place });
        }
        assert_eq!((reading.findings.len(), reading.count("SL-R053")), (1_000, 5_000));
    }
}
