//! What is wrong with, or doubtful about, something that was read.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a problem stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Note,
    /// The document can be read in two ways; a person should settle it.
    Question,
    /// Something is missing or cannot be right.
    Warning,
    /// Nothing can be saved until this is put right.
    Error,
}

/// Where in the source document, in words that a person can follow.
///
/// Only the parts that make sense for the format are filled: a text file has
/// lines, a Word document has tables with rows and columns, a workbook has
/// sheets with cells, a PDF has pages. All numbers count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// File name, without folder; present when several files are imported together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Page of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Line of a text file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Paragraph of a Word document, outside its tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// Table of a Word document, in order of appearance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<u32>,
    /// Row of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Column of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Cell of a sheet, such as `D14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl Place {
    /// The place of a line in a text file.
    #[must_use]
    pub fn line(line: u32) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// The place of a paragraph of a Word document.
    #[must_use]
    pub fn paragraph(paragraph: u32) -> Self {
        Self { paragraph: Some(paragraph), ..Self::default() }
    }

    /// The place of a cell in a table of a Word document.
    #[must_use]
    pub fn table(table: u32, row: u32, column: u32) -> Self {
        Self { table: Some(table), row: Some(row), column: Some(column), ..Self::default() }
    }

    /// The place of a cell in a workbook; `row` and `column` count from 1.
    #[must_use]
    pub fn sheet(sheet: &str, row: u32, column: u32) -> Self {
        Self {
            sheet: Some(sheet.to_owned()),
            row: Some(row),
            column: Some(column),
            cell: Some(format!("{}{row}", column_letters(column))),
            ..Self::default()
        }
    }

    /// The same place with another column of the same row.
    #[must_use]
    pub fn at_column(&self, column: u32) -> Self {
        let mut place = self.clone();
        place.column = Some(column);
        if let (Some(_), Some(row)) = (&place.sheet, place.row) {
            place.cell = Some(format!("{}{row}", column_letters(column)));
        }
        place
    }
}

/// The letters of a sheet's column: 1 is `A`, 27 is `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(file.clone());
        }
        if let Some(page) = self.page {
            parts.push(format!("page {page}"));
        }
        if let Some(line) = self.line {
            parts.push(format!("line {line}"));
        }
        if let Some(paragraph) = self.paragraph {
            parts.push(format!("paragraph {paragraph}"));
        }
        if let Some(table) = self.table {
            parts.push(format!("table {table}"));
        }
        if let Some(sheet) = &self.sheet {
            parts.push(format!("sheet {sheet}"));
        }
        match (&self.cell, self.row, self.column) {
            (Some(cell), _, _) => parts.push(format!("cell {cell}")),
            (None, Some(row), Some(column)) => {
                parts.push(format!("row {row}"));
                parts.push(format!("column {column}"));
            }
            (None, Some(row), None) => parts.push(format!("row {row}")),
            (None, None, Some(column)) => parts.push(format!("column {column}")),
            (None, None, None) => {}
        }
        if parts.is_empty() { f.write_str("the document as a whole") } else { f.write_str(&parts.join(", ")) }
    }
}

/// One thing a person should know about a document that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Stable code, such as `SL-I110`; `sightline explain SL-I110` tells more.
    pub code: String,
    /// How much it stands in the way.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What was seen there, shortened to 200 characters.
    pub seen: String,
    /// What it means and what to do next.
    pub help: String,
    /// The reference of the plan item it is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// How a person settled it; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// How a person settled a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settled {
    /// What they said.
    pub answer: Answer,
    /// Who said it.
    pub by: String,
    /// The day it was said.
    pub on: NaiveDate,
    /// What was corrected, one line each, such as `Lead of 1.1: MC, now Mary Cole`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
}

/// What somebody said about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The plan is right as it was read.
    AsRead,
    /// The plan was read wrongly and has been corrected.
    Corrected,
}

impl Problem {
    /// A problem; `seen` is cut to 200 characters.
    pub fn new(code: &str, severity: Severity, place: Place, seen: &str, help: impl Into<String>) -> Self {
        let mut shown: String = seen.chars().take(200).collect();
        if seen.chars().nth(200).is_some() {
            shown.push('…');
        }
        Self { code: code.to_owned(), severity, place, seen: shown, help: help.into(), about: None, settled: None }
    }

    /// Says which plan item the problem is about.
    #[must_use]
    pub fn about(mut self, reference: &str) -> Self {
        self.about = Some(reference.to_owned());
        self
    }

    /// True while a person should look at it: notes never are.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.severity > Severity::Note && self.settled.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_workbook() {
        assert_eq!(column_letters(1), "A");
        assert_eq!(column_letters(26), "Z");
        assert_eq!(column_letters(27), "AA");
        assert_eq!(column_letters(703), "AAA");
    }

    #[test]
    fn a_place_reads_as_a_person_would_say_it() {
        assert_eq!(Place::sheet("Actions", 14, 4).to_string(), "sheet Actions, cell D14");
        assert_eq!(Place::table(2, 5, 1).to_string(), "table 2, row 5, column 1");
        assert_eq!(Place::line(7).to_string(), "line 7");
        assert_eq!(Place::default().to_string(), "the document as a whole");
    }
}
