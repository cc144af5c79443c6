//! Parquet files: one table each, its columns known by their names.

use std::io::Read;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, PrimitiveArray};
use arrow_schema::{DataType, SchemaRef, TimeUnit};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use crate::reading::{Finding, Place, UNREAD_TYPE};
use crate::values::Cell;
use crate::{Error, Result};

use super::guard::{MAX_COLUMNS, MAX_ROWS, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, too_large, without_panic};
use super::sheet::Sheet;
use super::{Content, File};

/// Rows that are read at once.
const BATCH_ROWS: usize = 8_192;
const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

/// Reads a Parquet file; false when nothing was recognised in it.
pub(super) fn read<'f>(file: &mut File<'_, '_>, mut content: Box<dyn Content + 'f>) -> Result<bool> {
    let mut bytes = Vec::new();
    let failed = |cause| Error::Failed { file: file.name.to_owned(), cause };
    content.by_ref().take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(too_large(file.name, bytes.len() as u64, MAX_TEXT_BYTES));
    }
    drop(content);
    if bytes.starts_with(b"PARE") {
        return Err(file.damaged("it is encrypted"));
    }
    let bytes = Bytes::from(bytes);
    // The types are those of Parquet; what a writer says of its own types besides is not used.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = whole(file, || ArrowReaderMetadata::load(&bytes, options))?;
    check(file.name, &metadata)?;
    let schema = Arc::clone(metadata.schema());
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata).with_batch_size(BATCH_ROWS);
    let mut batches = whole(file, || builder.build())?;
    let mut sheet = Sheet::new(None);
    let headers: Vec<Cell<'_>> = schema.fields().iter().map(|field| Cell::Text(field.name().as_str().into())).collect();
    sheet.row(file, 0, &headers);
    let mut row = 0;
    let name = file.name.to_owned();
    loop {
        let Some(batch) = whole(file, || batches.next().transpose())? else { break };
        for index in 0..batch.num_rows() {
            row += 1;
            let cells: Vec<Cell<'_>> = batch.columns().iter().map(|column| cell(column.as_ref(), index)).collect();
            sheet.row(file, row, &cells);
        }
    }
    let is_recognised = sheet.finish(file);
    if is_recognised && let Some(gatherer) = file.gatherers.values_mut().find(|gatherer| gatherer.reads(&name)) {
        for column in unread(&schema) {
            let place = Place { file: name.clone(), column: Some(column), ..Place::default() };
            gatherer.reading.add(Finding { kind: UNREAD_TYPE, source: None, column: None, place });
        }
    }
    Ok(is_recognised)
}

/// What a step of the library gives.
fn whole<T, E>(file: &File<'_, '_>, step: impl FnOnce() -> std::result::Result<T, E>) -> Result<T> {
    match without_panic(step) {
        Some(Ok(given)) => Ok(given),
        _ => Err(file.damaged("it is no whole Parquet file")),
    }
}

/// Refuses what says of itself that it is far more than any council's records.
fn check(name: &str, metadata: &ArrowReaderMetadata) -> Result<()> {
    let too_much = |what, limit| Err(Error::TooMuch { file: name.to_owned(), what, limit });
    let columns = metadata.parquet_schema().num_columns();
    if columns > MAX_COLUMNS || metadata.schema().fields().len() > MAX_COLUMNS {
        return too_much("columns", MAX_COLUMNS as u64);
    }
    let file = metadata.metadata();
    if file.file_metadata().num_rows() > i64::try_from(MAX_ROWS).unwrap_or(i64::MAX) {
        return too_much("rows", MAX_ROWS);
    }
    let mut unpacked: u64 = 0;
    for group in file.row_groups() {
        for column in group.columns() {
            unpacked = unpacked.saturating_add(u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX));
        }
    }
    if unpacked > MAX_UNPACKED_BYTES {
        return Err(Error::Expands { file: name.to_owned() });
    }
    Ok(())
}

/// Columns, from 1, of a type that no record has.
fn unread(schema: &SchemaRef) -> Vec<u32> {
    let columns = schema.fields().iter().enumerate();
    let unread = columns.filter(|(_, field)| !is_read(field.data_type()));
    unread.filter_map(|(position, _)| u32::try_from(position + 1).ok()).collect()
}

