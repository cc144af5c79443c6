//! Wide tables on paper: what people read first, then the rest in a second table.
//!
//! A Word page or a Markdown viewer cannot show twenty columns. There the
//! empty columns are left out and the further ones follow in a table of their
//! own, joined to the first by the reference.

use std::collections::BTreeMap;

use sightline_domain::{Place, Problem, Severity};

use super::book::{Cell, EXACT, Row, Table, TemplateBook};
use crate::codes::template as codes;

const MORE_COLUMNS: &str = ", more columns";

/// The tables as paper shows them; further columns come late, before the exact values.
pub(super) fn split(book: &TemplateBook) -> Vec<Table> {
    let (mut tables, mut further) = (Vec::new(), Vec::new());
    for table in &book.tables {
        let (first, second) = split_table(table);
        if table.is_called(EXACT) {
            tables.append(&mut further);
        }
        tables.push(first);
        further.extend(second);
    }
    tables.append(&mut further);
    tables
}

fn split_table(table: &Table) -> (Table, Option<Table>) {
    let is_used = |column: usize| table.rows.iter().any(|row| !row.cell(column).is_empty());
    let further: Vec<usize> =
        (1..table.headings.len()).filter(|column| table.headings[*column].is_further && is_used(*column)).collect();
    let keys: Vec<&Cell> = table.rows.iter().map(|row| row.cell(0)).collect();
    let can_be_split = keys.iter().all(|key| !key.is_empty()) && {
        let mut sorted: Vec<_> = keys.iter().map(|key| &key.paragraphs).collect();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    };
    let first: Vec<usize> = (0..table.headings.len())
        .filter(|column| *column < 2 || is_used(*column))
        .filter(|column| !can_be_split || !further.contains(column))
        .collect();
    let second = (can_be_split && !further.is_empty()).then(|| {
        let columns: Vec<usize> = std::iter::once(0).chain(further.iter().copied()).collect();
        let mut second = only_columns(table, &columns, &format!("{}{MORE_COLUMNS}", table.name));
        second.rows.retain(|row| row.cells.iter().skip(1).any(|cell| !cell.is_empty()));
        second
    });
    (only_columns(table, &first, &table.name), second)
}

fn only_columns(table: &Table, columns: &[usize], name: &str) -> Table {
    let row_of = |row: &Row| Row {
        place: row.place.clone(),
        cells: columns.iter().map(|column| row.cell(*column).clone()).collect(),
    };
    Table {
        name: name.to_owned(),
        place: Place::default(),
        headings: columns.iter().map(|column| table.headings[*column].clone()).collect(),
        rows: table.rows.iter().map(row_of).collect(),
    }
}

/// Joins the second tables to their first; a row that finds none becomes a problem.
pub(super) fn join(book: &mut TemplateBook) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (second, mut tables): (Vec<Table>, Vec<Table>) =
        std::mem::take(&mut book.tables).into_iter().partition(|table| base_name(&table.name).is_some());
    for further in second {
        let name = base_name(&further.name).unwrap_or_default().to_owned();
        match tables.iter_mut().find(|table| table.is_called(&name)) {
            Some(table) => join_table(table, further, &mut problems),
            None => tables.push(further),
        }
    }
    book.tables = tables;
    problems
}

fn base_name(name: &str) -> Option<&str> {
    let at = name.len().checked_sub(MORE_COLUMNS.len())?;
    let (base, end) = (name.get(..at)?, name.get(at..)?);
    end.eq_ignore_ascii_case(MORE_COLUMNS).then_some(base)
}

fn join_table(table: &mut Table, further: Table, problems: &mut Vec<Problem>) {
    let width = table.headings.len();
    table.headings.extend(further.headings.into_iter().skip(1));
    let positions: BTreeMap<Vec<String>, usize> =
        table.rows.iter().enumerate().map(|(at, row)| (row.cell(0).paragraphs.clone(), at)).collect();
    for row in further.rows {
        let key = row.cell(0);
        if let Some(at) = positions.get(&key.paragraphs) {
            let cells = &mut table.rows[*at].cells;
            cells.resize(width, Cell::default());
            cells.extend(row.cells.into_iter().skip(1));
        } else {
            problems.push(Problem::new(
                codes::NO_PARENT,
                Severity::Warning,
                row.place.clone(),
                &format!("{}: {}", further.name, key.paragraphs.join(" ")),
                format!("the table {} has no row of this reference, so the row was left out", table.name),
            ));
        }
    }
}
