//! Shared by the tests: a council, files in memory, and rows as words.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use chrono::NaiveDate;
use sightline_records::synthetic::{Council, England, Form, InMemory, Settings};
use sightline_records::{Definitions, Input, Records, read};

pub(crate) static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| Definitions::built_in().unwrap());

pub(crate) fn settings(children: u32, scenario: &str) -> Settings {
    Settings {
        children,
        years: 8,
        authorities: 1,
        seed: 7,
        as_at: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
        scenario: scenario.to_owned(),
    }
}

pub(crate) fn england(settings: Settings) -> England<'static> {
    England::new(&DEFINITIONS, settings).unwrap()
}

pub(crate) fn written(council: &Council<'_>, forms: &[Form]) -> BTreeMap<String, Vec<u8>> {
    let mut files = InMemory::default();
    council.write(forms, &mut files, &mut |_| {}).unwrap();
    files.take().into_iter().collect()
}

/// What the readers make of the files of one form.
pub(crate) fn read_back(files: &BTreeMap<String, Vec<u8>>, form: Form) -> Records {
    let folder = format!("{}/", form.name());
    let inputs = files
        .iter()
        .filter(|(name, _)| name.starts_with(&folder))
        .map(|(name, bytes)| Input::new(name.as_str(), Cursor::new(bytes.as_slice())))
        .collect();
    let mut all = read(&DEFINITIONS, inputs).unwrap();
    assert_eq!(all.len(), 1, "one format");
    all.remove(0)
}

/// Rows of some columns as words, in order of the rows.
pub(crate) fn rows(batches: &[RecordBatch], columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            rows.push(columns.iter().map(|name| cell(batch.column_by_name(name).unwrap(), row)).collect());
        }
    }
    rows
}

fn cell(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return "∅".to_owned();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row));
            (NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(days)).to_string()
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Boolean => if array.as_boolean().value(row) { "yes" } else { "no" }.to_owned(),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value(row).to_string(),
        other => format!("{other}"),
    }
}

/// Where each row was read; some record tables have a column of the same name, which comes before.
pub(crate) fn sources(batches: &[RecordBatch]) -> Vec<String> {
    let of = |batch: &RecordBatch| {
        let column = batch.column(batch.num_columns() - 2).as_string::<i32>().clone();
        (0..batch.num_rows()).map(|row| column.value(row).to_owned()).collect::<Vec<_>>()
    };
    batches.iter().flat_map(of).collect()
}
