//! A workbook to fill in: a sheet of headers for each table of a format, and a sheet that says what goes where.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::definitions::{Column, ColumnType, Definitions, SourceFormat};
use crate::{Error, Result};

/// The sheet that says what goes where.
pub(crate) const HELP: &str = "How to fill it in";
/// Its headers, and how wide the columns are.
pub(crate) const HELP_COLUMNS: [(&str, f64); 4] =
    [("List", 26.0), ("Column", 24.0), ("What it holds", 70.0), ("Words", 70.0)];

/// The workbook of a format, or none when there is no format of this name; the same bytes for the same day.
///
/// Each sheet has the headers by which the readers recognise it. Columns of
/// days are formatted as days. Dates may be written by hand as well.
///
/// # Errors
///
/// [`Error::Template`] when the workbook cannot be written.
pub fn workbook(definitions: &Definitions, format: &str, written_on: NaiveDate) -> Result<Option<Vec<u8>>> {
    let Some(position) = definitions.formats.iter().position(|known| known.name == format) else { return Ok(None) };
    write(definitions, position, written_on).map(Some).map_err(|cause| Error::Template { cause: cause.into() })
}

fn write(definitions: &Definitions, position: usize, written_on: NaiveDate) -> std::result::Result<Vec<u8>, XlsxError> {
    let format = &definitions.formats[position];
    let mut book = Workbook::new();
    // The library would write down the present moment.
    let written_at = written_on.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc();
    book.set_properties(&DocProperties::new().set_title(&format.title).set_creation_datetime(&written_at));
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("dd/mm/yyyy"));
    for (table, source) in format.tables.iter().enumerate().filter(|(_, source)| source.left_out.is_none()) {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&source.name))?.set_freeze_panes(1, 0)?;
        for (at, (column, definition)) in (0_u16..).zip(source.columns.iter().enumerate()) {
            if held(definitions, (position, table, column)).is_some_and(|held| held.kind == ColumnType::Date) {
                sheet.set_column_format(at, &day)?;
            }
            sheet.set_column_width(at, 18.0)?.write_with_format(0, at, &definition.name, &bold)?;
        }
    }
    help(definitions, (position, format), book.add_worksheet(), &bold)?;
    book.save_to_buffer()
}

fn help(
    definitions: &Definitions,
    (position, format): (usize, &SourceFormat),
    sheet: &mut Worksheet,
    bold: &Format,
) -> std::result::Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(HELP)?.set_freeze_panes(1, 0)?;
    for (at, (title, width)) in (0_u16..).zip(HELP_COLUMNS) {
        sheet.set_column_width(at, width)?.write_with_format(0, at, title, bold)?;
    }
    let mut row = 1;
    for (table, source) in format.tables.iter().enumerate().filter(|(_, source)| source.left_out.is_none()) {
        for (column, definition) in source.columns.iter().enumerate() {
            let Some(filled) = held(definitions, (position, table, column)) else { continue };
            let must = if filled.is_required { " Must be filled in." } else { "" };
            let texts = [
                sheet_name(&source.name),
                definition.name.clone(),
                format!("{}{must}", filled.meaning),
                words(definitions, filled),
            ];
            for (at, text) in (0_u16..).zip(texts) {
                sheet.write_with_format(row, at, text, &wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}

/// The column of a record table that a column of a table of a format fills.
fn held(definitions: &Definitions, (format, table, column): (usize, usize, usize)) -> Option<&Column> {
    let feeds = definitions.tables.iter().flat_map(|record| record.feeds.iter().map(move |feed| (record, feed)));
    let mut feeds = feeds.filter(|(_, feed)| (feed.format, feed.table) == (format, table));
    feeds.find_map(|(record, feed)| {
        feed.columns.iter().find(|(_, from)| *from == column).map(|(held, _)| &record.columns[*held])
    })
}

/// What may be written in a column.
fn words(definitions: &Definitions, column: &Column) -> String {
    match (column.kind, column.codes) {
        (ColumnType::Code, Some(list)) => {
            let labels: Vec<&str> = definitions.code_lists[list].codes.iter().map(|code| code.label.as_str()).collect();
            labels.join("; ")
        }
        (ColumnType::Date, _) => "A day, such as 31/10/2026".to_owned(),
        (ColumnType::YesNo, _) => "Yes; No; blank when it is not known".to_owned(),
        (ColumnType::WholeNumber | ColumnType::Decimal, _) => "A number".to_owned(),
        (ColumnType::Text | ColumnType::Code, _) => String::new(),
    }
}

/// `learning_actions` as people write it; names of tables are short enough for a sheet.
fn sheet_name(table: &str) -> String {
    let words = table.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Input, read};

    #[test]
    fn a_sheet_that_only_has_the_name_of_ours_is_said_not_to_be_read() {
        let definitions = Definitions::built_in().unwrap();
        let mut book = Workbook::new();
        let source = definitions.format("local").unwrap().tables.iter().find(|table| table.left_out.is_none()).unwrap();
        let list = book.add_worksheet();
        for (at, column) in (0_u16..).zip(&source.columns) {
            list.write(0, at, &column.name).unwrap();
        }
        book.add_worksheet().set_name(HELP).unwrap().write(0, 0, "Children we forgot").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let records = read(&definitions, vec![Input::new("lists.xlsx", Cursor::new(bytes))]).unwrap();
        assert_eq!(records[0].reading.count("SL-R073"), 1);
    }

    #[test]
    fn each_sheet_of_the_template_is_recognised() {
        let definitions = Definitions::built_in().unwrap();
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let bytes = workbook(&definitions, "local", on).unwrap().unwrap();
        assert!(bytes == workbook(&definitions, "local", on).unwrap().unwrap(), "the same day, the same bytes");
        let records = read(&definitions, vec![Input::new("lists.xlsx", Cursor::new(bytes))]).unwrap();
        let [records] = records.as_slice() else { panic!("one format") };
        let read: Vec<&str> = records.reading.sources.iter().map(|source| source.source.as_str()).collect();
        let tables = definitions.format("local").unwrap().tables.iter().map(|table| format!("local/{}", table.name));
        assert_eq!(read, tables.collect::<Vec<_>>());
        assert_eq!(records.reading.count("SL-R073"), 0, "the sheet that says what goes where is ours");
        assert!(workbook(&definitions, "nothing", on).unwrap().is_none());
    }
}
