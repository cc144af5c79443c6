//! One kind of item as a table: which field stands in which column.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sightline_domain::plan::Lead;
use sightline_domain::schedule::Schedule;
use sightline_domain::{Place, Problem, Severity};

use super::cell::{CellValue, Trouble};
use super::marks::{number_in, number_mark};
use super::{Cell, Heading, Row, Table};
use crate::template::codes;

/// Reads printed words for cells that a person filled in by hand.
///
/// An export holds every reading beside its words, so nothing is read twice
/// and nothing changes. A template filled in by hand, or an export whose words
/// were edited, holds words only; these are read here. The importer supplies
/// the council's vocabulary; [`PlainWords`] reads no dates and splits nothing.
pub trait ReadWords {
    /// The first day of what the words say; `None` when they name no day.
    fn first_day(&self, raw: &str) -> Option<NaiveDate>;
    /// The last day of what the words say; `None` when they name no day.
    fn last_day(&self, raw: &str) -> Option<NaiveDate>;
    /// The timescale the words say.
    fn schedule(&self, raw: &str) -> Schedule;
    /// The leads the words name, in printed order.
    fn leads(&self, raw: &str) -> Vec<Lead>;
    /// The inspection tags the words hold, in printed order.
    fn sources(&self, raw: &str) -> Vec<String>;
}

/// Reads nothing into words: no dates, one lead, one inspection tag.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainWords;

impl ReadWords for PlainWords {
    fn first_day(&self, _raw: &str) -> Option<NaiveDate> {
        None
    }

    fn last_day(&self, _raw: &str) -> Option<NaiveDate> {
        None
    }

    fn schedule(&self, _raw: &str) -> Schedule {
        Schedule { kind: sightline_domain::schedule::ScheduleKind::Unreadable, ..Schedule::default() }
    }

    fn leads(&self, raw: &str) -> Vec<Lead> {
        vec![Lead { raw: raw.to_owned(), name: raw.trim().to_owned(), ..Lead::default() }]
    }

    fn sources(&self, raw: &str) -> Vec<String> {
        vec![raw.to_owned()]
    }
}

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
                    child.parent = Owner::from_cell(cell);
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

/// An item that another one holds.
pub(super) struct Child<T> {
    parent: Owner,
    item: T,
}

/// Names the item that a row belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    name: String,
    /// 0 for the first item of this name, 1 for the second.
    earlier: usize,
}

impl Owner {
    pub(super) fn to_cell(&self) -> Cell {
        let mut cell = self.name.to_cell();
        if self.earlier > 0 {
            cell.paragraphs.push(number_mark(self.earlier + 1));
        }
        cell
    }

    pub(super) fn from_cell(cell: &Cell) -> Self {
        let mut paragraphs = cell.paragraphs.clone();
        let earlier = paragraphs.last().and_then(|last| number_in(last)).unwrap_or(1).saturating_sub(1);
        if paragraphs.last().is_some_and(|last| number_in(last).is_some()) {
            paragraphs.pop();
        }
        Self { name: super::marks::text_of(&paragraphs), earlier }
    }

    /// The owners that a list of names makes, in order.
    pub(super) fn of_names<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Self> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        names
            .map(|name| {
                let earlier = seen.entry(name).or_default();
                let owner = Self { name: name.to_owned(), earlier: *earlier };
                *earlier += 1;
                owner
            })
            .collect()
    }

    pub(super) fn seen(&self) -> &str {
        &self.name
    }
}

/// The children of all parents, in order.
pub(super) fn children_of<'p, P, T: Clone + 'p>(
    parents: &'p [P],
    name: fn(&P) -> &str,
    list: fn(&P) -> &[T],
) -> Vec<Child<T>> {
    let owners = Owner::of_names(parents.iter().map(name));
    let mut children = Vec::new();
    for (parent, owner) in parents.iter().zip(owners) {
        children.extend(list(parent).iter().map(|item| Child { parent: owner.clone(), item: item.clone() }));
    }
    children
}

/// Puts each child into its parent; a child of nobody becomes a problem.
pub(super) fn attach<P, T>(
    children: Vec<(Place, Child<T>)>,
    table: &str,
    parents: &mut [P],
    name: fn(&P) -> &str,
    list: fn(&mut P) -> &mut Vec<T>,
    reading: &mut Reading<'_>,
) {
    let positions: BTreeMap<Owner, usize> =
        Owner::of_names(parents.iter().map(name)).into_iter().enumerate().map(|(at, owner)| (owner, at)).collect();
    for (place, child) in children {
        if let Some(at) = positions.get(&child.parent) {
            list(&mut parents[*at]).push(child.item);
        } else {
            let seen = format!("{table}: {}", child.parent.seen());
            reading.problem(
                codes::NO_PARENT,
                Severity::Warning,
                place,
                &seen,
                "nothing in the plan has this reference or name, so the row was left out. Write it exactly as in its own table",
            );
        }
    }
}
