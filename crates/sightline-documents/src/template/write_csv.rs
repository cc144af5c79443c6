//! The book as one csv file: `# Name`, headings, rows, a blank line, the next table.

use super::book::{Cell, TemplateBook};
use crate::{Error, Result};

/// What makes a spreadsheet take a cell for a formula, and what begins a table.
const RISKY: [char; 5] = ['=', '+', '-', '@', '#'];

pub(super) fn write(book: &TemplateBook) -> Result<Vec<u8>> {
    // The mark at the start makes Excel read the file as UTF-8.
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    for (number, table) in book.tables.iter().enumerate() {
        if number > 0 {
            bytes.extend_from_slice(b"\r\n");
        }
        let mut writer =
            csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
        let wrong = |error: csv::Error| Error::Write { format: "csv", reason: error.to_string() };
        writer.write_record([format!("# {}", table.name)]).map_err(wrong)?;
        writer.write_record(table.headings.iter().map(|heading| &heading.text)).map_err(wrong)?;
        for row in &table.rows {
            writer.write_record(row.cells.iter().map(cell_text)).map_err(wrong)?;
        }
        writer.flush().map_err(|error| Error::Write { format: "csv", reason: error.to_string() })?;
    }
    Ok(bytes)
}

fn cell_text(cell: &Cell) -> String {
    match cell.date {
        Some(day) => guarded(&day.format("%Y-%m-%d").to_string()),
        None => guarded(&cell.paragraphs.join("\n")),
    }
}

/// The text with an apostrophe before it when a spreadsheet would run it.
pub(crate) fn guarded(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(RISKY) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`guarded`] was given.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(RISKY) => rest,
        _ => text,
    }
}
