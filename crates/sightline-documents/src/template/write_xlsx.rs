//! The book as a workbook: one sheet for each table.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::book::{Cell, Table, TemplateBook};
use super::long_cells;
use crate::{Error, Result};

const HEADING_FILL: u32 = 0x0B_3C5D;
const LINE: u32 = 0xB1_B4B6;
const A4: u8 = 9;
const A3: u8 = 8;
/// Height of a line in points, and the most that a row may have.
const LINE_HEIGHT: u32 = 15;
const MOST_HEIGHT: u32 = 405;
const MOST_ROWS: u32 = 1_048_575;

pub(super) fn write(book: &TemplateBook) -> Result<Vec<u8>> {
    written(book).map_err(|error| Error::Write { format: "xlsx", reason: error.to_string() })
}

fn written(book: &TemplateBook) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: the same plan gives the same bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title: String = book.title.chars().filter(|character| !character.is_control()).take(200).collect();
    workbook
        .set_properties(&DocProperties::new().set_title(title).set_author("Sightline").set_creation_datetime(&created));
    let mut formats = Formats::new();
    for table in &book.tables {
        write_sheet(workbook.add_worksheet(), table, &mut formats)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    heading: Format,
    text: Format,
    date: Format,
    filled: BTreeMap<String, Format>,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE));
        Self {
            heading: cell
                .clone()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(HEADING_FILL)),
            // The number format of text: a reference such as 1.10 typed over stays text.
            text: cell.clone().set_num_format("@"),
            date: cell.set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
            filled: BTreeMap::new(),
        }
    }

    fn filled(&mut self, colour: &str) -> &Format {
        let text = &self.text;
        self.filled.entry(colour.to_owned()).or_insert_with(|| match fill_of(colour) {
            None => text.clone(),
            Some(fill) => {
                let font = if is_dark(fill) { Color::White } else { Color::Black };
                text.clone().set_bold().set_font_color(font).set_background_color(Color::RGB(fill))
            }
        })
    }
}

/// The colour as a number; `None` for anything but six hexadecimal digits.
pub(super) fn fill_of(colour: &str) -> Option<u32> {
    (colour.len() == 6).then(|| u32::from_str_radix(colour, 16).ok()).flatten()
}

/// True when white letters are easier to read on the colour than black ones.
pub(super) fn is_dark(colour: u32) -> bool {
    let [_, red, green, blue] = colour.to_be_bytes();
    // Weights of perceived lightness, in thousandths.
    299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue) < 140_000
}

fn write_sheet(sheet: &mut Worksheet, table: &Table, formats: &mut Formats) -> std::result::Result<(), XlsxError> {
    sheet.set_name(&table.name)?;
    let rows = long_cells::cut(table);
    let last_row = u32::try_from(rows.len()).unwrap_or(u32::MAX).min(MOST_ROWS);
    let last_column = u16::try_from(table.headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let widths: Vec<u16> = (0..table.headings.len()).map(|column| width_of(table, column)).collect();
    for (column, (heading, width)) in (0..).zip(table.headings.iter().zip(&widths)) {
        sheet.set_column_width(column, *width)?;
        // A cell typed by hand into an empty row is text too, so that 1.10 stays 1.10.
        sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        sheet.write_string_with_format(0, column, &heading.text, &formats.heading)?;
    }
    let headings: Vec<Cell> = table.headings.iter().map(|heading| Cell::of(vec![heading.text.clone()])).collect();
    // The filter's arrow takes the room of three letters.
    let heading_widths: Vec<u16> = widths.iter().map(|width| width.saturating_sub(3)).collect();
    sheet.set_row_height(0, height_of(&headings, &heading_widths))?;
    for (row, cells) in (1..).zip(rows.iter().map(|row| &row.cells)) {
        sheet.set_row_height(row, height_of(cells, &widths))?;
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, row, column, cell, formats)?;
        }
    }
    sheet.set_freeze_panes(1, u16::from(table.headings.len() > 3))?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    let printed = table.headings.iter().filter(|heading| !heading.is_further).count();
    let printed_width: u32 = widths.iter().take(printed).map(|width| u32::from(*width)).sum();
    sheet.set_print_area(0, 0, last_row, u16::try_from(printed.saturating_sub(1)).unwrap_or(last_column))?;
    sheet.set_paper_size(if printed_width > 170 { A3 } else { A4 });
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&L&A&RPage &P of &N");
    Ok(())
}

/// The width of a column in characters; one without any value is as wide as its heading.
fn width_of(table: &Table, column: usize) -> u16 {
    let heading = &table.headings[column];
    let is_used = table.rows.iter().any(|row| !row.cell(column).is_empty());
    let least = u16::try_from(heading.text.chars().count()).unwrap_or(heading.width).saturating_add(4);
    if is_used { heading.width.max(8) } else { heading.width.min(least.max(8)) }
}

/// A height in points at which the longest cell of a row can be read: not every
/// program works it out for wrapped text.
fn height_of(cells: &[Cell], widths: &[u16]) -> u32 {
    let lines_of = |cell: &Cell, width: u16| -> usize {
        let width = usize::from(width.max(2)) - 1;
        cell.paragraphs.iter().map(|paragraph| paragraph.chars().count().div_ceil(width)).sum()
    };
    let lines = cells.iter().zip(widths).map(|(cell, width)| lines_of(cell, *width)).max().unwrap_or(1).max(1);
    u32::try_from(lines).unwrap_or(MOST_HEIGHT).saturating_mul(LINE_HEIGHT).min(MOST_HEIGHT)
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &mut Formats,
) -> std::result::Result<(), XlsxError> {
    if let Some(date) = cell.date.and_then(excel_date) {
        sheet.write_datetime_with_format(row, column, &date, &formats.date)?;
    } else if cell.is_empty() {
        sheet.write_blank(row, column, &formats.text)?;
    } else {
        let format = match &cell.fill {
            Some(colour) => formats.filled(colour),
            None => &formats.text,
        };
        sheet.write_string_with_format(row, column, cell.paragraphs.join("\n"), format)?;
    }
    Ok(())
}

/// The day as a workbook keeps it; `None` for one it cannot keep (before March
/// 1900, where Excel counts a day that never was, or after 9999).
fn excel_date(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let is_kept = day >= NaiveDate::from_ymd_opt(1900, 3, 1)? && year <= 9999;
    let (month, day) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    is_kept.then(|| ExcelDateTime::from_ymd(year, month, day).ok()).flatten()
}
