//! The book as Markdown: a heading and a pipe table for each table.

use std::fmt::Write as _;

use super::book::{Cell, TemplateBook};
use super::paper;

/// Stands between the paragraphs of a cell; words that hold it are escaped.
pub(super) const BREAK: &str = "<br>";

pub(super) fn write(book: &TemplateBook) -> String {
    let title = if book.title.trim().is_empty() { "Improvement plan" } else { &book.title };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = format!("# {}\n", escaped(&title));
    for table in paper::split(book) {
        write!(text, "\n## {}\n\n", escaped(&table.name)).expect("writing to a string cannot fail");
        push_row(&mut text, table.headings.iter().map(|heading| escaped(&heading.text)));
        push_row(&mut text, table.headings.iter().map(|_| "---".to_owned()));
        for row in &table.rows {
            push_row(&mut text, row.cells.iter().map(cell_text));
        }
    }
    text
}

fn push_row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(&cell);
        text.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    text.push('\n');
}

fn cell_text(cell: &Cell) -> String {
    cell.paragraphs.iter().map(|paragraph| escaped(paragraph)).collect::<Vec<_>>().join(BREAK)
}

/// The text with a backslash before what Markdown would read as a sign.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let is_sign = match character {
            '\\' | '|' | '<' | '*' | '`' | '[' | '~' => true,
            '&' => after == '#' || after.is_ascii_alphabetic(),
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            _ => false,
        };
        if is_sign {
            out.push('\\');
        }
        out.push(character);
        before = character;
    }
    out
}
