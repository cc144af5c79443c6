//! Columns of Arrow batches, by the type that their record table gives them.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{
    Array, BooleanArray, Date32Array, Decimal128Array, Int64Array, PrimitiveArray, RecordBatch, StringArray,
};
use arrow_schema::DataType;

use crate::values;

/// Where a row is: number of the batch, and row within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) batch: u32,
    pub(crate) row: u32,
}

impl At {
    pub(crate) fn pair(self) -> (usize, usize) {
        (self.batch as usize, self.row as usize)
    }
}

/// One column of one batch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cells<'b> {
    Text(&'b StringArray),
    Date(&'b Date32Array),
    Whole(&'b Int64Array),
    Decimal(&'b Decimal128Array),
    YesNo(&'b BooleanArray),
}

impl<'b> Cells<'b> {
    /// The column; `None` when it is of a type that no record table has.
    pub(crate) fn of(array: &'b dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Date32 => Self::Date(array.as_primitive::<Date32Type>()),
            DataType::Int64 => Self::Whole(array.as_primitive::<Int64Type>()),
            DataType::Decimal128(..) => Self::Decimal(array.as_primitive::<Decimal128Type>()),
            DataType::Boolean => Self::YesNo(array.as_boolean()),
            _ => return None,
        })
    }

    /// Every column of a batch that has this schema.
    pub(crate) fn of_batch(batch: &'b RecordBatch) -> Vec<Self> {
        batch.columns().iter().filter_map(|column| Self::of(column.as_ref())).collect()
    }

    pub(crate) fn is_null(self, row: usize) -> bool {
        match self {
            Self::Text(array) => array.is_null(row),
            Self::Date(array) => array.is_null(row),
            Self::Whole(array) => array.is_null(row),
            Self::Decimal(array) => array.is_null(row),
            Self::YesNo(array) => array.is_null(row),
        }
    }

    /// True when the column holds nothing at all.
    pub(crate) fn is_empty(self) -> bool {
        let (nulls, rows) = match self {
            Self::Text(array) => (array.null_count(), array.len()),
            Self::Date(array) => (array.null_count(), array.len()),
            Self::Whole(array) => (array.null_count(), array.len()),
            Self::Decimal(array) => (array.null_count(), array.len()),
            Self::YesNo(array) => (array.null_count(), array.len()),
        };
        nulls == rows
    }

    /// True when both hold the same value, or both none.
    pub(crate) fn is_same(self, row: usize, other: Cells<'_>, other_row: usize) -> bool {
        match (self.is_null(row), other.is_null(other_row)) {
            (true, true) => return true,
            (false, false) => {}
            _ => return false,
        }
        match (self, other) {
            (Self::Text(one), Cells::Text(two)) => one.value(row) == two.value(other_row),
            (Self::Date(one), Cells::Date(two)) => one.value(row) == two.value(other_row),
            (Self::Whole(one), Cells::Whole(two)) => one.value(row) == two.value(other_row),
            (Self::Decimal(one), Cells::Decimal(two)) => one.value(row) == two.value(other_row),
            (Self::YesNo(one), Cells::YesNo(two)) => one.value(row) == two.value(other_row),
            _ => false,
        }
    }

    /// Adds the value to a key, so that two keys are equal only when all their values are.
    pub(crate) fn add_to_key(self, row: usize, key: &mut Vec<u8>) {
        if self.is_null(row) {
            key.push(0);
            return;
        }
        key.push(1);
        match self {
            Self::Text(array) => {
                let text = array.value(row).as_bytes();
                key.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                key.extend_from_slice(text);
            }
            Self::Date(array) => key.extend_from_slice(&array.value(row).to_le_bytes()),
            Self::Whole(array) => key.extend_from_slice(&array.value(row).to_le_bytes()),
            Self::Decimal(array) => key.extend_from_slice(&array.value(row).to_le_bytes()),
            Self::YesNo(array) => key.push(u8::from(array.value(row))),
        }
    }

    /// The day, in a column of dates, as days after 1 January 1970.
    pub(crate) fn day(self, row: usize) -> Option<i32> {
        match self {
            Self::Date(array) if array.is_valid(row) => Some(array.value(row)),
            _ => None,
        }
    }

    /// The value as it would be written; a day as `2026-03-31`.
    pub(crate) fn words(self, row: usize) -> Option<String> {
        if self.is_null(row) {
            return None;
        }
        Some(match self {
            Self::Text(array) => array.value(row).to_owned(),
            Self::Date(array) => values::day(array.value(row)).map_or_else(String::new, |day| day.to_string()),
            Self::Whole(array) => array.value(row).to_string(),
            Self::Decimal(array) => PrimitiveArray::value_as_string(array, row),
            Self::YesNo(array) => if array.value(row) { "yes" } else { "no" }.to_owned(),
        })
    }
}
