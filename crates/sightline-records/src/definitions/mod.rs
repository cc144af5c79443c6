//! The definitions of `content/records/`: record tables, the formats that feed them, and code lists.
//!
//! Everything that reads children's records goes by these. A council's analyst
//! can read and change them; what contradicts itself is refused with the file
//! and the line.

mod check;
pub(crate) mod codes;
mod events;
pub(crate) mod fault;
mod formats;
mod written;

pub use codes::{Code, CodeList, Matched};
pub use events::{Cover, EventDefinition, GapDefinition, JourneyDefinition, Lane};
pub use fault::Fault;
pub use written::{FormatKind, Repeats};

use crate::{Error, Result};

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

    pub(super) fn files() -> &'static [(&'static str, &'static str)] {
        FILES
    }
}

/// Every definition, checked against every other.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// The record tables, by name.
    pub tables: Vec<RecordTable>,
    /// The formats, by name.
    pub formats: Vec<SourceFormat>,
    /// The code lists, by name.
    pub code_lists: Vec<CodeList>,
    /// How a child's journey is drawn.
    pub journey: JourneyDefinition,
}

/// One of the tables that all sources become.
#[derive(Clone, Debug)]
pub struct RecordTable {
    /// Its name, which is that of its file.
    pub name: String,
    /// What it holds, in a few words.
    pub title: String,
    /// What one row is.
    pub one_row: String,
    /// Positions of the columns that tell one row from another.
    pub key: Vec<usize>,
    /// What becomes of rows with the same key.
    pub repeats: Repeats,
    /// Formats in the order in which they are believed when several hold the same fact.
    pub wins: Vec<String>,
    /// Why in this order.
    pub wins_because: String,
    /// How it is found that one format lacks rows of another; none when they do not hold the same rows.
    pub compared: Option<Compared>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Where its rows come from.
    pub feeds: Vec<Feed>,
    /// What its rows are in a child's journey.
    pub events: Vec<EventDefinition>,
}

/// Formats of which each holds every row within the time that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The formats, at least two.
    pub formats: Vec<String>,
    /// Column of the day on which what a row is about begins or happens.
    pub starts: usize,
    /// Column of the day on which it ends, where it lasts; blank while it goes on.
    pub ends: Option<usize>,
}

/// A column of a record table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What kind of value it holds.
    pub kind: ColumnType,
    /// Position of its code list, when it holds codes.
    pub codes: Option<usize>,
    /// What a number counts or measures.
    pub unit: Option<String>,
    /// What it means.
    pub meaning: String,
    /// Whether a row without it is no row.
    pub is_required: bool,
}

/// What kind of value a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Words or an identifier, exactly as written, without spaces around it.
    Text,
    /// A day.
    Date,
    /// A whole number.
    WholeNumber,
    /// A number with up to four decimal places.
    Decimal,
    /// Yes or no; null when it is not known.
    YesNo,
    /// A code of a list.
    Code,
}

impl ColumnType {
    /// Every type with the word that definition files use.
    pub const ALL: [(&'static str, Self); 6] = [
        ("text", Self::Text),
        ("date", Self::Date),
        ("whole_number", Self::WholeNumber),
        ("decimal", Self::Decimal),
        ("yes_no", Self::YesNo),
        ("code", Self::Code),
    ];

    /// The word in plain English.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::WholeNumber => "whole number",
            Self::Decimal => "decimal",
            Self::YesNo => "yes or no",
            Self::Code => "code",
        }
    }
}

/// How the rows of one table of a format become rows of a record table.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Position of the format.
    pub format: usize,
    /// Position of the table in the format.
    pub table: usize,
    /// Whether a row of the source that gives no row here is set aside.
    pub is_main: bool,
    /// Columns of the source of which one must be given; empty when every row counts.
    pub when: Vec<usize>,
    /// Columns of the record table with the value they always get.
    pub fixed: Vec<(usize, String)>,
    /// Columns of the record table with the column of the source that fills them.
    pub columns: Vec<(usize, usize)>,
    /// How touching rows become one.
    pub joined: Option<Join>,
    /// A column that is found through another table of the same format.
    pub looked_up: Option<Lookup>,
}

/// Rows that touch, one beginning on the day another ends, become one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Columns that must be the same in both.
    pub same: Vec<usize>,
    /// Column of the first day.
    pub start: usize,
    /// Column of the last day.
    pub end: usize,
    /// A column of the earlier row with the code that says that it goes on.
    pub going_on: Option<(usize, String)>,
}

/// A column that is found through another table of the same format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The column of the record table, filled only where the row itself does not.
    pub column: usize,
    /// Position of the table to look in.
    pub table: usize,
    /// Its column that is compared.
    pub matching: usize,
    /// Its column that is taken.
    pub taking: usize,
    /// The column of the row's own table that is compared.
    pub by: usize,
}

/// A format that councils send.
#[derive(Clone, Debug)]
pub struct SourceFormat {
    /// Its name, which is that of its file.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What files it comes in.
    pub kind: FormatKind,
    /// The XML element that holds all of one child.
    pub unit: Option<String>,
    /// The XML element that says what day the file is about.
    pub refers_to: Option<String>,
    /// Months that the file is about, the last of which ends with that day; told by its own dates where absent.
    pub covers_months: Option<u32>,
    /// Its tables.
    pub tables: Vec<SourceTable>,
}

/// A table of a format: a list, a file or a kind of XML element.
#[derive(Clone, Debug)]
pub struct SourceTable {
    /// Its name in the format.
    pub name: String,
    /// What it holds.
    pub title: String,
    /// Other names, of sheets for example.
    pub also: Vec<String>,
    /// Where the XML holds its rows.
    pub path: Option<String>,
    /// The year or template from which it is there.
    pub since: Option<String>,
    /// Columns of which one must be given for an XML element to be a row, some with the value it must have.
    pub row_when: Vec<(usize, Option<String>)>,
    /// Why none of it is read.
    pub left_out: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<SourceColumn>,
}

/// A column of a table of a format.
#[derive(Clone, Debug)]
pub struct SourceColumn {
    /// Its name in the format.
    pub name: String,
    /// Other spellings, and in XML other paths.
    pub also: Vec<String>,
    /// Where the XML holds it, from the root.
    pub path: Option<String>,
    /// The year or template from which it is there.
    pub since: Option<String>,
    /// Why it is not read.
    pub left_out: Option<String>,
    /// Whether one value is a list that becomes several rows.
    pub is_list: bool,
}

impl Definitions {
    /// The definitions that come with Sightline.
    ///
    /// # Errors
    ///
    /// [`Error::Definitions`] when a built-in file is wrong; a test keeps that from happening.
    pub fn built_in() -> Result<Self> {
        Self::load(built_in::files())
    }

    /// The definitions in these files, given by path from `content/records` with their text.
    ///
    /// # Errors
    ///
    /// [`Error::Definitions`] with everything that is wrong, each with its file and line.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Self> {
        check::load(files).map_err(Error::Definitions)
    }

    /// The files that come with Sightline, by path from `content/records`.
    #[must_use]
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        built_in::files()
    }

    /// The record table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&RecordTable> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The code list of this name.
    #[must_use]
    pub fn code_list(&self, name: &str) -> Option<&CodeList> {
        self.code_lists.iter().find(|list| list.name == name)
    }

    /// The format of this name.
    #[must_use]
    pub fn format(&self, name: &str) -> Option<&SourceFormat> {
        self.formats.iter().find(|format| format.name == name)
    }
}

impl RecordTable {
    /// Position of the column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl SourceTable {
    /// Position of the column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests;