fn is_read(kind: &DataType) -> bool {
    match kind {
        DataType::List(item) => is_text(item.data_type()),
        kind => {
            is_text(kind)
                || kind.is_numeric() && !matches!(kind, DataType::Float16 | DataType::Decimal256(..))
                || matches!(kind, DataType::Boolean | DataType::Date32 | DataType::Timestamp(..) | DataType::Null)
        }
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::Binary)
}

/// One value as a cell; blank when it is of a type that is not read.
fn cell(array: &dyn Array, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Blank;
    }
    match array.data_type() {
        DataType::Boolean => Cell::YesNo(array.as_boolean().value(row)),
        DataType::Date32 => Cell::Day(array.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Millisecond => {
                moment(array.as_primitive::<TimestampMillisecondType>().value(row), MILLISECONDS_OF_A_DAY)
            }
            TimeUnit::Microsecond => {
                moment(array.as_primitive::<TimestampMicrosecondType>().value(row), MILLISECONDS_OF_A_DAY * 1_000)
            }
            TimeUnit::Nanosecond => {
                moment(array.as_primitive::<TimestampNanosecondType>().value(row), MILLISECONDS_OF_A_DAY * 1_000_000)
            }
            // Parquet has none of whole seconds.
            TimeUnit::Second => Cell::Blank,
        },
        DataType::Float32 => Cell::Number(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Number(array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(..) => {
            let words = PrimitiveArray::value_as_string(array.as_primitive::<Decimal128Type>(), row);
            Cell::Text(words.into())
        }
        DataType::List(_) => list(array, row),
        _ => match words(array, row) {
            Some(words) => Cell::Text(words.into()),
            None => number(array, row).map_or(Cell::Blank, |number| Cell::Text(number.to_string().into())),
        },
    }
}

/// A list of words, as readers of text have it.
fn list(array: &dyn Array, row: usize) -> Cell<'static> {
    let values = array.as_list::<i32>().value(row);
    let entries: Vec<&str> =
        (0..values.len()).filter(|row| !values.is_null(*row)).filter_map(|row| words(values.as_ref(), row)).collect();
    if entries.is_empty() { Cell::Blank } else { Cell::Text(entries.join(",").into()) }
}

/// The day of a moment, in units of which a day has so many.
fn moment(value: i64, of_a_day: i64) -> Cell<'static> {
    i32::try_from(value.div_euclid(of_a_day)).map_or(Cell::Failed, Cell::Day)
}

fn words(array: &dyn Array, row: usize) -> Option<&str> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        // Some systems write text without saying that it is text.
        DataType::Binary => std::str::from_utf8(array.as_binary::<i32>().value(row)).ok(),
        _ => None,
    }
}

fn number(array: &dyn Array, row: usize) -> Option<i128> {
    Some(match array.data_type() {
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use parquet::basic::Type;
    use parquet::file::metadata::{ColumnChunkMetaData, FileMetaData, ParquetMetaData, RowGroupMetaData};
    use parquet::schema::types::{SchemaDescriptor, Type as SchemaType};

    use super::*;

    /// What a file might say of itself, without being it.
    fn claims(rows: i64, unpacked: i64) -> ArrowReaderMetadata {
        let column = SchemaType::primitive_type_builder("CHILD", Type::INT32).build().unwrap();
        let root = SchemaType::group_type_builder("root").with_fields(vec![Arc::new(column)]).build().unwrap();
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(root)));
        let chunk =
            ColumnChunkMetaData::builder(schema.column(0)).set_total_uncompressed_size(unpacked).build().unwrap();
        let group =
            RowGroupMetaData::builder(Arc::clone(&schema)).set_num_rows(rows).set_column_metadata(vec![chunk]).build();
        let file = FileMetaData::new(1, rows, None, None, schema, None);
        let metadata = ParquetMetaData::new(file, vec![group.unwrap()]);
        ArrowReaderMetadata::try_new(Arc::new(metadata), ArrowReaderOptions::new()).unwrap()
    }

    #[test]
    fn what_says_that_it_unpacks_to_far_too_much_is_refused_before_it_is_read() {
        let code = |rows, unpacked| check("f", &claims(rows, unpacked)).map_err(|error| error.code());
        assert_eq!(code(1, 1_000), Ok(()));
        assert_eq!(code(30_000_000, 1_000), Err("SL-R006"));
        assert_eq!(code(1, 10 * 1024 * 1024 * 1024), Err("SL-R005"));
        assert_eq!(code(1, -1), Err("SL-R005"));
    }
}
