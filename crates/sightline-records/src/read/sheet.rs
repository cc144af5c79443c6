//! One sheet of a workbook or one text file: the header row is found by what it holds, and the rows below are handed on.

use crate::definitions::codes::comparable;
use crate::gather::Stream;
use crate::reading::{
    COLUMN_TWICE, Finding, HEADER_AGAIN, LEFT_OUT, MISSING_COLUMN, NO_ROWS, Place, UNKNOWN_COLUMN, WIDER_THAN_HEADER,
};
use crate::values::Cell;

use super::File;
use super::recognise::Layout;

/// The header row is looked for among this many rows that are not blank.
const HEADER_ROWS: usize = 30;

/// A sheet while its rows come in.
pub(super) struct Sheet<'s> {
    name: Option<&'s str>,
    state: State,
}

enum State {
    /// Rows with their numbers, until the headers are found among them.
    Searching(Vec<(u64, Vec<Cell<'static>>)>),
    Reading(Box<Reading>),
    /// Nothing in it is read.
    Nothing,
}

struct Reading {
    layout: Layout,
    /// `None` when the list is left out.
    stream: Option<Stream>,
    rows: u64,
    headers: Vec<String>,
}

impl<'s> Sheet<'s> {
    pub(super) fn new(name: Option<&'s str>) -> Self {
        Self { name, state: State::Searching(Vec::new()) }
    }

    /// Takes the next row, in order; rows count from 1 and columns from the first.
    pub(super) fn row(&mut self, file: &mut File<'_, '_>, number: u64, cells: &[Cell<'_>]) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        match &mut self.state {
            State::Searching(rows) => {
                rows.push((number, cells.iter().map(|cell| cell.clone().into_owned()).collect()));
                if rows.len() == HEADER_ROWS {
                    self.settle(file);
                }
            }
            State::Reading(reading) => reading.row(file, number, cells),
            State::Nothing => {}
        }
    }

    /// Ends the sheet; true when a list was recognised in it.
    pub(super) fn finish(mut self, file: &mut File<'_, '_>) -> bool {
        if matches!(self.state, State::Searching(_)) {
            self.settle(file);
        }
        let State::Reading(reading) = self.state else { return false };
        if let Some(stream) = reading.stream.as_ref().filter(|_| reading.rows == 0) {
            file.gatherer(reading.layout.format).find(stream, NO_ROWS, None, None);
        }
        true
    }

    /// Chooses the header row among the rows so far, and takes those below it.
    fn settle(&mut self, file: &mut File<'_, '_>) {
        let State::Searching(rows) = std::mem::replace(&mut self.state, State::Nothing) else { return };
        let mut best: Option<(usize, Layout, Vec<String>)> = None;
        for (index, (_, cells)) in rows.iter().enumerate() {
            let headers: Vec<String> =
                cells.iter().map(|cell| cell.words().map_or_else(String::new, std::borrow::Cow::into_owned)).collect();
            if let Some(layout) = file.recogniser.recognise(&headers)
                && best.as_ref().is_none_or(|(_, other, _)| layout.score > other.score)
            {
                best = Some((index, layout, headers));
            }
        }
        let Some((index, layout, headers)) = best else { return };
        let mut reading =
            Box::new(Reading { stream: self.begin(file, &layout, rows[index].0), layout, rows: 0, headers });
        for (number, cells) in &rows[index + 1..] {
            reading.row(file, *number, cells);
        }
        self.state = State::Reading(reading);
    }

    /// Begins the list, and says what is odd about its headers.
    fn begin(&self, file: &mut File<'_, '_>, layout: &Layout, header_row: u64) -> Option<Stream> {
        let name = file.name;
        let format = &file.definitions.formats[layout.format];
        let table = &format.tables[layout.table];
        let source = format!("{}/{}", format.name, table.name);
        let gatherer = file.gatherer(layout.format);
        let place = |column| Place {
            file: name.to_owned(),
            sheet: self.name.map(str::to_owned),
            // A Parquet file has headers and no row of them.
            row: (header_row > 0).then_some(header_row),
            column,
            ..Place::default()
        };
        if table.left_out.is_some() {
            let place = Place { row: None, ..place(None) };
            gatherer.reading.add(Finding { kind: LEFT_OUT, source: Some(source), column: None, place });
            return None;
        }
        for (kind, columns) in [(UNKNOWN_COLUMN, &layout.unknown), (COLUMN_TWICE, &layout.twice)] {
            for column in columns {
                let place = place(Some(*column));
                gatherer.reading.add(Finding { kind, source: Some(source.clone()), column: None, place });
            }
        }
        let stream = gatherer.stream(layout.table, name, self.name, layout.positions.clone(), false);
        for (index, column) in table.columns.iter().enumerate() {
            let is_missed = column.left_out.is_none() && column.since.is_none();
            if layout.positions[index].is_none() && is_missed {
                gatherer.find(&stream, MISSING_COLUMN, None, Some(index));
            }
        }
        Some(stream)
    }
}

impl Reading {
    fn row(&mut self, file: &mut File<'_, '_>, number: u64, cells: &[Cell<'_>]) {
        let Some(stream) = &self.stream else { return };
        self.rows += 1;
        let gatherer = file.gatherer(self.layout.format);
        let mut row = vec![Cell::Blank; self.layout.positions.len()];
        let mut is_header = true;
        for (position, cell) in cells.iter().enumerate() {
            if let Some(Some(column)) = self.layout.columns.get(position) {
                let words = if is_header { cell.words() } else { None };
                is_header &= words.is_some_and(|words| comparable(&words) == comparable(&self.headers[position]));
                row[*column] = cell.clone();
            }
        }
        if is_header {
            gatherer.set_aside(stream, number, HEADER_AGAIN);
            return;
        }
        if cells.iter().skip(self.layout.columns.len()).any(|cell| !cell.is_blank()) {
            gatherer.find(stream, WIDER_THAN_HEADER, Some(number), None);
        }
        if row.iter().all(Cell::is_blank) {
            return;
        }
        gatherer.row(stream, number, &row);
    }
}
