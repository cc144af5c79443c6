//! A plan table as it was filtered, as a file for a spreadsheet.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook};
use sightline_domain::board_report::{Day, RatingMark};

use super::sheet::{About, Cell, Look, Written, real_date, table_sheet};
use crate::template::write_csv::guarded;
use crate::{Error, Result};

/// One column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its heading.
    pub name: &'static str,
    /// How wide it is in a workbook, in characters.
    pub width: u16,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableCell {
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A whole number.
    Number(i64),
    /// A rating.
    Rating(RatingMark),
    /// Nothing.
    Empty,
}

/// A table of actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTableFile {
    /// Title of the plan.
    pub plan: String,
    /// The day it shows.
    pub as_at: NaiveDate,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows, one cell for each column.
    pub rows: Vec<Vec<TableCell>>,
}

/// The table as csv that Excel opens with its accents; no cell is ever a formula.
///
/// # Errors
///
/// [`Error::Write`] when it cannot be written.
pub fn csv(table: &PlanTableFile) -> Result<Vec<u8>> {
    let wrong = |reason: String| Error::Write { format: "csv", reason };
    // The mark at the start makes Excel read the file as UTF-8.
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(table.columns.iter().map(|column| column.name)).map_err(|error| wrong(error.to_string()))?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            TableCell::Text(words) => guarded(words),
            TableCell::Date(day) => day.to_string(),
            TableCell::Number(number) => number.to_string(),
            TableCell::Rating(mark) => guarded(&mark.name),
            TableCell::Empty => String::new(),
        });
        writer.write_record(cells).map_err(|error| wrong(error.to_string()))?;
    }
    writer.flush().map_err(|error| wrong(error.to_string()))?;
    drop(writer);
    Ok(bytes)
}

/// The table as a workbook of one sheet: header frozen, filtered and repeated on paper.
///
/// Dates are real dates, words are always words. The same table gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`] when it cannot be written.
pub fn xlsx(table: &PlanTableFile) -> Result<Vec<u8>> {
    let wrong = |error: rust_xlsxwriter::XlsxError| Error::Write { format: "xlsx", reason: error.to_string() };
    let mut workbook = Workbook::new();
    write(&mut workbook, table).map_err(wrong)?;
    workbook.save_to_buffer().map_err(wrong)
}

fn write(workbook: &mut Workbook, table: &PlanTableFile) -> Written {
    let mut properties = DocProperties::new().set_title(&table.plan).set_author("Sightline");
    if let Some(created) = real_date(table.as_at) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let columns: Vec<(&str, u16)> = table.columns.iter().map(|column| (column.name, column.width)).collect();
    let rows: Vec<Vec<Cell<'_>>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let as_at = Day::of(table.as_at);
    let about = About { plan: &table.plan, as_at: &as_at };
    table_sheet(workbook.add_worksheet(), &about, &Look::new(), "Actions", &columns, &rows)
}

fn cell(cell: &TableCell) -> Cell<'_> {
    match cell {
        TableCell::Text(words) => Cell::Text(words),
        TableCell::Date(day) => Cell::Date(*day),
        TableCell::Number(number) => Cell::Days(*number),
        TableCell::Rating(mark) => Cell::Rating(mark),
        TableCell::Empty => Cell::Empty,
    }
}

#[cfg(test)]
mod tests {
    use sightline_domain::board_report::not_yet_rated;

    use super::*;

    fn table() -> PlanTableFile {
        PlanTableFile {
            plan: "Harbour plan".to_owned(),
            as_at: "2026-10-31".parse().unwrap(),
            columns: ["Ref", "Action", "Due", "Days late", "Action rating"]
                .map(|name| TableColumn { name, width: 12 })
                .to_vec(),
            rows: vec![vec![
                TableCell::Text("1.1".to_owned()),
                TableCell::Text("=HYPERLINK(\"x\"), “now”".to_owned()),
                TableCell::Date("2026-03-31".parse().unwrap()),
                TableCell::Number(214),
                TableCell::Rating(not_yet_rated()),
            ]],
        }
    }

    #[test]
    fn words_of_a_plan_never_become_a_formula_in_csv() {
        let bytes = csv(&table()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows[0], "Ref,Action,Due,Days late,Action rating");
        assert_eq!(rows[1], "1.1,\"'=HYPERLINK(\"\"x\"\"), “now”\",2026-03-31,214,Not yet rated");
    }

    #[test]
    fn the_same_table_gives_the_same_workbook() {
        let bytes = xlsx(&table()).unwrap();
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, xlsx(&table()).unwrap());
    }
}
