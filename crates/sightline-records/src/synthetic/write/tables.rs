//! Tables of a format as text files, and as the sheets of a workbook.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Write;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Format, Workbook as Book, XlsxError};

use super::super::shape::{Shaper, SourceRows};
use super::text::Texts;
use super::{Files, Form, Writer, failed};
use crate::definitions::Definitions;
use crate::{Error, Result};

/// Text files, one for each table.
pub(super) struct TextTables<'d> {
    definitions: &'d Definitions,
    format: usize,
    form: Form,
    open: BTreeMap<usize, csv::Writer<Box<dyn Write + Send>>>,
}

impl<'d> TextTables<'d> {
    pub(super) fn new(definitions: &'d Definitions, format: usize, form: Form) -> Self {
        Self { definitions, format, form, open: BTreeMap::new() }
    }

    fn name(&self, table: usize) -> String {
        format!("{}/{}.csv", self.form.name(), self.definitions.formats[self.format].tables[table].name)
    }
}

impl Writer for TextTables<'_> {
    fn add(
        &mut self,
        _shaper: &Shaper<'_>,
        texts: &Texts<'_>,
        sources: &[SourceRows],
        files: &mut dyn Files,
    ) -> Result<()> {
        let mut record = csv::StringRecord::new();
        for (table, source) in sources.iter().enumerate().filter(|(_, source)| !source.rows.is_empty()) {
            let name = self.name(table);
            let wrong = |cause: csv::Error| failed(&name)(cause.into());
            let columns: Vec<(usize, &str)> = columns(self.definitions, self.format, table).collect();
            let writer = match self.open.entry(table) {
                Entry::Occupied(open) => open.into_mut(),
                Entry::Vacant(place) => {
                    let mut writer = csv::Writer::from_writer(files.create(&name).map_err(failed(&name))?);
                    writer.write_record(columns.iter().map(|(_, header)| header)).map_err(wrong)?;
                    place.insert(writer)
                }
            };
            for row in &source.rows {
                record.clear();
                for (column, _) in &columns {
                    record.push_field(&texts.text(table, *column, &row.cells[*column]).unwrap_or_default());
                }
                writer.write_record(&record).map_err(wrong)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _files: &mut dyn Files) -> Result<()> {
        for (table, mut writer) in std::mem::take(&mut self.open) {
            writer.flush().map_err(failed(&self.name(table)))?;
        }
        Ok(())
    }
}

/// The columns that text files and sheets have: all but those that only the XML has.
fn columns(definitions: &Definitions, format: usize, table: usize) -> impl Iterator<Item = (usize, &str)> {
    let columns = definitions.formats[format].tables[table].columns.iter().enumerate();
    let kept =
        columns.filter(|(_, column)| !column.left_out.as_ref().is_some_and(|why| why.contains("only in the XML")));
    kept.map(|(position, column)| (position, column.name.as_str()))
}

/// A workbook with one sheet for each table.
pub(super) struct Workbook<'d> {
    definitions: &'d Definitions,
    format: usize,
    book: Book,
    /// The next row of each table's sheet.
    next: BTreeMap<usize, u32>,
    as_date: Format,
}

const WORKBOOK: &str = "annex_a/annex_a.xlsx";

impl<'d> Workbook<'d> {
    pub(super) fn new(definitions: &'d Definitions, format: usize, as_at: NaiveDate) -> Self {
        let mut book = Book::new();
        // The library would write down the present moment.
        let written_at = as_at.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc();
        book.set_properties(&DocProperties::new().set_creation_datetime(&written_at));
        let as_date = Format::new().set_num_format("dd/mm/yyyy");
        let mut next = BTreeMap::new();
        for (table, source) in definitions.formats[format].tables.iter().enumerate() {
            if source.left_out.is_some() {
                continue;
            }
            let sheet = book.add_worksheet();
            // Names of lists are short and hold no sign that a sheet may not have.
            let _ = sheet.set_name(source.also.first().unwrap_or(&source.name));
            for (column, (_, header)) in (0_u16..).zip(columns(definitions, format, table)) {
                let _ = sheet.write(0, column, header);
            }
            next.insert(table, 1);
        }
        Self { definitions, format, book, next, as_date }
    }
}

fn wrong(cause: XlsxError) -> Error {
    Error::SyntheticWrite { file: WORKBOOK.to_owned(), cause: std::io::Error::other(cause) }
}

impl Writer for Workbook<'_> {
    fn add(
        &mut self,
        _shaper: &Shaper<'_>,
        texts: &Texts<'_>,
        sources: &[SourceRows],
        _files: &mut dyn Files,
    ) -> Result<()> {
        for (sheet, (table, next)) in self.next.iter_mut().enumerate() {
            let columns: Vec<usize> =
                columns(self.definitions, self.format, *table).map(|(column, _)| column).collect();
            let sheet = self.book.worksheet_from_index(sheet).map_err(wrong)?;
            for row in &sources[*table].rows {
                for (at, column) in (0_u16..).zip(&columns) {
                    let value = &row.cells[*column];
                    if let Some(day) = Texts::day(value) {
                        sheet.write_with_format(*next, at, &day, &self.as_date).map_err(wrong)?;
                    } else if let Some(text) = texts.text(*table, *column, value) {
                        sheet.write_string(*next, at, text).map_err(wrong)?;
                    }
                }
                *next += 1;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, files: &mut dyn Files) -> Result<()> {
        let bytes = self.book.save_to_buffer().map_err(wrong)?;
        let mut file = files.create(WORKBOOK).map_err(failed(WORKBOOK))?;
        file.write_all(&bytes).and_then(|()| file.flush()).map_err(failed(WORKBOOK))
    }
}
