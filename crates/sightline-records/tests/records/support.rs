//! Shared by the tests: reading files, and saying what came of it.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use sightline_records::{Definitions, Error, Input, Records, read};

pub(crate) static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| Definitions::built_in().unwrap());

/// The folder of sample files made by others, when it is at hand.
#[expect(clippy::disallowed_methods, reason = "a test may ask where the sample files are")]
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("SIGHTLINE_SHARED").map_or(beside, PathBuf::from);
    if folder.join("data").is_dir() {
        return Some(folder.join("data"));
    }
    eprintln!("passed without reading anything: the sample files are not beside the repository");
    None
}

/// Reads files given as bytes, all of one format.
pub(crate) fn read_one(files: &[(&str, &[u8])]) -> Result<Records, Error> {
    let inputs = files.iter().map(|(name, bytes)| Input::new(*name, Cursor::new(*bytes))).collect();
    let mut records = read(&DEFINITIONS, inputs)?;
    assert_eq!(records.len(), 1, "one format");
    Ok(accounted_for(records.remove(0)))
}

/// The same records, once every row is accounted for.
pub(crate) fn accounted_for(records: Records) -> Records {
    for source in &records.reading.sources {
        assert_eq!(source.rows_in, source.rows_kept + source.rows_set_aside, "{source:?}");
    }
    for (table, count) in &records.reading.tables {
        let rows: usize = records.tables[table].iter().map(arrow_array::RecordBatch::num_rows).sum();
        assert_eq!(rows as u64, count.rows, "{table}");
    }
    records
}

/// What came of the rows, one line for each source and each record table.
pub(crate) fn totals(records: &Records) -> String {
    let mut text = String::new();
    for source in &records.reading.sources {
        let file = source.sheet.as_deref().unwrap_or(&source.file);
        writeln!(
            text,
            "{} ({file}): {} in, {} kept, {} set aside",
            source.source, source.rows_in, source.rows_kept, source.rows_set_aside
        )
        .unwrap();
    }
    for (table, count) in &records.reading.tables {
        write!(text, "{table}: {}", count.rows).unwrap();
        if count.merged > 0 {
            write!(text, ", {} merged", count.merged).unwrap();
        }
        if count.joined > 0 {
            write!(text, ", {} joined", count.joined).unwrap();
        }
        text.push('\n');
    }
    for ((kind, source, column), count) in &records.reading.counts {
        let place = [source, column].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        writeln!(text, "{} {place}: {count}", kind.code).unwrap();
    }
    text
}

/// Some columns of a record table, one line for each row.
pub(crate) fn rows(records: &Records, table: &str, columns: &[&str]) -> Vec<String> {
    rows_of(records.tables.get(table).map_or(&[][..], Vec::as_slice), columns)
}

/// Some columns of batches, one line for each row.
pub(crate) fn rows_of(batches: &[RecordBatch], columns: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells: Vec<String> =
                columns.iter().map(|column| cell(batch.column_by_name(column).unwrap(), row)).collect();
            lines.push(cells.join(" | "));
        }
    }
    lines
}

fn cell(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return "∅".to_owned();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Date32 => {
            let day = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()
                + chrono::Duration::days(i64::from(array.as_primitive::<Date32Type>().value(row)));
            day.to_string()
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Boolean => if array.as_boolean().value(row) { "yes" } else { "no" }.to_owned(),
        DataType::Decimal128(..) => {
            let value = array.as_primitive::<Decimal128Type>().value(row);
            format!("{}.{:04}", value / 10_000, value % 10_000)
        }
        other => format!("{other}"),
    }
}

/// The findings, one line each.
pub(crate) fn findings(records: &Records) -> Vec<String> {
    records.reading.findings.iter().map(ToString::to_string).collect()
}
