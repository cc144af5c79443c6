//! One table as a file for a spreadsheet, with a second sheet that says where it comes from.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};
use sightline_domain::board_report::Day;

use super::sheet::{About, Cell, Look, Written, real_date, table_sheet};
use crate::template::write_csv::guarded;
use crate::{Error, Result};

/// What the cells of a column hold, those that are empty aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Words,
    /// Days.
    Days,
    /// Whole numbers.
    Numbers,
    /// Numbers with decimal places.
    Figures,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileColumn {
    /// Its heading.
    pub name: String,
    /// How wide it is in a workbook, in characters.
    pub width: u16,
    /// What it holds, for files whose columns have types.
    pub holds: Holds,
}

impl FileColumn {
    /// A column of words, of this name and width.
    #[must_use]
    pub fn new(name: impl Into<String>, width: u16) -> Self {
        Self { name: name.into(), width, holds: Holds::Words }
    }

    /// The same column of something else.
    #[must_use]
    pub fn holding(self, holds: Holds) -> Self {
        Self { holds, ..self }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileCell {
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A whole number.
    Number(i64),
    /// A number with decimal places, as it is shown: `86.2`.
    Figure(String),
    /// Nothing.
    Empty,
}

impl FileCell {
    /// Words.
    #[must_use]
    pub fn text(words: &str) -> Self {
        Self::Text(words.to_owned())
    }

    /// Words, or nothing.
    #[must_use]
    pub fn maybe(words: Option<&str>) -> Self {
        words.map_or(Self::Empty, Self::text)
    }

    /// A day, or nothing.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// How many.
    #[must_use]
    pub fn count(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// What it is of.
    pub title: String,
    /// The name of its sheet.
    pub sheet: &'static str,
    /// The day that it is as at.
    pub as_at: NaiveDate,
    /// Its columns.
    pub columns: Vec<FileColumn>,
    /// Its rows, one cell for each column.
    pub rows: Vec<Vec<FileCell>>,
    /// Where it comes from, label and words; the second sheet of a workbook.
    pub notes: Vec<(String, String)>,
}

/// The table as csv that Excel opens with its accents; no cell is ever a formula.
///
/// The notes are not in it: a table is one table.
///
/// # Errors
///
/// [`Error::Write`] when it cannot be written.
pub fn csv(table: &TableFile) -> Result<Vec<u8>> {
    let wrong = |reason: String| Error::Write { format: "csv", reason };
    // The mark at the start makes Excel read the file as UTF-8.
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    let heads = table.columns.iter().map(|column| guarded(&column.name));
    writer.write_record(heads).map_err(|error| wrong(error.to_string()))?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            FileCell::Text(words) => guarded(words),
            FileCell::Date(day) => day.to_string(),
            FileCell::Number(number) => number.to_string(),
            FileCell::Figure(number) => number.clone(),
            FileCell::Empty => String::new(),
        });
        writer.write_record(cells).map_err(|error| wrong(error.to_string()))?;
    }
    writer.flush().map_err(|error| wrong(error.to_string()))?;
    drop(writer);
    Ok(bytes)
}

/// The table as a workbook: header frozen, filtered and repeated on paper; the notes on a second sheet.
///
/// Dates are real dates, figures real numbers, words always words. The same table gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`] when it cannot be written.
pub fn xlsx(table: &TableFile) -> Result<Vec<u8>> {
    let wrong = |error: XlsxError| Error::Write { format: "xlsx", reason: error.to_string() };
    let mut workbook = Workbook::new();
    write(&mut workbook, table).map_err(wrong)?;
    workbook.save_to_buffer().map_err(wrong)
}

fn write(workbook: &mut Workbook, table: &TableFile) -> Written {
    let mut properties = DocProperties::new().set_title(&table.title).set_author("Sightline");
    if let Some(created) = real_date(table.as_at) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let columns: Vec<(&str, u16)> = table.columns.iter().map(|column| (column.name.as_str(), column.width)).collect();
    let rows: Vec<Vec<Cell<'_>>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let as_at = Day::of(table.as_at);
    let about = About { plan: &table.title, as_at: &as_at };
    let look = Look::new();
    table_sheet(workbook.add_worksheet(), &about, &look, table.sheet, &columns, &rows)?;
    if table.notes.is_empty() {
        return Ok(());
    }
    let notes: Vec<Vec<Cell<'_>>> =
        table.notes.iter().map(|(label, words)| vec![Cell::Text(label), Cell::Text(words)]).collect();
    table_sheet(workbook.add_worksheet(), &about, &look, "About", &[("What", 26), ("Words", 100)], &notes)
}

fn cell(cell: &FileCell) -> Cell<'_> {
    match cell {
        FileCell::Text(words) => Cell::Text(words),
        FileCell::Date(day) => Cell::Date(*day),
        FileCell::Number(number) => Cell::Days(*number),
        FileCell::Figure(number) => Cell::Figure(number),
        FileCell::Empty => Cell::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TableFile {
        TableFile {
            title: "Assessments in time".to_owned(),
            sheet: "Figures",
            as_at: "2026-10-31".parse().unwrap(),
            columns: ["Team", "From", "Figure", "Counted", "Numerator"].map(|name| FileColumn::new(name, 12)).to_vec(),
            rows: vec![vec![
                FileCell::text("=HYPERLINK(\"x\"), “now”"),
                FileCell::Date("2026-03-31".parse().unwrap()),
                FileCell::Figure("86.2".to_owned()),
                FileCell::count(29),
                FileCell::Empty,
            ]],
            notes: vec![("Data".to_owned(), "+1 day old".to_owned())],
        }
    }

    #[test]
    fn words_never_become_a_formula_in_csv_and_figures_stay_figures() {
        let text = String::from_utf8(csv(&table()).unwrap()).unwrap();
        let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows[0], "Team,From,Figure,Counted,Numerator");
        assert_eq!(rows[1], "\"'=HYPERLINK(\"\"x\"\"), “now”\",2026-03-31,86.2,29,");
    }

    #[test]
    fn the_same_table_gives_the_same_workbook_with_real_numbers() {
        use calamine::{Data, Reader, Xlsx};
        let bytes = xlsx(&table()).unwrap();
        assert_eq!(bytes, xlsx(&table()).unwrap());
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let figures = book.worksheet_range("Figures").unwrap();
        assert_eq!(figures.get((1, 0)), Some(&Data::String("=HYPERLINK(\"x\"), “now”".to_owned())));
        assert_eq!(figures.get((1, 2)), Some(&Data::Float(86.2)));
        let about = book.worksheet_range("About").unwrap();
        assert_eq!(about.get((1, 1)), Some(&Data::String("+1 day old".to_owned())));
    }
}
