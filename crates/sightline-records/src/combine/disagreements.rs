//! Where formats do not agree: other values for the same row, and rows that one has and another does not.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use crate::definitions::{Compared, RecordTable};

use super::cells::{At, Cells};
use super::pairing::{Cover, Part, Row, Table};
use super::{Values, batch_of};

/// Of one kind, at most this many are kept with their place; all are counted.
const MAX_KEPT: u64 = 10_000;

/// A column for which two formats give other values for the same row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Differing {
    /// The record table.
    pub table: String,
    /// Its column.
    pub column: String,
    /// The format whose value stands.
    pub believed: String,
    /// The format that says otherwise.
    pub other: String,
}

/// A table in which one format holds rows that another should hold too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Absent {
    /// The record table.
    pub table: String,
    /// The format that holds the rows.
    pub held_by: String,
    /// The format that does not.
    pub not_in: String,
}

/// Where the formats do not agree.
#[derive(Clone, Debug)]
pub struct Disagreements {
    /// How many values differ.
    pub differing: BTreeMap<Differing, u64>,
    /// How many rows one format has and the other does not.
    pub absent: BTreeMap<Absent, u64>,
    /// One row for each, at most ten thousand of one kind; it names children.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `table` | text | the record table |
    /// | `child_id` | text, nullable | the child, in tables that have one |
    /// | `column` | text, nullable | the column; null when the whole row is not there |
    /// | `format`, `source`, `source_row` | text, text, whole number | who is believed, or holds the row |
    /// | `value` | text, nullable | the value that stands |
    /// | `other_format`, `other_source`, `other_row` | text, text, whole number | who says otherwise; the last two are null when the row is not there |
    /// | `other_value` | text, nullable | the value that does not stand |
    pub rows: RecordBatch,
}

/// One table with what is known of its parts.
pub(super) struct Side<'s, 'b> {
    pub(super) definition: &'s RecordTable,
    pub(super) table: &'s Table<'b>,
    pub(super) parts: &'s [Part<'s>],
}

impl<'s> Side<'s, '_> {
    fn part_of(&self, at: At) -> &'s Part<'s> {
        let batch = at.batch as usize;
        self.parts.iter().find(|part| part.batches.contains(&batch)).expect("every batch is of a part")
    }

    fn cells(&self, at: At, column: usize) -> (Cells<'_>, usize) {
        let (batch, row) = at.pair();
        (self.table.cells[batch][column], row)
    }

    fn words(&self, at: At, column: usize) -> Option<String> {
        let (cells, row) = self.cells(at, column);
        cells.words(row)
    }

    /// The source of a row: the column after those of the record table.
    fn source(&self, at: At) -> Option<String> {
        self.words(at, self.table.columns)
    }

    fn source_row(&self, at: At) -> Option<i64> {
        match self.cells(at, self.table.columns + 1) {
            (Cells::Whole(rows), row) if !self.cells(at, self.table.columns + 1).0.is_null(row) => {
                Some(rows.value(row))
            }
            _ => None,
        }
    }

    /// The sources of all formats that hold the row and are not believed first.
    pub(super) fn also_in(&self, row: &Row) -> Option<String> {
        let mut sources: Vec<String> = Vec::new();
        for at in row.holders() {
            // What was combined before names its sources in the last column.
            let named = self.words(at, self.table.columns + 2);
            let own = if at == row.first { None } else { self.source(at) };
            let named = named.iter().flat_map(|named| named.split(", ")).map(str::to_owned);
            for source in own.into_iter().chain(named) {
                if !sources.contains(&source) && Some(&source) != self.source(row.first).as_ref() {
                    sources.push(source);
                }
            }
        }
        (!sources.is_empty()).then(|| sources.join(", "))
    }
}

#[derive(Debug, Default)]
struct Columns {
    table: Vec<Option<String>>,
    child: Vec<Option<String>>,
    column: Vec<Option<String>>,
    format: Vec<Option<String>>,
    source: Vec<Option<String>>,
    source_row: Vec<Option<i64>>,
    value: Vec<Option<String>>,
    other_format: Vec<Option<String>>,
    other_source: Vec<Option<String>>,
    other_row: Vec<Option<i64>>,
    other_value: Vec<Option<String>>,
}

/// Counts what does not agree, and keeps it while there is little of its kind.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    differing: BTreeMap<Differing, u64>,
    absent: BTreeMap<Absent, u64>,
    rows: Columns,
}

impl Gathering {
    /// Counts it when two formats give other values for one column of the same row.
    pub(super) fn compare(&mut self, side: &Side<'_, '_>, column: usize, believed: At, other: At) {
        let ((cells, row), (others, other_row)) = (side.cells(believed, column), side.cells(other, column));
        if cells.is_same(row, others, other_row) {
            return;
        }
        let kind = Differing {
            table: side.definition.name.clone(),
            column: side.definition.columns[column].name.clone(),
            believed: side.part_of(believed).format.to_owned(),
            other: side.part_of(other).format.to_owned(),
        };
        let (name, format) = (kind.column.clone(), kind.other.clone());
        let count = self.differing.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_KEPT {
            self.keep(side, believed, Some((column, name)), format, Some(other));
        }
    }

