//! One kind of item as a table: which field stands in which column.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sightline_domain::{Place, Problem, Severity};

use super::cell::{CellValue, Trouble};
use super::children::{Child, Owner};
use super::words::ReadWords;
use super::{Cell, Heading, Row, Table};
use crate::codes::template as codes;

type Get<T> = Box<dyn Fn(&T) -> Cell>;
type Set<T> = Box<dyn Fn(&mut T, &Cell, &dyn ReadWords) -> Result<(), Trouble>>;

/// A column of a table: a heading and the field under it.
pub(super) struct Column<T> {
    heading: &'static str,
    width: u16,
    is_further: bool,
    get: Get<T>,
    set: Set<T>,
}

impl<T: 'static> Column<T> {
    pub(super) fn new(
        heading: &'static str,
        get: impl Fn(&T) -> Cell + 'static,
        set: impl Fn(&mut T, &Cell, &dyn ReadWords) -> Result<(), Trouble> + 'static,
    ) -> Self {
        Self { heading, width: 14, is_further: false, get: Box::new(get), set: Box::new(set) }
    }

    /// Sets the width in characters.
    pub(super) fn width(mut self, width: u16) -> Self {
        self.width = width;
        self
    }

    /// Puts the column to the right of those that people read first.
    pub(super) fn further(mut self) -> Self {
        self.is_further = true;
        self
    }

    pub(super) fn heading(&self) -> &'static str {
        self.heading
    }

    pub(super) fn get(&self, item: &T) -> Cell {
        (self.get)(item)
    }

    pub(super) fn set(&self, item: &mut T, cell: &Cell, words: &dyn ReadWords) -> Result<(), Trouble> {
        (self.set)(item, cell, words)
    }
}

/// A column that holds one field as it is.
macro_rules! column {
    ($item:ty, $heading:literal, $field:ident) => {
        $crate::template::book::kind::Column::<$item>::new(
            $heading,
            |item| $crate::template::book::cell::CellValue::to_cell(&item.$field),
            |item, cell, _words| {
                item.$field = $crate::template::book::cell::CellValue::from_cell(cell)?;
                Ok(())
            },
        )
    };
}
pub(super) use column;

/// A column that holds the day which the words of another field say.
///
/// The day is written out, or "no date" where the words name none, so that an
/// empty cell means that nobody has read the words yet.
macro_rules! day_column {
    ($item:ty, $heading:literal, $on:ident, $raw:ident, $read:ident) => {
        $crate::template::book::kind::Column::<$item>::new(
            $heading,
            |item| $crate::template::book::kind::day_cell(item.$on, item.$raw.as_deref()),
            |item, cell, words| {
                let read = item.$raw.as_deref().and_then(|raw| words.$read(raw));
                let (on, trouble) = $crate::template::book::kind::read_day_cell(cell, read, item.$raw.as_deref());
                item.$on = on;
                trouble.map_or(Ok(()), Err)
            },
        )
        .width(17)
    };
}
pub(super) use day_column;

/// The cell of a day beside its words.
pub(super) fn day_cell(on: Option<NaiveDate>, raw: Option<&str>) -> Cell {
    match (on, raw) {
        (None, Some(_)) => Cell::of(vec![super::cell::NO_DATE.to_owned()]),
        _ => on.to_cell(),
    }
}

/// The day of a cell beside its words; `read` is what the words say.
pub(super) fn read_day_cell(
    cell: &Cell,
    read: Option<NaiveDate>,
    raw: Option<&str>,
) -> (Option<NaiveDate>, Option<Trouble>) {
    if cell.is_empty() {
        return (read, None);
    }
    let on: Option<NaiveDate> = match CellValue::from_cell(cell) {
        Ok(on) => on,
        Err(trouble) => return (read, Some(trouble)),
    };
    let doubt = match (read, raw) {
        (Some(read), Some(raw)) if on != Some(read) => Some(Trouble::Doubtful(format!(
            "the words “{raw}” say {} and this cell says {}; this cell was kept. Clear it and import again to follow the words",
            super::cell::print_day(read),
            on.map_or_else(|| super::cell::NO_DATE.to_owned(), super::cell::print_day),
        ))),
        _ => None,
    };
    (on, doubt)
}

