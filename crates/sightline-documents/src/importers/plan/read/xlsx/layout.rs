//! A sheet laid out in rows and columns: merges, blank rows, references kept as numbers.

use sightline_domain::{Place, Problem, Severity};

use super::super::guard::Budget;
use super::super::words::{lines_of_text, paragraphs_of_lines};
use super::sheet::{Merged, Sheet, SheetCell};
use crate::Result;
use crate::codes::{explain, reader};
use crate::importers::plan::source::{Cell, Covered, Row, Table};

/// A longer run of blank rows becomes one blank row.
const MAX_BLANK_ROWS: u32 = 50;

/// The sheet as a table; blank rows and columns at the end are left out.
pub(super) fn lay_out(name: &str, mut sheet: Sheet, budget: &mut Budget) -> Result<Table> {
    sheet.finish_last_row();
    let merged = std::mem::take(&mut sheet.merged);
    let cells = sheet.cells;
    let with_words = cells.iter().filter(|cell| !cell.raw.trim().is_empty());
    // One column of colours beside the words may be a key; more are decoration.
    let last_column = with_words.map(|cell| cell.column).max().unwrap_or(0) + 1;

    let mut table = Table { name: Some(name.to_owned()), rows: Vec::new() };
    let mut last_row = 0;
    for cell in cells {
        if cell.column > last_column {
            continue;
        }
        if cell.row != last_row || table.rows.is_empty() {
            let blank = cell.row - last_row - 1;
            let first = if blank > MAX_BLANK_ROWS { cell.row - 1 } else { last_row + 1 };
            for row in first..=cell.row {
                budget.row()?;
                table.rows.push(blank_row(name, row));
            }
            last_row = cell.row;
        }
        let Some(row) = table.rows.last_mut() else { continue };
        let before = cell.column as usize - 1;
        budget.cells(before.saturating_sub(row.cells.len()))?;
        row.cells.resize_with(before.max(row.cells.len()), empty);
        row.cells.push(read_cell(cell));
    }
    for range in merged {
        merge(&mut table, range, last_column, budget)?;
    }
    Ok(table)
}

fn blank_row(name: &str, row: u32) -> Row {
    let place = Place { sheet: Some(name.to_owned()), row: Some(row), ..Place::default() };
    Row { place, cells: Vec::new(), is_header: false }
}

fn empty() -> Cell {
    Cell { columns: 1, ..Cell::default() }
}

fn read_cell(cell: SheetCell) -> Cell {
    Cell {
        paragraphs: paragraphs_of_lines(&lines_of_text(&cell.raw)),
        raw: cell.raw,
        date: cell.date,
        fill: cell.fill,
        columns: 1,
        covered: None,
    }
}

/// Marks the cells that lie under a merged one, within the rows and columns that hold words.
fn merge(table: &mut Table, range: Merged, last_column: u32, budget: &mut Budget) -> Result<()> {
    let rows = &mut table.rows;
    let begin = rows.partition_point(|row| row.place.row < Some(range.first_row));
    let is_there = rows.get(begin).is_some_and(|row| row.place.row == Some(range.first_row));
    let last = range.last_column.min(last_column.saturating_sub(1).max(range.first_column));
    if !is_there || range.first_column > last_column {
        return Ok(());
    }
    let first = range.first_column as usize - 1;
    let width = (last - range.first_column + 1) as usize;
    for (index, row) in rows[begin..].iter_mut().enumerate() {
        if row.place.row > Some(range.last_row) {
            break;
        }
        budget.cells(width)?;
        if row.cells.len() < first + width {
            budget.cells(first + width - row.cells.len())?;
            row.cells.resize_with(first + width, empty);
        }
        for (offset, cell) in row.cells[first..first + width].iter_mut().enumerate() {
            match (index, offset) {
                (0, 0) => cell.columns = u32::try_from(width).unwrap_or(u32::MAX),
                (0, _) => cover(cell, Covered::FromLeft),
                _ => cover(cell, Covered::FromAbove),
            }
        }
    }
    Ok(())
}

fn cover(cell: &mut Cell, way: Covered) {
    *cell = Cell { fill: cell.fill.take(), columns: 1, covered: Some(way), ..Cell::default() };
}

/// Asks about references such as 1.1 that stand where 1.10 is expected.
///
/// A number cell cannot keep the zero of 1.10. The words are not changed.
pub(super) fn doubtful_references(name: &str, sheet: &Sheet) -> Vec<Problem> {
    let mut numbers: Vec<&SheetCell> = sheet.cells.iter().filter(|cell| cell.is_number).collect();
    numbers.sort_by_key(|cell| (cell.column, cell.row));
    let mut problems = Vec::new();
    let mut previous: Option<(u32, u32, u32)> = None;
    for cell in numbers {
        let Some((whole, part)) = reference_parts(&cell.raw) else {
            previous = None;
            continue;
        };
        let mut counted = part;
        if let Some((column, before, last)) = previous
            && column == cell.column
            && before == whole
            && (last + 1) % 10 == 0
            && without_zeros(last + 1) == part
        {
            counted = last + 1;
            let place = Place::sheet(name, cell.row, cell.column);
            let help = explain(reader::REFERENCE_AS_NUMBER).map_or("", |explanation| explanation.help);
            problems.push(Problem::new(
                reader::REFERENCE_AS_NUMBER,
                Severity::Question,
                place,
                &cell.raw,
                format!("It follows {whole}.{last}, so it may be {whole}.{counted}. {help}"),
            ));
        }
        previous = Some((cell.column, whole, counted));
    }
    problems
}

/// `1.9` as 1 and 9; `None` for anything but two short numbers.
fn reference_parts(raw: &str) -> Option<(u32, u32)> {
    let (whole, part) = raw.split_once('.')?;
    let is_short = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_short(whole) && is_short(part) { Some((whole.parse().ok()?, part.parse().ok()?)) } else { None }
}

fn without_zeros(number: u32) -> u32 {
    let mut number = number;
    while number != 0 && number.is_multiple_of(10) {
        number /= 10;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column_of(references: &[&str]) -> Sheet {
        let cells = references.iter().zip(2..).map(|(raw, row)| SheetCell {
            row,
            column: 1,
            raw: (*raw).to_owned(),
            date: None,
            fill: None,
            is_number: true,
        });
        let mut sheet = Sheet::default();
        sheet.cells = cells.collect();
        sheet
    }

    #[test]
    fn a_lost_zero_becomes_a_question() {
        let sheet = column_of(&["1.8", "1.9", "1.1", "1.11", "2.19", "2.2", "2.21"]);
        let problems = doubtful_references("Plan", &sheet);
        let seen: Vec<(String, &str)> =
            problems.iter().map(|problem| (problem.place.to_string(), problem.seen.as_str())).collect();
        assert_eq!(seen, [("sheet Plan, cell A4".to_owned(), "1.1"), ("sheet Plan, cell A7".to_owned(), "2.2")]);
    }

    #[test]
    fn references_in_order_are_not_doubted() {
        assert!(doubtful_references("Plan", &column_of(&["1.1", "1.2", "2.1", "2.2", "9.9", "10.1"])).is_empty());
    }
}
