//! Workbooks (.xlsx), cell by cell: two cells far apart never become a rectangle of blanks.

use std::io::{BufReader, Seek};

use calamine::{CellErrorType, DataRef, Reader, SheetType, Xlsx, XlsxError};

use crate::reading::{Finding, Place, UNKNOWN_SHEET};
use crate::template::{HELP, HELP_COLUMNS};
use crate::values::Cell;
use crate::{Error, Result};

use super::guard::{MAX_COLUMNS, MAX_ROWS, check_packed, without_panic};
use super::sheet::Sheet;
use super::{Content, File};

/// Reads a workbook; false when no list was recognised in any sheet.
pub(super) fn read<'f>(file: &mut File<'_, '_>, content: Box<dyn Content + 'f>) -> Result<bool> {
    let mut content = BufReader::new(content);
    check_packed(file.name, &mut content)?;
    content.rewind().map_err(|cause| Error::Failed { file: file.name.to_owned(), cause })?;
    let mut workbook = whole(file, || Xlsx::new(content))?;
    let sheets: Vec<(String, SheetType)> =
        workbook.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ)).collect();
    let mut unknown = Vec::new();
    let mut is_recognised = false;
    for (position, (name, kind)) in sheets.iter().enumerate() {
        if *kind != SheetType::WorkSheet {
            continue;
        }
        if read_sheet(file, &mut workbook, name)? {
            is_recognised = true;
        } else if !is_our_help(file, &mut workbook, name)? {
            unknown.push(position + 1);
        }
    }
    if is_recognised {
        // Said where the lists of the workbook went; a sheet's own name may name a person.
        let name = file.name.to_owned();
        let gatherer = file.gatherers.values_mut().find(|gatherer| gatherer.reads(&name));
        if let Some(gatherer) = gatherer {
            for position in unknown {
                let place = Place { file: name.clone(), sheet: Some(format!("number {position}")), ..Place::default() };
                gatherer.reading.add(Finding { kind: UNKNOWN_SHEET, source: None, column: None, place });
            }
        }
    }
    Ok(is_recognised)
}

/// Whether a sheet is the one of our own template that says what goes where: by its name and its headers.
fn is_our_help<R: std::io::Read + Seek>(file: &File<'_, '_>, workbook: &mut Xlsx<R>, name: &str) -> Result<bool> {
    if name != HELP {
        return Ok(false);
    }
    let mut cells = whole(file, || workbook.worksheet_cells_reader(name))?;
    for (title, _) in HELP_COLUMNS {
        let cell = whole(file, || cells.next_cell())?;
        if !cell.is_some_and(|cell| convert(cell.get_value()) == Cell::Text(title.into())) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn read_sheet<R: std::io::Read + Seek>(file: &mut File<'_, '_>, workbook: &mut Xlsx<R>, name: &str) -> Result<bool> {
    let mut cells = whole(file, || workbook.worksheet_cells_reader(name))?;
    let mut sheet = Sheet::new(Some(name));
    let mut row: Vec<Cell<'_>> = Vec::new();
    let mut row_number = 0;
    loop {
        let cell = whole(file, || cells.next_cell())?;
        let place = cell.as_ref().map(calamine::Cell::get_position);
        if place.is_none_or(|(number, _)| number != row_number) {
            sheet.row(file, u64::from(row_number) + 1, &row);
            row.clear();
        }
        let (Some(cell), Some((number, column))) = (cell, place) else { break };
        row_number = number;
        let column = column as usize;
        let value = convert(cell.get_value());
        if value == Cell::Blank {
            continue;
        }
        let too_much = |what, limit| Err(Error::TooMuch { file: file.name.to_owned(), what, limit });
        if column >= MAX_COLUMNS {
            return too_much("columns", MAX_COLUMNS as u64);
        }
        if u64::from(number) >= MAX_ROWS {
            return too_much("rows", MAX_ROWS);
        }
        if row.len() <= column {
            row.resize(column + 1, Cell::Blank);
        }
        row[column] = value;
    }
    Ok(sheet.finish(file))
}

fn convert<'a>(value: &DataRef<'a>) -> Cell<'a> {
    match value {
        DataRef::Int(number) => Cell::Text(number.to_string().into()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone().into())
        }
        DataRef::SharedString(text) => Cell::Text((*text).into()),
        DataRef::Bool(truth) => Cell::YesNo(*truth),
        DataRef::DateTime(moment) => match moment.as_datetime().filter(|_| moment.is_datetime()) {
            Some(moment) => {
                let days = moment.and_utc().timestamp().div_euclid(86_400);
                i32::try_from(days).map_or(Cell::Failed, Cell::Day)
            }
            None => Cell::Number(moment.as_f64()),
        },
        DataRef::Error(CellErrorType::NA) | DataRef::Empty => Cell::Blank,
        DataRef::Error(_) => Cell::Failed,
    }
}

/// What a step of the library gives.
fn whole<T>(file: &File<'_, '_>, step: impl FnOnce() -> std::result::Result<T, XlsxError>) -> Result<T> {
    match without_panic(step) {
        Some(given) => given.map_err(|cause| refused(file, &cause)),
        None => Err(file.damaged("a part of the workbook cannot be read")),
    }
}

fn refused(file: &File<'_, '_>, cause: &XlsxError) -> Error {
    match cause {
        XlsxError::Password => Error::OldWorkbook { file: file.name.to_owned() },
        // What the library says may hold words of the file.
        _ => file.damaged("a part of the workbook is missing or cannot be read"),
    }
}
