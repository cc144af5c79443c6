//! What every reader gives: the document as blocks with positions, before any meaning.

use chrono::NaiveDate;
use sightline_domain::{Place, Problem};

/// A document as headings, paragraphs, list items and tables, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceDocument {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the reader itself noticed, such as macros or formulas that were not run.
    pub problems: Vec<Problem>,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub content: Content,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A heading; level 1 is the highest.
    Heading {
        /// Level, from 1.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// An item of a list outside a table.
    Item {
        /// Nesting, from 0.
        level: u8,
        /// Its words, without the bullet.
        text: String,
    },
    /// A table. In a text file a run of lines with tabs; in a workbook a whole sheet.
    Table(Table),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet, for a workbook.
    pub name: Option<String>,
    /// Rows, in order.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it is (no column).
    pub place: Place,
    /// Cells by column; missing cells at the end are left out. A cell merged
    /// over columns stands in its first column and the others are `covered`.
    pub cells: Vec<Cell>,
    /// True when the document itself marks the row as a repeated header.
    pub is_header: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its words exactly as the document holds them: tags of a converted text
    /// kept; paragraphs of an office file joined by a line feed. Empty for a
    /// cell `covered` by a merge.
    pub raw: String,
    /// Its paragraphs, tags removed and runs of white space made one; empty ones left out.
    pub paragraphs: Vec<Paragraph>,
    /// The date, when the cell is a real date cell of a workbook. `raw` then
    /// holds the date as its number format shows it (`January 2015`).
    pub date: Option<NaiveDate>,
    /// Fill colour as six upper-case hexadecimal digits, when not white or automatic.
    pub fill: Option<String>,
    /// Number of columns it spans, 1 unless merged.
    pub columns: u32,
    /// True when it lies under a merge: the words stand in the cell above or to the left.
    pub covered: Option<Covered>,
}

/// Which way the merged cell that covers a cell lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// The merged cell begins in an earlier row of this column.
    FromAbove,
    /// The merged cell begins in an earlier column of this row.
    FromLeft,
}

/// A paragraph of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words, without the bullet.
    pub text: String,
    /// Nesting of the list item, from 0; `None` for a plain paragraph.
    pub item_level: Option<u8>,
    /// True when the cell itself separates it from its neighbours (a paragraph
    /// or list item of the document), false for the one run of text of an
    /// unmarked cell.
    pub is_marked: bool,
}

impl Cell {
    /// The cell's words on one line, tags removed and runs of white space made one.
    #[must_use]
    pub fn text(&self) -> String {
        self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// True when the cell holds no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }
}

impl Row {
    /// The cell of a column, counted from 0; an empty one past the end.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell =
            Cell { raw: String::new(), paragraphs: Vec::new(), date: None, fill: None, columns: 1, covered: None };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}
