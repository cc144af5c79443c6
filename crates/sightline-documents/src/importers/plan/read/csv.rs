//! Comma-separated files (.csv): one table, with the rows a spreadsheet would show.
//!
//! Our own splitting: blank lines must count as rows, and a quotation mark that
//! is never closed must be noticed.

use sightline_domain::{Place, Problem, Severity};

use super::encoding::decode;
use super::guard::{Budget, check_columns};
use super::words::{lines_of_text, paragraphs_of_lines};
use crate::Result;
use crate::codes::{explain, reader};
use crate::importers::plan::source::{Block, Cell, Content, Row, SourceDocument, Table};

/// What may stand between cells, the likeliest first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// How many rows are looked at to find out what stands between cells.
const SAMPLE_ROWS: usize = 200;

/// The rows of a comma-separated file as one table.
///
/// Cells may be separated by commas, semicolons, tabs or bars; the one that
/// gives the most even rows is taken, or the one that a first line `sep=;`
/// names. Rows count from 1 as in a spreadsheet, so a blank line is a row.
///
/// # Errors
///
/// [`Error::Empty`](crate::Error::Empty), [`Error::FileTooLarge`](crate::Error::FileTooLarge),
/// [`Error::TooMuch`](crate::Error::TooMuch), and
/// [`Error::UnknownContent`](crate::Error::UnknownContent) when the bytes are not words.
pub fn read(bytes: &[u8]) -> Result<SourceDocument> {
    let decoded = decode(bytes)?;
    let mut document = SourceDocument { blocks: Vec::new(), problems: decoded.problem.into_iter().collect() };
    let (delimiter, body, first_row) = match named_delimiter(&decoded.text) {
        Some((delimiter, body)) => (delimiter, body, 2),
        None => (guess_delimiter(&decoded.text), decoded.text.as_str(), 1),
    };

    let mut budget = Budget::default();
    let mut table = Table::default();
    let mut records = Records::new(body, delimiter);
    let mut number: u32 = first_row;
    while let Some(mut fields) = records.next() {
        while fields.last().is_some_and(|field| field.trim().is_empty()) {
            fields.pop();
        }
        check_columns(fields.len())?;
        budget.row()?;
        budget.cells(fields.len())?;
        budget.text(fields.iter().map(String::len).sum())?;
        let place = Place { row: Some(number), ..Place::default() };
        let cells = fields.into_iter().map(read_cell).collect();
        table.rows.push(Row { place, cells, is_header: false });
        number += 1;
    }
    if records.is_quote_open {
        let place = Place { row: Some(number - 1), ..Place::default() };
        let seen = table.rows.last().and_then(|row| row.cells.last()).map_or("", |cell| cell.raw.as_str());
        let help = explain(reader::QUOTE_NOT_CLOSED).map_or("", |explanation| explanation.help);
        document.problems.push(Problem::new(reader::QUOTE_NOT_CLOSED, Severity::Warning, place, seen, help));
    }
    while table.rows.last().is_some_and(|row| row.cells.is_empty()) {
        table.rows.pop();
    }
    document.blocks.push(Block { place: Place::default(), content: Content::Table(table) });
    Ok(document)
}

fn read_cell(raw: String) -> Cell {
    Cell { paragraphs: paragraphs_of_lines(&lines_of_text(&raw)), raw, columns: 1, ..Cell::default() }
}

/// Excel's own way of saying what separates cells: a first line `sep=;`.
fn named_delimiter(text: &str) -> Option<(char, &str)> {
    let (first, body) = text.split_once('\n')?;
    let mut characters = first.trim_end().strip_prefix("sep=")?.chars();
    let delimiter = characters.next()?;
    characters.next().is_none().then_some((delimiter, body))
}

fn guess_delimiter(text: &str) -> char {
    let mut best = (0, 0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut records = Records::new(text, delimiter);
        let mut widths: Vec<usize> = Vec::new();
        while widths.len() < SAMPLE_ROWS
            && let Some(fields) = records.next()
        {
            if fields.len() > 1 || fields.iter().any(|field| !field.trim().is_empty()) {
                widths.push(fields.len());
            }
        }
        widths.sort_unstable();
        let (even, width) = widths
            .chunk_by(|one, other| one == other)
            .filter(|run| run[0] > 1)
            .map(|run| (run.len(), run[0]))
            .max()
            .unwrap_or((0, 0));
        if (even, width) > (best.0, best.1) {
            best = (even, width, delimiter);
        }
    }
    best.2
}

/// The rows of a text, one after the other.
struct Records<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
    /// True when the last row ended inside a quoted cell.
    is_quote_open: bool,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: char) -> Self {
        Self { rest: text.chars().peekable(), delimiter, is_quote_open: false }
    }

    fn next(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let mut fields = Vec::new();
        let mut field = String::new();
        loop {
            match self.rest.next() {
                Some('"') if field.is_empty() => self.quoted(&mut field),
                Some(character) if character == self.delimiter => fields.push(std::mem::take(&mut field)),
                Some('\n') | None => {
                    fields.push(field);
                    return Some(fields);
                }
                Some(character) => field.push(character),
            }
        }
    }

    /// The words up to the closing quotation mark; two marks are one.
    fn quoted(&mut self, field: &mut String) {
        loop {
            match self.rest.next() {
                Some('"') if self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    field.push('"');
                }
                Some('"') => return,
                Some(character) => field.push(character),
                None => {
                    self.is_quote_open = true;
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let document = read(text.as_bytes()).expect("it is read");
        let Content::Table(table) = &document.blocks[0].content else { panic!("a table") };
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw.clone()).collect()).collect()
    }

    #[test]
    fn quotes_delimiters_and_line_ends() {
        let expected = [["Ref", "Action"], ["1.1", "Say \"hello\",\nthen wait"]];
        assert_eq!(rows("Ref,Action\r\n1.1,\"Say \"\"hello\"\",\nthen wait\"\r\n"), expected);
        assert_eq!(rows("Ref;Action\n1.1;\"Say \"\"hello\"\",\nthen wait\"\n\n\n"), expected);
        assert_eq!(rows("Ref\tAction\n1.1\t\"Say \"\"hello\"\",\nthen wait\""), expected);
        assert_eq!(rows("sep=;\nRef;Action\n1.1;\"Say \"\"hello\"\",\nthen wait\""), expected);
    }

    #[test]
    fn commas_in_words_do_not_win() {
        assert_eq!(rows("Ref;Action\n1;Plan, do, check\n2;Act\n")[1], ["1", "Plan, do, check"]);
    }

    #[test]
    fn a_blank_line_is_a_row() {
        let document = read(b"Ref,Action\n\n1.1,Ring\n").expect("it is read");
        let Content::Table(table) = &document.blocks[0].content else { panic!("a table") };
        assert_eq!(table.rows[2].place.at_column(2).to_string(), "row 3, column 2");
    }

    #[test]
    fn an_open_quotation_mark_is_noticed() {
        let document = read(b"Ref,Action\n1.1,\"Ring the school\n1.2,Write\n").expect("it is read");
        assert_eq!(document.problems[0].code, "SL-I121");
        assert_eq!(document.problems[0].place.row, Some(2));
    }
}
