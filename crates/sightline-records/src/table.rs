//! A table as a Parquet file, for programs that analyse figures.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use chrono::NaiveDate;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::{Error, Result};

/// Digits of a number with decimal places, and how many of them stand after the point: as in record tables.
const DECIMAL: (u8, i8) = (18, 4);

/// The values of one column, one for each row; nothing is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// Words.
    Text(Vec<Option<String>>),
    /// Days.
    Date(Vec<Option<NaiveDate>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers with decimal places, in ten-thousandths.
    Decimal(Vec<Option<i128>>),
}

impl Values {
    fn arrow(self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(StringArray::from(values)),
            Self::Date(values) => {
                Arc::new(values.into_iter().map(|day| day.map(|day| day.to_epoch_days())).collect::<Date32Array>())
            }
            Self::Whole(values) => Arc::new(Int64Array::from(values)),
            Self::Decimal(values) => {
                let kind = DataType::Decimal128(DECIMAL.0, DECIMAL.1);
                Arc::new(Decimal128Array::from(values).with_data_type(kind))
            }
        }
    }
}

/// A table as a Parquet file, packed with Snappy, which every reader knows.
///
/// `columns` are named and as long as each other; every column may be null.
/// `notes` are labels with words, which are put into the file's own key-value
/// metadata: where the table comes from travels with it. The same table gives
/// the same bytes.
///
/// # Errors
///
/// [`Error::Table`] when columns are not as long as each other.
pub fn parquet(columns: Vec<(String, Values)>, notes: &[(String, String)]) -> Result<Vec<u8>> {
    let (names, values): (Vec<String>, Vec<Values>) = columns.into_iter().unzip();
    let arrays: Vec<ArrayRef> = values.into_iter().map(Values::arrow).collect();
    let fields = names.into_iter().zip(&arrays).map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|cause| wrong(ParquetError::from(cause)))?;
    let notes = notes.iter().map(|(label, words)| KeyValue::new(label.clone(), words.clone()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(notes.collect()))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties)).map_err(wrong)?;
    writer.write(&batch).map_err(wrong)?;
    writer.close().map_err(wrong)?;
    Ok(bytes)
}

fn wrong(cause: ParquetError) -> Error {
    Error::Table { cause: Box::new(cause) }
}

#[cfg(test)]
mod tests {
    use arrow_array::Array as _;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn columns() -> Vec<(String, Values)> {
        [
            ("Team", Values::Text(vec![Some("=North, “two”".to_owned()), None])),
            ("From", Values::Date(vec![Some(day("2026-03-31")), Some(day("1899-12-31"))])),
            ("Counted", Values::Whole(vec![Some(-1), None])),
            ("Figure", Values::Decimal(vec![None, Some(862_000)])),
        ]
        .map(|(name, values)| (name.to_owned(), values))
        .to_vec()
    }

    #[test]
    fn every_value_is_read_back_in_its_type_and_nothing_is_null() {
        let notes = [("Data as at".to_owned(), "31 October 2026".to_owned())];
        let bytes = parquet(columns(), &notes).unwrap();
        assert_eq!(bytes, parquet(columns(), &notes).unwrap(), "the same table gives the same bytes");
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap();
        let said = reader.metadata().file_metadata().key_value_metadata().unwrap();
        assert!(said.iter().any(|note| note.key == "Data as at" && note.value.as_deref() == Some("31 October 2026")));
        let batch = reader.build().unwrap().next().unwrap().unwrap();
        let names: Vec<_> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, ["Team", "From", "Counted", "Figure"]);
        let teams: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
        assert_eq!(teams, [Some("=North, “two”"), None]);
        let days = batch.column(1).as_primitive::<Date32Type>();
        assert_eq!(days.value_as_date(0), Some(day("2026-03-31")));
        assert_eq!(days.value_as_date(1), Some(day("1899-12-31")));
        assert_eq!(batch.column(2).as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(-1), None]);
        let figures = batch.column(3).as_primitive::<Decimal128Type>();
        assert_eq!(figures.data_type(), &DataType::Decimal128(18, 4));
        assert_eq!(figures.iter().collect::<Vec<_>>(), [None, Some(862_000)]);
    }

    #[test]
    fn a_table_without_rows_keeps_its_columns_and_columns_of_other_lengths_are_refused() {
        let empty = columns().into_iter().map(|(name, _)| (name, Values::Text(Vec::new()))).collect();
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(parquet(empty, &[]).unwrap())).unwrap();
        assert_eq!(reader.schema().fields().len(), 4);
        let mut uneven = columns();
        uneven[0].1 = Values::Text(Vec::new());
        assert_eq!(parquet(uneven, &[]).unwrap_err().code(), "SL-R196");
    }
}
