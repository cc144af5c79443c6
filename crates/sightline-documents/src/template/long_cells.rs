//! Cells longer than a workbook allows, carried on in the rows below.

use sightline_domain::{Problem, Severity};

use super::book::marks::MORE;
use super::book::{Cell, Row, Table, TemplateBook};
use crate::codes::template as codes;

/// Most UTF-16 units that are written into one cell; Excel allows 32,767.
const LIMIT: usize = 32_000;

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The rows of a table with long cells carried on below; a carried-on row
/// begins with a mark, so every column moves one to the right of it.
pub(super) fn cut(table: &Table) -> Vec<Row> {
    table.rows.iter().flat_map(cut_row).collect()
}

fn cut_row(row: &Row) -> Vec<Row> {
    let pieces: Vec<Vec<Cell>> = row.cells.iter().map(cut_cell).collect();
    let count = pieces.iter().map(Vec::len).max().unwrap_or(1);
    let mut rows = Vec::with_capacity(count);
    for number in 0..count {
        let mut cells: Vec<Cell> = pieces.iter().map(|cell| cell.get(number).cloned().unwrap_or_default()).collect();
        if number > 0 {
            cells[0].paragraphs.insert(0, MORE.to_owned());
        }
        rows.push(Row { place: row.place.clone(), cells });
    }
    rows
}

fn cut_cell(cell: &Cell) -> Vec<Cell> {
    let total: usize = cell.paragraphs.iter().map(|paragraph| units(paragraph) + 1).sum();
    if total <= LIMIT {
        return vec![cell.clone()];
    }
    let mut pieces = vec![Cell { fill: cell.fill.clone(), ..Cell::default() }];
    let mut size = 0;
    for paragraph in &cell.paragraphs {
        for (number, part) in cut_paragraph(paragraph).into_iter().enumerate() {
            let part = if number == 0 { part } else { format!("{MORE}{part}") };
            if size + units(&part) + 1 > LIMIT {
                pieces.push(Cell::default());
                size = 0;
            }
            size += units(&part) + 1;
            if let Some(piece) = pieces.last_mut() {
                piece.paragraphs.push(part);
            }
        }
    }
    pieces
}

/// A paragraph in parts that each fit; never cut beside white space or inside a mark.
fn cut_paragraph(paragraph: &str) -> Vec<String> {
    const PART: usize = LIMIT - 1_000;
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut size = 0;
    let mut before = ' ';
    for character in paragraph.chars() {
        let may_cut = !before.is_whitespace() && !character.is_whitespace();
        if size >= PART && may_cut && !inside_mark(&part) {
            parts.push(std::mem::take(&mut part));
            size = 0;
        }
        part.push(character);
        size += character.len_utf16();
        before = character;
    }
    parts.push(part);
    parts
}

/// True when the end of the text may stand inside a mark.
fn inside_mark(text: &str) -> bool {
    let tail: String = text.chars().rev().take(16).collect::<Vec<_>>().into_iter().rev().collect();
    match (tail.rfind('['), tail.rfind(']')) {
        (Some(open), Some(close)) => open > close || close + 1 == tail.len(),
        (Some(_), None) => true,
        (None, Some(close)) => close + 1 == tail.len(),
        (None, None) => false,
    }
}

/// Puts carried-on rows back into the rows above them.
pub(super) fn join(book: &mut TemplateBook) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &mut book.tables {
        let mut rows: Vec<Row> = Vec::with_capacity(table.rows.len());
        for mut row in std::mem::take(&mut table.rows) {
            if row.cell(0).paragraphs.first().is_none_or(|first| first != MORE) {
                rows.push(row);
                continue;
            }
            row.cells[0].paragraphs.remove(0);
            match rows.last_mut() {
                Some(above) => carry_on(above, row),
                None => problems.push(Problem::new(
                    codes::LOOSE_ROW,
                    Severity::Warning,
                    row.place,
                    MORE,
                    "this row carries on the row above, and there is none; put the rows back in their order",
                )),
            }
        }
        table.rows = rows;
    }
    problems
}

fn carry_on(above: &mut Row, row: Row) {
    if above.cells.len() < row.cells.len() {
        above.cells.resize(row.cells.len(), Cell::default());
    }
    for (cell, piece) in above.cells.iter_mut().zip(row.cells) {
        for part in piece.paragraphs {
            match (part.strip_prefix(MORE), cell.paragraphs.last_mut()) {
                (Some(rest), Some(paragraph)) => paragraph.push_str(rest),
                _ => cell.paragraphs.push(part),
            }
        }
    }
}
