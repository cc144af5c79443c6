//! Reading text and Markdown, as conversion from PDF leaves them.

use sightline_domain::Place;

use super::super::source::{Block, Cell, Content, Row, SourceDocument, Table};
use super::tagged;
use crate::{Error, Result};

/// Most lines of a text that are read.
const MAX_LINES: u32 = 400_000;
/// Most cells of one row that are read.
const MAX_COLUMNS: usize = 2_000;

/// Reads a text: lines with tabs or pipes are rows, other lines stand for themselves.
///
/// A blank line ends a table; whether the next one goes on with it is for the
/// interpreter to say. Each line keeps its number.
///
/// # Errors
///
/// [`Error::TooMuch`] when the text has more lines or a row more cells than any plan.
pub fn read(bytes: &[u8]) -> Result<SourceDocument> {
    let decoded = super::encoding::decode(bytes)?;
    let text = &decoded.text;
    let mut document = SourceDocument { problems: decoded.problem.into_iter().collect(), ..SourceDocument::default() };
    let mut rows: Vec<Row> = Vec::new();
    for (index, raw) in text.lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if number > MAX_LINES {
            return Err(Error::TooMuch { what: "lines", limit: u64::from(MAX_LINES) });
        }
        let raw = raw.trim_end_matches(['\r', '\u{c}']);
        let place = Place::line(number);
        let cells = cells(raw);
        if let Some(cells) = cells {
            if cells.len() > MAX_COLUMNS {
                return Err(Error::TooMuch { what: "columns", limit: MAX_COLUMNS as u64 });
            }
            if !is_rule(&cells) {
                rows.push(Row { place, cells, is_header: false });
            }
            continue;
        }
        end_table(&mut document, &mut rows);
        if let Some(content) = line_content(raw) {
            document.blocks.push(Block { place, content });
        }
    }
    end_table(&mut document, &mut rows);
    Ok(document)
}

fn end_table(document: &mut SourceDocument, rows: &mut Vec<Row>) {
    if let Some(first) = rows.first() {
        let place = first.place.clone();
        let rows = std::mem::take(rows);
        document.blocks.push(Block { place, content: Content::Table(Table { name: None, rows }) });
    }
}

/// The cells of a row; `None` when the line is no row of a table.
fn cells(raw: &str) -> Option<Vec<Cell>> {
    if raw.contains('\t') {
        return Some(raw.split('\t').map(tagged::cell).collect());
    }
    let trimmed = raw.trim();
    if trimmed.len() > 1 && trimmed.starts_with('|') && trimmed.ends_with('|') {
        return Some(pipe_cells(&trimmed[1..trimmed.len() - 1]));
    }
    None
}

/// The cells of a Markdown row; `\|` is a pipe inside a cell.
fn pipe_cells(inside: &str) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut text = String::new();
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                text.push('|');
                chars.next();
            }
            '|' => cells.push(tagged::cell(std::mem::take(&mut text).trim())),
            _ => text.push(c),
        }
    }
    cells.push(tagged::cell(text.trim()));
    cells
}

/// True for the rule under a header: nothing but dashes and colons.
fn is_rule(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| cell.raw.contains('-'))
        && cells.iter().all(|cell| cell.raw.trim().chars().all(|c| matches!(c, '-' | ':')))
}

/// What a line outside tables is; `None` for a blank one.
fn line_content(raw: &str) -> Option<Content> {
    let trimmed = raw.trim();
    if trimmed.is_empty() || trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | '=')) {
        return None;
    }
    let hashes = trimmed.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') {
        let text = without_emphasis(&tagged::line(&trimmed[hashes..]));
        let level = u8::try_from(hashes).unwrap_or(6);
        return (!text.is_empty()).then_some(Content::Heading { level, text });
    }
    let indent = raw.chars().take_while(|c| *c == ' ').count();
    for bullet in ["- ", "* ", "+ ", "• ", "▪ ", "● ", "◦ "] {
        if let Some(item) = trimmed.strip_prefix(bullet) {
            let level = u8::try_from(indent.min(8)).unwrap_or(8);
            return Some(Content::Item { level: u8::from(level >= 1), text: tagged::line(item) });
        }
    }
    let text = tagged::line(trimmed);
    (!text.is_empty()).then_some(Content::Paragraph { text })
}

fn without_emphasis(text: &str) -> String {
    text.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_pipes_make_rows_and_rules_are_left_out() {
        let document =
            read(b"# Plan\n\n| Ref | Action |\n|---|:--|\n| 1.1 | Open \\| close |\n\nRef\tLead\n1.2\tHead\n").unwrap();
        let tables: Vec<_> = document
            .blocks
            .iter()
            .filter_map(|block| if let Content::Table(table) = &block.content { Some(table) } else { None })
            .collect();
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0].rows.len(), 2);
        assert_eq!(tables[0].rows[1].cells[1].text(), "Open | close");
        assert_eq!(tables[1].rows[1].place, Place::line(8));
    }

    #[test]
    fn headings_items_and_paragraphs_keep_their_lines() {
        let document = read("### **Progress**\n\n- One\n - Two\nPlain\n".as_bytes()).unwrap();
        assert_eq!(document.blocks[0].content, Content::Heading { level: 3, text: "Progress".to_owned() });
        assert_eq!(document.blocks[2].content, Content::Item { level: 1, text: "Two".to_owned() });
        assert_eq!(document.blocks[3].place, Place::line(5));
    }
}
