//! A book from its csv file.

use sightline_domain::Place;

use super::book::{Cell, FRONT, Row, Table, TemplateBook};
use super::write_csv::unguarded;
use super::{Format, text_of};
use crate::{Error, Result};

pub(super) fn is_template(bytes: &[u8]) -> bool {
    text_of(bytes, Format::Csv).is_ok_and(|text| {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let name = first.split([',', ';', '\t']).next().unwrap_or_default();
        table_name(name.trim_matches('"')) == Some(FRONT)
    })
}

fn table_name(cell: &str) -> Option<&str> {
    cell.trim().strip_prefix("# ").map(str::trim)
}

pub(super) fn read(bytes: &[u8]) -> Result<TemplateBook> {
    let text = text_of(bytes, Format::Csv)?;
    if !is_template(bytes) {
        return Err(Error::NotTemplate { format: "csv" });
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut book = TemplateBook::default();
    let mut open: Option<(String, Place, Vec<Row>)> = None;
    for record in reader.records() {
        let record = record.map_err(|_| Error::TemplateEncoding { format: "csv" })?;
        let line = record.position().map_or(0, csv::Position::line);
        let place = Place::line(u32::try_from(line).unwrap_or(u32::MAX));
        let first = record.get(0).unwrap_or_default();
        let is_alone = record.iter().skip(1).all(|cell| cell.trim().is_empty());
        if let (Some(name), true) = (table_name(first), is_alone) {
            close(open.take(), &mut book);
            open = Some((name.to_owned(), place, Vec::new()));
        } else if let Some((_, _, rows)) = &mut open {
            let cells = record.iter().map(|cell| Cell::from_text(unguarded(cell), None)).collect();
            rows.push(Row { place, cells });
        }
    }
    close(open, &mut book);
    Ok(book)
}

fn close(open: Option<(String, Place, Vec<Row>)>, book: &mut TemplateBook) {
    if let Some((name, place, rows)) = open {
        book.tables.extend(Table::from_rows(&name, place, rows));
    }
}

/// The sign between cells: Excel writes a semicolon or a tab in some settings.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().filter(|line| !line.trim().is_empty()).nth(1).unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|sign| heading.as_bytes().contains(sign)).unwrap_or(b',')
}
