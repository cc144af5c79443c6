//! A plan as named tables: what every format writes and reads.

use chrono::NaiveDate;
use sightline_domain::Place;

use super::cell::print_day;
use super::marks::BLANK_ROW;

/// A plan as a list of tables, the ones people read first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::template) struct TemplateBook {
    /// Title of the plan.
    pub(in crate::template) title: String,
    /// Tables, in order.
    pub(in crate::template) tables: Vec<Table>,
}

/// A named table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::template) struct Table {
    /// Its name: a heading, or the name of a sheet.
    pub(in crate::template) name: String,
    /// Where it begins; only of a table that was read.
    pub(in crate::template) place: Place,
    /// Column headings.
    pub(in crate::template) headings: Vec<Heading>,
    /// Rows under the headings.
    pub(in crate::template) rows: Vec<Row>,
}

/// A column heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::template) struct Heading {
    /// Its words.
    pub(in crate::template) text: String,
    /// Width in characters.
    pub(in crate::template) width: u16,
    /// True for a column that paper shows in a second table.
    pub(in crate::template) is_further: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::template) struct Row {
    /// Where it is; only of a table that was read.
    pub(in crate::template) place: Place,
    /// One cell for each heading; cells missing at the end are empty.
    pub(in crate::template) cells: Vec<Cell>,
}

/// A cell: paragraphs with their marks (see `marks`), and the date when it holds one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::template) struct Cell {
    /// Paragraphs, none of them empty, with a line break in it, or with space at an end.
    pub(in crate::template) paragraphs: Vec<String>,
    /// The date; `paragraphs` then shows it in words.
    pub(in crate::template) date: Option<NaiveDate>,
    /// Fill colour as six hexadecimal digits; never the only sign of anything.
    pub(in crate::template) fill: Option<String>,
}

impl Cell {
    /// A cell of paragraphs.
    pub(in crate::template) fn of(paragraphs: Vec<String>) -> Self {
        Self { paragraphs, ..Self::default() }
    }

    /// A cell of one date.
    pub(in crate::template) fn date(day: NaiveDate) -> Self {
        Self { paragraphs: vec![print_day(day)], date: Some(day), fill: None }
    }

    /// True when it holds nothing.
    pub(in crate::template) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// What a reader of any format found in a cell, cut into paragraphs.
    pub(in crate::template) fn from_text(text: &str, date: Option<NaiveDate>) -> Self {
        let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Self { paragraphs, date, fill: None }
    }
}

impl Row {
    /// A row to be written; one without any words is marked, as a format would drop it.
    pub(in crate::template) fn of(mut cells: Vec<Cell>) -> Self {
        if cells.iter().all(Cell::is_empty)
            && let Some(first) = cells.first_mut()
        {
            first.paragraphs.push(BLANK_ROW.to_owned());
        }
        Self { place: Place::default(), cells }
    }

    /// True when no cell holds anything.
    pub(in crate::template) fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }

    /// The cell of a column, counted from 0; an empty one past the end.
    pub(in crate::template) fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell { paragraphs: Vec::new(), date: None, fill: None };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

impl Table {
    /// A table that was read: the first row holds the headings. `None` when there is no row.
    pub(in crate::template) fn from_rows(name: &str, place: Place, mut rows: Vec<Row>) -> Option<Self> {
        rows.retain(|row| !row.is_empty());
        if rows.is_empty() {
            return None;
        }
        let headings = rows
            .remove(0)
            .cells
            .into_iter()
            .map(|cell| Heading { text: cell.paragraphs.join(" "), ..Heading::default() })
            .collect();
        for row in &mut rows {
            if row.cells.first().is_some_and(|cell| cell.paragraphs == [BLANK_ROW]) {
                row.cells[0].paragraphs.clear();
            }
        }
        Some(Self { name: name.trim().to_owned(), place, headings, rows })
    }

    /// The position of a heading, ignoring case.
    pub(in crate::template) fn column(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|known| known.text.eq_ignore_ascii_case(heading))
    }

    /// True when the name is this one, ignoring case.
    pub(in crate::template) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}