    /// Counts rows that one format holds and another does not, where they can be compared.
    pub(super) fn absent(&mut self, side: &Side<'_, '_>, rows: &[Row]) {
        let Some(compared) = &side.definition.compared else { return };
        let parts: Vec<&Part<'_>> =
            side.parts.iter().filter(|part| compared.formats.iter().any(|format| format == part.format)).collect();
        if parts.len() < 2 {
            return;
        }
        let covers: Vec<Option<Cover>> =
            parts.iter().map(|part| part.says.or_else(|| cover(side, part, compared))).collect();
        for row in rows.iter().filter(|row| row.others.len() + 1 < side.parts.len()) {
            for at in row.holders() {
                let batch = at.batch as usize;
                let Some(held_by) = parts.iter().position(|part| part.batches.contains(&batch)) else { continue };
                for (not_in, part) in parts.iter().enumerate() {
                    let is_held = row.holders().any(|at| part.batches.contains(&(at.batch as usize)));
                    let Some(other) = covers[not_in] else { continue };
                    if is_held || !is_within(side, compared, at, other) {
                        continue;
                    }
                    self.add_absent(side, at, parts[held_by].format, part.format);
                }
            }
        }
    }

    fn add_absent(&mut self, side: &Side<'_, '_>, at: At, held_by: &str, not_in: &str) {
        let kind =
            Absent { table: side.definition.name.clone(), held_by: held_by.to_owned(), not_in: not_in.to_owned() };
        let count = self.absent.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_KEPT {
            self.keep(side, at, None, not_in.to_owned(), None);
        }
    }

    fn keep(
        &mut self,
        side: &Side<'_, '_>,
        at: At,
        column: Option<(usize, String)>,
        other_format: String,
        other: Option<At>,
    ) {
        let position = column.as_ref().map(|(position, _)| *position);
        let rows = &mut self.rows;
        rows.table.push(Some(side.definition.name.clone()));
        rows.child.push(side.definition.column("child_id").and_then(|child| side.words(at, child)));
        rows.column.push(column.map(|(_, name)| name));
        rows.format.push(Some(side.part_of(at).format.to_owned()));
        rows.source.push(side.source(at));
        rows.source_row.push(side.source_row(at));
        rows.value.push(position.and_then(|position| side.words(at, position)));
        rows.other_format.push(Some(other_format));
        rows.other_source.push(other.and_then(|other| side.source(other)));
        rows.other_row.push(other.and_then(|other| side.source_row(other)));
        rows.other_value.push(other.and_then(|other| position.and_then(|position| side.words(other, position))));
    }

    pub(super) fn finish(self) -> Disagreements {
        let rows = self.rows;
        let rows = batch_of(vec![
            ("table", Values::Words(rows.table)),
            ("child_id", Values::Words(rows.child)),
            ("column", Values::Words(rows.column)),
            ("format", Values::Words(rows.format)),
            ("source", Values::Words(rows.source)),
            ("source_row", Values::Numbers(rows.source_row)),
            ("value", Values::Words(rows.value)),
            ("other_format", Values::Words(rows.other_format)),
            ("other_source", Values::Words(rows.other_source)),
            ("other_row", Values::Numbers(rows.other_row)),
            ("other_value", Values::Words(rows.other_value)),
        ]);
        Disagreements { differing: self.differing, absent: self.absent, rows }
    }
}

/// The time that a part covers, told by its own dates, which all lie within it.
///
/// It ends with the last day on which anything begins. It begins with the
/// first: of what has ended where things end, because what is still going on
/// may have begun long before the time that the format is about.
fn cover(side: &Side<'_, '_>, part: &Part<'_>, compared: &Compared) -> Option<Cover> {
    let days = |column: usize| {
        part.batches.clone().flat_map(move |batch| {
            let cells = side.table.cells[batch][column];
            (0..side.table.rows[batch]).filter_map(move |row| cells.day(row))
        })
    };
    let to = days(compared.starts).max()?;
    let from = match compared.ends {
        Some(ends) => days(ends).min().unwrap_or(to),
        None => days(compared.starts).min()?,
    };
    Some(Cover { from, to })
}

/// True when the row began by the end of the time, and had not ended before its beginning.
fn is_within(side: &Side<'_, '_>, compared: &Compared, at: At, time: Cover) -> bool {
    let day = |column| {
        let (cells, row) = side.cells(at, column);
        cells.day(row)
    };
    let Some(start) = day(compared.starts) else { return false };
    match compared.ends {
        Some(ends) => start <= time.to && day(ends).is_none_or(|end| end >= time.from),
        None => (time.from..=time.to).contains(&start),
    }
}
