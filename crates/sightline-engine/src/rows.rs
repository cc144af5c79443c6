//! Tables that are not records: given as plain columns.

use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};

use crate::shapes::{ColumnType, TableShape};
use crate::{Error, Result};

/// The values of one column, one for each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Words or codes.
    Text(Vec<Option<String>>),
    /// Days.
    Date(Vec<Option<NaiveDate>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers with decimal places, in ten-thousandths.
    Decimal(Vec<Option<i128>>),
    /// Yes or no.
    YesNo(Vec<Option<bool>>),
}

impl Column {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Decimal(values) => values.len(),
            Self::YesNo(values) => values.len(),
        }
    }

    fn fits(&self, holds: ColumnType) -> bool {
        matches!(
            (self, holds),
            (Self::Text(_), ColumnType::Text | ColumnType::Code)
                | (Self::Date(_), ColumnType::Date)
                | (Self::Whole(_), ColumnType::WholeNumber)
                | (Self::Decimal(_), ColumnType::Decimal)
                | (Self::YesNo(_), ColumnType::YesNo)
        )
    }

    /// A column of so many nulls.
    pub(crate) fn nulls(holds: ColumnType, rows: usize) -> Self {
        match holds {
            ColumnType::Text | ColumnType::Code => Self::Text(vec![None; rows]),
            ColumnType::Date => Self::Date(vec![None; rows]),
            ColumnType::WholeNumber => Self::Whole(vec![None; rows]),
            ColumnType::Decimal => Self::Decimal(vec![None; rows]),
            ColumnType::YesNo => Self::YesNo(vec![None; rows]),
        }
    }

    pub(crate) fn arrow(self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(StringArray::from(values)),
            Self::Date(values) => {
                Arc::new(values.into_iter().map(|day| day.map(days_since_1970)).collect::<Date32Array>())
            }
            Self::Whole(values) => Arc::new(Int64Array::from(values)),
            Self::Decimal(values) => {
                Arc::new(Decimal128Array::from(values).with_data_type(ColumnType::Decimal.arrow()))
            }
            Self::YesNo(values) => Arc::new(BooleanArray::from(values)),
        }
    }
}

/// Days from 1 January 1970, which is how Arrow keeps a day.
pub(crate) fn days_since_1970(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// The day that Arrow keeps as so many days from 1 January 1970.
pub(crate) fn from_days_since_1970(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

/// The rows of one table, by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Columns by name; those of the table's shape that are not given are null.
    pub columns: Vec<(String, Column)>,
}

impl Rows {
    /// The rows as one Arrow batch of the table's shape.
    ///
    /// # Errors
    ///
    /// [`Error::RowsDoNotFit`] when a column is not of the shape, has another
    /// type, or is longer than another.
    pub(crate) fn batch(self, table: &str, shape: &TableShape) -> Result<RecordBatch> {
        let wrong = |column: &str| Error::RowsDoNotFit { table: table.to_owned(), column: column.to_owned() };
        let rows = self.columns.first().map_or(0, |(_, column)| column.len());
        let mut given = self.columns;
        for (name, column) in &given {
            let fits = shape.column(name).is_some_and(|known| column.fits(known.holds));
            if !fits || column.len() != rows {
                return Err(wrong(name));
            }
        }
        let mut arrays = Vec::with_capacity(shape.columns.len());
        for column in &shape.columns {
            let at = given.iter().position(|(name, _)| *name == column.name);
            let values = at.map_or_else(|| Column::nulls(column.holds, rows), |at| given.swap_remove(at).1);
            arrays.push(values.arrow());
        }
        RecordBatch::try_new(shape.schema(), arrays).map_err(|_| wrong("any"))
    }
}
