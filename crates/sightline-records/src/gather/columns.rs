//! Rows on their way into a record batch, column by column.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder as _, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, PrimitiveBuilder, StringBuilder,
};
use arrow_array::types::{ArrowPrimitiveType, Decimal128Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};

use crate::definitions::{ColumnType, Definitions, RecordTable};
use crate::values::Value;

use super::rows::DECIMAL;

/// One column on its way.
enum Column {
    Words(StringBuilder),
    Days(Date32Builder),
    Whole(Int64Builder),
    Decimals(PrimitiveBuilder<Decimal128Type>),
    YesNo(BooleanBuilder),
}

/// Rows on their way into a batch of a record table.
pub(super) struct Columns {
    values: Vec<Column>,
    sources: StringBuilder,
    numbers: Int64Builder,
}

impl Columns {
    pub(super) fn new(table: &RecordTable) -> Self {
        let values = table.columns.iter().map(|column| match column.kind {
            ColumnType::Text | ColumnType::Code => Column::Words(StringBuilder::with_capacity(0, 0)),
            ColumnType::Date => Column::Days(Date32Builder::with_capacity(0)),
            ColumnType::WholeNumber => Column::Whole(Int64Builder::with_capacity(0)),
            ColumnType::Decimal => Column::Decimals(
                Decimal128Builder::with_capacity(0).with_data_type(DataType::Decimal128(DECIMAL.0, DECIMAL.1)),
            ),
            ColumnType::YesNo => Column::YesNo(BooleanBuilder::with_capacity(0)),
        });
        let (sources, numbers) = (StringBuilder::with_capacity(0, 0), Int64Builder::with_capacity(0));
        Self { values: values.collect(), sources, numbers }
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> usize {
        self.numbers.len()
    }

    /// Adds a row, which has a value for every column of the table, with the source it is from and its number there.
    pub(super) fn add<'v>(
        &mut self,
        definitions: &Definitions,
        table: &RecordTable,
        row: impl Iterator<Item = &'v Value>,
        (source, number): (Option<&str>, u64),
    ) {
        for ((column, definition), value) in self.values.iter_mut().zip(&table.columns).zip(row) {
            match column {
                Column::Words(words) => words.append_option(match value {
                    Value::Text(text) => Some(&**text),
                    Value::Code(position) => {
                        let codes = definition.codes.map_or(&[][..], |list| &definitions.code_lists[list].codes);
                        codes.get(usize::from(*position)).map(|code| code.code.as_str())
                    }
                    _ => None,
                }),
                Column::Days(days) => {
                    days.append_option(if let Value::Day(day) = value { Some(*day) } else { None });
                }
                Column::Whole(numbers) => {
                    numbers.append_option(if let Value::Whole(number) = value { Some(*number) } else { None });
                }
                Column::Decimals(numbers) => {
                    let number = if let Value::Decimal(number) = value { Some(i128::from(*number)) } else { None };
                    numbers.append_option(number);
                }
                Column::YesNo(truths) => {
                    truths.append_option(if let Value::YesNo(truth) = value { Some(*truth) } else { None });
                }
            }
        }
        self.sources.append_option(source);
        self.numbers.append_option(i64::try_from(number).ok());
    }

    /// The rows so far as a batch; none are left.
    pub(super) fn finish(&mut self, schema: &SchemaRef) -> RecordBatch {
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for column in &mut self.values {
            let mut array: ArrayRef = match column {
                Column::Words(words) => Arc::new(words.finish()),
                Column::Days(days) => whole(days),
                Column::Whole(numbers) => whole(numbers),
                Column::Decimals(numbers) => whole(numbers),
                Column::YesNo(truths) => Arc::new(truths.finish()),
            };
            // Columns that nobody fills are the same array, held once.
            let is_blank = array.null_count() == array.len();
            let same = arrays
                .iter()
                .find(|other| is_blank && other.null_count() == other.len() && other.data_type() == array.data_type());
            if let Some(same) = same {
                array = Arc::clone(same);
            }
            array.shrink_to_fit();
            arrays.push(array);
        }
        arrays.push(Arc::new(self.sources.finish()));
        arrays.push(Arc::new(self.numbers.finish()));
        RecordBatch::try_new(Arc::clone(schema), arrays).expect("arrays are built from the schema's own columns")
    }
}

fn whole<T: ArrowPrimitiveType>(numbers: &mut PrimitiveBuilder<T>) -> ArrayRef {
    Arc::new(numbers.finish())
}
