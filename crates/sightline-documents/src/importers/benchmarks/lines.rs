//! Rows of a text file, with the number of each, under limits.

use csv::{ReaderBuilder, StringRecord};
use sightline_domain::letters;

use crate::{Error, Result};

/// The most rows of a file.
const MOST_ROWS: u64 = 2_000_000;
/// The most columns.
const MOST_COLUMNS: usize = 500;
/// The longest row, in bytes.
const LONGEST_ROW: usize = 100_000;

/// The rows of a file, after its header.
pub(super) struct Lines {
    reader: csv::Reader<std::io::Cursor<Vec<u8>>>,
    header: Vec<String>,
    record: StringRecord,
    rows: u64,
}

/// One row.
pub(super) struct Line<'a> {
    /// The row as a spreadsheet counts them: the header is row 1.
    pub(super) row: u32,
    record: &'a StringRecord,
}

impl Line<'_> {
    /// A cell without space around it; empty where the row has none.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }
}

impl Lines {
    /// The header is read; its names have no space around them.
    pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Self> {
        let (text, _) = letters::decode(bytes)
            .ok_or_else(|| Error::UnknownContent { found: format!("{name} holds bytes that are not words") })?;
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let cursor = std::io::Cursor::new(text.into_bytes());
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(cursor);
        let mut record = StringRecord::new();
        reader.read_record(&mut record).map_err(|error| unreadable(&error))?;
        let header: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if header.len() > MOST_COLUMNS {
            return Err(Error::TooMuch { what: "columns of published figures", limit: MOST_COLUMNS as u64 });
        }
        Ok(Self { reader, header, record, rows: 0 })
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Rows read so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The place of a column by its name, capital letters aside.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// The place of a column that has to be there.
    pub(super) fn needed(&self, file: &str, name: &'static str) -> Result<usize> {
        self.column(name).ok_or_else(|| Error::BenchmarkColumn { file: file.to_owned(), column: name })
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>> {
        loop {
            if !self.reader.read_record(&mut self.record).map_err(|error| unreadable(&error))? {
                return Ok(None);
            }
            if self.record.as_slice().len() > LONGEST_ROW {
                return Err(Error::TooMuch {
                    what: "bytes in one row of published figures",
                    limit: LONGEST_ROW as u64,
                });
            }
            if self.record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.rows += 1;
            if self.rows > MOST_ROWS {
                return Err(Error::TooMuch { what: "rows of published figures", limit: MOST_ROWS });
            }
            break;
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        Ok(Some(Line { row: u32::try_from(line).unwrap_or(u32::MAX), record: &self.record }))
    }

    /// Back to the row after the header.
    pub(super) fn rewind(&mut self) -> Result<()> {
        self.reader.seek(csv::Position::new()).map_err(|error| unreadable(&error))?;
        self.reader.read_record(&mut self.record).map_err(|error| unreadable(&error))?;
        self.rows = 0;
        Ok(())
    }
}

fn unreadable(error: &csv::Error) -> Error {
    Error::Corrupt { format: "csv", reason: error.to_string() }
}
