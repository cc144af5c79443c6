//! The arguments of one call, as columns or as one value for every row.

use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::AsArray;
use datafusion::arrow::array::{Array, ArrayRef, Date32Array, Int64Array, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{Date32Type, Int64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs};

use super::calendar::Calendar;
use super::function::Function;

/// The arguments of one call, each of the kind the function takes.
pub(super) struct Arguments<'a> {
    columns: Vec<Column>,
    rows: usize,
    calendar: &'a Calendar,
}

/// One argument: a column, or one row that stands for all.
struct Column {
    values: ArrayRef,
    is_one: bool,
}

impl<'a> Arguments<'a> {
    /// Every argument as the kind its function takes; one row when none of them is a column.
    pub(super) fn new(function: &Function, calendar: &'a Calendar, given: &ScalarFunctionArgs) -> Result<Self> {
        let mut columns = Vec::with_capacity(function.takes.len());
        for (value, (_, kind)) in given.args.iter().zip(function.takes) {
            let is_one = matches!(value, ColumnarValue::Scalar(_));
            let values = match value {
                ColumnarValue::Scalar(one) => one.to_array()?,
                ColumnarValue::Array(values) => Arc::clone(values),
            };
            let wanted = kind.data_type();
            let values = if *values.data_type() == wanted { values } else { cast(&values, &wanted)? };
            columns.push(Column { values, is_one });
        }
        let rows = if columns.iter().all(|column| column.is_one) { 1 } else { given.number_rows };
        Ok(Self { columns, rows, calendar })
    }

    /// What days are counted by.
    pub(super) fn calendar(&self) -> &'a Calendar {
        self.calendar
    }

    /// Rows to work out.
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        0..self.rows
    }

    /// Whether every argument is one value, so that one value comes back.
    pub(super) fn is_one(&self) -> bool {
        self.columns.iter().all(|column| column.is_one)
    }

    /// The days of an argument.
    ///
    /// # Panics
    ///
    /// When the function does not take a date there.
    pub(super) fn days(&self, argument: usize) -> Days<'_> {
        let column = &self.columns[argument];
        Days { values: column.values.as_primitive::<Date32Type>(), is_one: column.is_one }
    }

    /// The whole numbers of an argument.
    ///
    /// # Panics
    ///
    /// When the function does not take a whole number there.
    pub(super) fn numbers(&self, argument: usize) -> Numbers<'_> {
        let column = &self.columns[argument];
        Numbers { values: column.values.as_primitive::<Int64Type>(), is_one: column.is_one }
    }

    /// The words of an argument.
    ///
    /// # Panics
    ///
    /// When the function does not take a text there.
    pub(super) fn texts(&self, argument: usize) -> Texts<'_> {
        let column = &self.columns[argument];
        Texts { values: column.values.as_string::<i32>(), is_one: column.is_one }
    }
}

/// A column of days.
pub(super) struct Days<'a> {
    values: &'a Date32Array,
    is_one: bool,
}

impl Days<'_> {
    /// Days since 1970-01-01; `None` where null.
    pub(super) fn number(&self, row: usize) -> Option<i32> {
        let row = if self.is_one { 0 } else { row };
        self.values.is_valid(row).then(|| self.values.value(row))
    }

    /// The day; `None` where null, or before or after every calendar.
    pub(super) fn day(&self, row: usize) -> Option<NaiveDate> {
        NaiveDate::from_epoch_days(self.number(row)?)
    }
}

/// A column of whole numbers.
pub(super) struct Numbers<'a> {
    values: &'a Int64Array,
    is_one: bool,
}

impl Numbers<'_> {
    /// The number; `None` where null.
    pub(super) fn number(&self, row: usize) -> Option<i64> {
        let row = if self.is_one { 0 } else { row };
        self.values.is_valid(row).then(|| self.values.value(row))
    }
}

/// A column of words.
pub(super) struct Texts<'a> {
    values: &'a StringArray,
    is_one: bool,
}

impl Texts<'_> {
    /// The words; `None` where null.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        let row = if self.is_one { 0 } else { row };
        self.values.is_valid(row).then(|| self.values.value(row))
    }
}

/// A column of days out of one day for each row.
pub(super) fn days_of(days: impl Iterator<Item = Option<NaiveDate>>) -> ArrayRef {
    Arc::new(days.map(|day| day.map(|day| day.to_epoch_days())).collect::<Date32Array>())
}

/// The words written out in a query; `None` for anything else.
pub(super) fn literal_text(value: &ScalarValue) -> Option<&str> {
    value.try_as_str().flatten()
}
