//! Text files with separated values.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord, Terminator};
use sightline_domain::letters::{Encoding, decode};

use crate::reading::{ENCODING_GUESSED, Finding, Place};
use crate::values::Cell;
use crate::{Error, Result};

use super::guard::{MAX_COLUMNS, MAX_ROWS, MAX_TEXT_BYTES, too_large};
use super::sheet::Sheet;
use super::{Content, File};

/// What may stand between values, in the order in which they are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines that are looked at to find what stands between values.
const LINES_LOOKED_AT: usize = 30;

/// Reads a text file; false when nothing was recognised in it.
pub(super) fn read<'f>(file: &mut File<'_, '_>, mut content: Box<dyn Content + 'f>) -> Result<bool> {
    let failed = |cause| Error::Failed { file: file.name.to_owned(), cause };
    let mut bytes = Vec::new();
    content.by_ref().take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(too_large(file.name, bytes.len() as u64, MAX_TEXT_BYTES));
    }
    drop(content);
    let Some((text, encoding)) = decode(&bytes) else {
        return Err(Error::NotWords { file: file.name.to_owned() });
    };
    let Some(separator) = separator(file, &text) else { return Ok(false) };
    let mut sheet = Sheet::new(None);
    let mut lines = Lines::new(&text, separator);
    while let Some((number, record)) = lines.next(file)? {
        let cells: Vec<Cell<'_>> =
            record.iter().map(|field| if field.is_empty() { Cell::Blank } else { Cell::Text(field.into()) }).collect();
        sheet.row(file, number, &cells);
    }
    let is_recognised = sheet.finish(file);
    if is_recognised && encoding == Encoding::Windows1252 {
        let name = file.name.to_owned();
        if let Some(gatherer) = file.gatherers.values_mut().find(|gatherer| gatherer.reads(&name)) {
            let place = Place { file: name, ..Place::default() };
            gatherer.reading.add(Finding { kind: ENCODING_GUESSED, source: None, column: None, place });
        }
    }
    Ok(is_recognised)
}

/// What stands between values: that with which the headers are recognised best.
fn separator(file: &File<'_, '_>, text: &str) -> Option<u8> {
    let end = text.match_indices(['\n', '\r']).map(|(at, _)| at).nth(LINES_LOOKED_AT * 2).unwrap_or(text.len());
    let mut best = None;
    for separator in SEPARATORS {
        let mut lines = Lines::new(&text[..end], separator);
        for _ in 0..LINES_LOOKED_AT {
            let Ok(Some((_, record))) = lines.next(file) else { break };
            let headers: Vec<String> = record.iter().map(str::to_owned).collect();
            if let Some(layout) = file.recogniser.recognise(&headers)
                && best.is_none_or(|(score, _)| layout.score > score)
            {
                best = Some((layout.score, separator));
            }
        }
    }
    best.map(|(_, separator)| separator)
}

/// The records of a text, with the number of the row each would have in a workbook.
struct Lines<'t> {
    text: &'t [u8],
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
    number: u64,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, separator: u8) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::CRLF)
            .from_reader(text.as_bytes());
        Self { text: text.as_bytes(), reader, record: StringRecord::new(), number: 0 }
    }

    fn next(&mut self, file: &File<'_, '_>) -> Result<Option<(u64, &StringRecord)>> {
        let is_there = self.reader.read_record(&mut self.record).map_err(|_| file.damaged("a line cannot be read"))?;
        if !is_there {
            return Ok(None);
        }
        let start = self.record.position().map_or(0, csv::Position::byte);
        self.number += 1 + blank_lines(self.text, usize::try_from(start).unwrap_or(usize::MAX));
        let too_much = |what, limit| Err(Error::TooMuch { file: file.name.to_owned(), what, limit });
        if self.record.len() > MAX_COLUMNS {
            return too_much("columns", MAX_COLUMNS as u64);
        }
        if self.number > MAX_ROWS {
            return too_much("rows", MAX_ROWS);
        }
        Ok(Some((self.number, &self.record)))
    }
}

/// Lines that hold nothing between the end of a record and the next one, which the reader of records passes over.
fn blank_lines(text: &[u8], start: usize) -> u64 {
    let mut at = start;
    // The second half of the end of the line before.
    if at > 0 && text.get(at - 1) == Some(&b'\r') && text.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0;
    loop {
        at += match (text.get(at), text.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => return lines,
        };
        lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_a_workbook_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "c,\"d", "e\"", "", "", "f,g", ""].join(end);
            let mut lines = Lines::new(&text, b',');
            let mut numbers = Vec::new();
            while lines.reader.read_record(&mut lines.record).unwrap() {
                let start = lines.record.position().unwrap().byte();
                lines.number += 1 + blank_lines(lines.text, usize::try_from(start).unwrap());
                numbers.push(lines.number);
            }
            assert_eq!(numbers, [1, 3, 6], "{end:?}");
        }
    }
}