/// The tables still to be read, and what was noticed so far.
pub(super) struct Reading<'a> {
    pub(super) tables: Vec<Table>,
    pub(super) words: &'a dyn ReadWords,
    pub(super) problems: Vec<Problem>,
    taken: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(tables: Vec<Table>, words: &'a dyn ReadWords) -> Self {
        Self { tables, words, problems: Vec::new(), taken: BTreeSet::new() }
    }

    /// Takes a table out of the book; `None` when there is none of this name.
    pub(super) fn take(&mut self, name: &str) -> Option<Table> {
        let at = self.tables.iter().position(|table| table.is_called(name))?;
        self.taken.insert(name.to_lowercase());
        Some(self.tables.remove(at))
    }

    /// Reports every table that nothing asked for.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        for table in std::mem::take(&mut self.tables) {
            let help = if self.taken.contains(&table.name.to_lowercase()) {
                "there are two tables of this name; only the first was read. Put all rows in one table"
            } else {
                "the template has no table of this name, so it was not read. See docs/plan-template.md for the names"
            };
            self.problem(codes::UNKNOWN_TABLE, Severity::Warning, table.place, &table.name, help);
        }
        self.problems
    }

    pub(super) fn problem(&mut self, code: &str, severity: Severity, place: Place, seen: &str, help: &str) {
        self.problems.push(Problem::new(code, severity, place, seen, help));
    }

    /// Reports what is wrong with a cell; `column` counts from 0.
    pub(super) fn trouble(&mut self, trouble: Trouble, row: &Row, column: usize) {
        let place = row.place.at_column(u32::try_from(column + 1).unwrap_or(u32::MAX));
        let seen = row.cell(column).paragraphs.join(" ");
        match trouble {
            Trouble::Wrong(help) => self.problem(codes::CELL, Severity::Warning, place, &seen, &help),
            Trouble::Doubtful(help) => self.problem(codes::DATE_DISAGREES, Severity::Question, place, &seen, &help),
        }
    }
}

/// One kind of item: the name of its table and its columns.
pub(super) struct Kind<T> {
    name: &'static str,
    columns: Vec<Column<T>>,
    blank: Box<dyn Fn() -> T>,
}

impl<T: 'static> Kind<T> {
    pub(super) fn new(name: &'static str, blank: impl Fn() -> T + 'static, columns: Vec<Column<T>>) -> Self {
        Self { name, columns, blank: Box::new(blank) }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The items as a table.
    pub(super) fn table<'i>(&self, items: impl Iterator<Item = &'i T>) -> Table {
        let headings = self.columns.iter().map(|column| Heading {
            text: column.heading.to_owned(),
            width: column.width,
            is_further: column.is_further,
        });
        Table {
            name: self.name.to_owned(),
            place: Place::default(),
            headings: headings.collect(),
            rows: items.map(|item| Row::of(self.columns.iter().map(|column| column.get(item)).collect())).collect(),
        }
    }

    /// The items of the table of this kind, each with its place; none when there is no such table.
    pub(super) fn read(&self, reading: &mut Reading<'_>) -> Vec<(Place, T)> {
        reading.take(self.name).map_or_else(Vec::new, |table| self.read_table(&table, reading))
    }

    fn read_table(&self, table: &Table, reading: &mut Reading<'_>) -> Vec<(Place, T)> {
        for (at, heading) in table.headings.iter().enumerate() {
            let is_known = self.columns.iter().any(|column| column.heading.eq_ignore_ascii_case(&heading.text));
            let is_first = table.column(&heading.text) == Some(at);
            if (!is_known || !is_first) && !heading.text.is_empty() {
                let seen = format!("{} › {}", table.name, heading.text);
                let help = if is_known {
                    "this heading stands twice; only the first column was read"
                } else {
                    "this table has no column of this name, so it was not read. Use the heading of the template, or move the words to a column it has"
                };
                reading.problem(codes::UNKNOWN_COLUMN, Severity::Warning, table.place.clone(), &seen, help);
            }
        }
        let positions: Vec<_> = self.columns.iter().map(|column| table.column(column.heading)).collect();
        let mut items = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut item = (self.blank)();
            for (column, position) in self.columns.iter().zip(&positions) {
                let empty = Cell::default();
                let cell = position.map_or(&empty, |at| row.cell(at));
                if let Err(trouble) = column.set(&mut item, cell, reading.words) {
                    reading.trouble(trouble, row, position.unwrap_or(0));
                }
            }
            items.push((row.place.clone(), item));
        }
        items
    }

    /// The same kind as a table of children, with the parent's name in the first column.
    pub(super) fn under(self, parent_heading: &'static str, width: u16) -> Kind<Child<T>> {
        let mut columns = vec![
            Column::<Child<T>>::new(
                parent_heading,
                |child| child.parent.to_cell(),
                |child, cell, _words| {
                    child.parent = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(width),
        ];
        for Column { heading, width, is_further, get, set } in self.columns {
            let column = Column::new(
                heading,
                move |child: &Child<T>| get(&child.item),
                move |child, cell, words| set(&mut child.item, cell, words),
            );
            columns.push(Column { width, is_further, ..column });
        }
        let blank = self.blank;
        Kind::new(self.name, move || Child { parent: Owner::default(), item: blank() }, columns)
    }
}
