//! Tables of a Word document: merges, header rows, shading.

use super::super::guard::{Budget, check_columns};
use super::super::words::{Line, paragraphs_of_lines};
use super::story::{Piece, lines_of};
use crate::Result;
use crate::importers::plan::source::{Cell, Covered, Row, Table};
use sightline_domain::Place;

/// A row as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    pub(super) is_header: bool,
    pub(super) is_deleted: bool,
    /// Columns left out before the first cell.
    pub(super) columns_before: usize,
    pub(super) cells: Vec<RawCell>,
}

/// A cell as it stands in the file.
#[derive(Debug)]
pub(super) struct RawCell {
    pub(super) columns: usize,
    pub(super) merge: Merge,
    pub(super) fill: Option<String>,
    pub(super) is_deleted: bool,
    pub(super) pieces: Vec<Piece>,
}

/// How a cell takes part in a merge downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// Not at all.
    Alone,
    /// It is the first of the merge.
    Begins,
    /// It lies under the cell above.
    Continues,
}

/// Checks the width of a row before it is laid out.
pub(super) fn check_width(row: &RawRow, budget: &mut Budget) -> Result<()> {
    let columns = row.cells.iter().fold(row.columns_before, |sum, cell| sum.saturating_add(cell.columns));
    check_columns(columns)?;
    budget.cells(columns)
}

/// Lays the rows out in columns. Columns in which no cell of the table begins are left out.
pub(super) fn lay_out(rows: Vec<RawRow>, number: u32) -> Table {
    let rows: Vec<RawRow> = rows.into_iter().filter(|row| !row.is_deleted).collect();
    let kept = beginnings(&rows);
    let mut merging: Vec<bool> = Vec::new();
    let mut table = Table::default();
    for (index, raw) in rows.into_iter().enumerate() {
        let row_number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let place = Place { table: Some(number), row: Some(row_number), ..Place::default() };
        let mut row = Row { place, cells: Vec::new(), is_header: raw.is_header };
        let mut grid = raw.columns_before;
        row.cells.resize_with(column_of(&kept, grid), empty);
        for cell in raw.cells {
            let first = column_of(&kept, grid);
            grid += cell.columns;
            if cell.is_deleted {
                row.cells.resize_with(column_of(&kept, grid), empty);
                continue;
            }
            let columns = column_of(&kept, grid).saturating_sub(first).max(1);
            merging.resize(merging.len().max(first + columns), false);
            let is_under = cell.merge == Merge::Continues && merging[first];
            merging[first] = cell.merge != Merge::Alone;
            merging[first + 1..first + columns].fill(false);
            if is_under {
                row.cells.resize_with(first + columns, || covered(Covered::FromAbove));
            } else {
                row.cells.push(read_cell(cell, columns));
                row.cells.resize_with(first + columns, || covered(Covered::FromLeft));
            }
        }
        table.rows.push(row);
    }
    table
}

/// The columns of the grid in which some cell begins, in order.
fn beginnings(rows: &[RawRow]) -> Vec<usize> {
    let mut kept = Vec::new();
    for row in rows {
        let mut grid = row.columns_before;
        for cell in &row.cells {
            kept.push(grid);
            grid += cell.columns;
        }
        // A whole table is laid out at once: keep the list short while it grows.
        if kept.len() > 10_000 {
            kept.sort_unstable();
            kept.dedup();
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn column_of(kept: &[usize], grid: usize) -> usize {
    kept.partition_point(|column| *column < grid)
}

fn empty() -> Cell {
    Cell { columns: 1, ..Cell::default() }
}

fn covered(way: Covered) -> Cell {
    Cell { columns: 1, covered: Some(way), ..Cell::default() }
}

fn read_cell(cell: RawCell, columns: usize) -> Cell {
    let lines = lines_of(cell.pieces);
    let raw = lines.iter().map(|line: &Line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    Cell {
        raw: raw.trim_matches('\n').to_owned(),
        paragraphs: paragraphs_of_lines(&lines),
        fill: cell.fill,
        columns: u32::try_from(columns).unwrap_or(u32::MAX),
        ..Cell::default()
    }
}
