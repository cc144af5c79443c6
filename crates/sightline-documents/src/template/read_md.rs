//! A book from its Markdown.

use sightline_domain::Place;

use super::book::{Cell, FRONT, Row, Table, TemplateBook};
use super::write_md::BREAK;
use super::{Format, text_of};
use crate::{Error, Result};

/// Lines at the start in which the first table's heading must stand.
const FIRST_LINES: usize = 40;

pub(super) fn is_template(bytes: &[u8]) -> bool {
    text_of(bytes, Format::Md).is_ok_and(|text| {
        text.lines().take(FIRST_LINES).any(|line| table_name(line).is_some_and(|name| name.eq_ignore_ascii_case(FRONT)))
    })
}

fn table_name(line: &str) -> Option<String> {
    let name = line.trim().strip_prefix("## ")?;
    Some(unescaped(name.trim()))
}

pub(super) fn read(bytes: &[u8]) -> Result<TemplateBook> {
    let text = text_of(bytes, Format::Md)?;
    if !is_template(bytes) {
        return Err(Error::NotTemplate { format: "md" });
    }
    let mut book = TemplateBook::default();
    let mut open: Option<(String, Place, Vec<Row>)> = None;
    for (line, number) in text.lines().zip(1..) {
        let place = Place::line(number);
        if let Some(name) = table_name(line) {
            close(open.take(), &mut book);
            open = Some((name, place, Vec::new()));
        } else if let (Some((_, _, rows)), Some(inside)) = (&mut open, line.trim().strip_prefix('|')) {
            let cells = cells_of(inside);
            // The line under the headings holds only dashes and colons.
            let is_rule = rows.len() == 1 && cells.iter().all(|cell| is_rule(cell));
            if !is_rule {
                rows.push(Row { place, cells: cells.iter().map(|cell| cell_of(cell)).collect() });
            }
        }
    }
    close(open, &mut book);
    Ok(book)
}

fn close(open: Option<(String, Place, Vec<Row>)>, book: &mut TemplateBook) {
    if let Some((name, place, rows)) = open {
        book.tables.extend(Table::from_rows(&name, place, rows));
    }
}

fn is_rule(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains('-') && cell.chars().all(|character| matches!(character, '-' | ':'))
}

/// The cells of a row, cut at each bar that has no backslash before it.
fn cells_of(row: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, character) in row.char_indices() {
        if character == '|' && !is_escaped {
            cells.push(&row[start..at]);
            start = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    if !row[start..].trim().is_empty() {
        cells.push(&row[start..]);
    }
    cells
}

fn cell_of(cell: &str) -> Cell {
    let paragraphs = breaks_of(cell).into_iter().map(|part| unescaped(part.trim())).filter(|text| !text.is_empty());
    Cell::of(paragraphs.collect())
}

/// The paragraphs of a cell: cut at each `<br>` that has no backslash before it.
fn breaks_of(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, character) in cell.char_indices() {
        if character == '<' && !is_escaped && cell[at..].starts_with(BREAK) {
            parts.push(&cell[start..at]);
            start = at + BREAK.len();
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(&cell[start..]);
    parts
}

/// The text without the backslashes before signs.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some(sign)) if sign.is_ascii_punctuation() => out.extend(characters.next()),
            _ => out.push(character),
        }
    }
    out
}
