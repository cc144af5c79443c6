//! Columns of an answer, as the protocol sends them: as text or as bytes.

use bytes::{BufMut as _, BytesMut};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int64Type, Schema, TimeUnit, TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;

use super::messages::Head;

pub(super) const BOOL: u32 = 16;
pub(super) const INT8: u32 = 20;
pub(super) const INT2: u32 = 21;
pub(super) const INT4: u32 = 23;
pub(super) const TEXT: u32 = 25;
pub(super) const FLOAT4: u32 = 700;
pub(super) const FLOAT8: u32 = 701;
pub(super) const VARCHAR: u32 = 1043;
pub(super) const DATE: u32 = 1082;
pub(super) const TIMESTAMP: u32 = 1114;
pub(super) const NUMERIC: u32 = 1700;

/// PostgreSQL counts days from 1 January 2000, Arrow from 1970.
const DAYS_TO_2000: i32 = 10_957;
const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;
/// Digits of a numeric come four at a time.
const FOUR_DIGITS: u128 = 10_000;

/// The number and the size that PostgreSQL has for a type; what it does not have is sent as words.
pub(super) fn pg_type(holds: &DataType) -> (u32, i16) {
    match holds {
        DataType::Boolean => (BOOL, 1),
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => (INT2, 2),
        DataType::Int32 | DataType::UInt16 => (INT4, 4),
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => (INT8, 8),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => (FLOAT8, 8),
        DataType::Date32 | DataType::Date64 => (DATE, 4),
        DataType::Timestamp(_, _) => (TIMESTAMP, 8),
        DataType::Decimal32(_, _) | DataType::Decimal64(_, _) | DataType::Decimal128(_, _) => (NUMERIC, -1),
        _ => (TEXT, -1),
    }
}

/// The heads of an answer; `formats` is as a client gives it: none for text, one for all, or one for each.
pub(super) fn heads(schema: &Schema, formats: &[i16]) -> Vec<Head> {
    let head = |(at, field): (usize, &datafusion::arrow::datatypes::FieldRef)| {
        let (oid, bytes) = pg_type(field.data_type());
        Head { name: field.name().clone(), oid, bytes, format: format_of(formats, at) }
    };
    schema.fields().iter().enumerate().map(head).collect()
}

/// The format of the value at a place.
pub(super) fn format_of(formats: &[i16], at: usize) -> i16 {
    match formats {
        [] => 0,
        [all] => *all,
        each => each.get(at).copied().unwrap_or(0),
    }
}

/// The columns of a batch in the few types that are sent.
pub(super) fn columns(batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
    let plain = |column: &ArrayRef| {
        let to = match pg_type(column.data_type()).0 {
            BOOL => DataType::Boolean,
            INT2 | INT4 | INT8 => DataType::Int64,
            FLOAT8 => DataType::Float64,
            DATE => DataType::Date32,
            TIMESTAMP => DataType::Timestamp(TimeUnit::Microsecond, None),
            NUMERIC => match column.data_type() {
                DataType::Decimal128(_, _) => column.data_type().clone(),
                DataType::Decimal32(precision, scale) | DataType::Decimal64(precision, scale) => {
                    DataType::Decimal128(*precision, *scale)
                }
                _ => DataType::Utf8,
            },
            _ => DataType::Utf8,
        };
        if *column.data_type() == to { Ok(ArrayRef::clone(column)) } else { cast(column, &to) }
    };
    batch.columns().iter().map(plain).collect()
}

/// Writes one value with its length before it.
pub(super) fn put(column: &ArrayRef, row: usize, head: &Head, out: &mut BytesMut) {
    if column.is_null(row) {
        out.put_i32(-1);
        return;
    }
    let at = out.len();
    out.put_i32(0);
    if head.format == 1 {
        put_bytes(column, row, head.oid, out);
    } else {
        put_text(column, row, out);
    }
    let length = i32::try_from(out.len() - at - 4).unwrap_or(i32::MAX);
    out[at..at + 4].copy_from_slice(&length.to_be_bytes());
}

fn put_text(column: &ArrayRef, row: usize, out: &mut BytesMut) {
    use std::fmt::Write as _;
    // Writing to memory does not fail.
    let _ = match column.data_type() {
        DataType::Boolean => out.write_str(if column.as_boolean().value(row) { "t" } else { "f" }),
        DataType::Int64 => write!(out, "{}", column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => {
            let value = column.as_primitive::<Float64Type>().value(row);
            if value.is_infinite() {
                out.write_str(if value > 0.0 { "Infinity" } else { "-Infinity" })
            } else {
                write!(out, "{value}")
            }
        }
        DataType::Date32 => match column.as_primitive::<Date32Type>().value_as_date(row) {
            Some(day) => write!(out, "{day}"),
            None => Ok(()),
        },
        DataType::Timestamp(_, _) => match column.as_primitive::<TimestampMicrosecondType>().value_as_datetime(row) {
            Some(moment) => write!(out, "{}", moment.format("%Y-%m-%d %H:%M:%S%.f")),
            None => Ok(()),
        },
        DataType::Decimal128(_, _) => out.write_str(&column.as_primitive::<Decimal128Type>().value_as_string(row)),
        _ => out.write_str(column.as_string::<i32>().value(row)),
    };
}

#[expect(clippy::cast_possible_truncation, reason = "the column was narrow before it was widened")]
fn put_bytes(column: &ArrayRef, row: usize, oid: u32, out: &mut BytesMut) {
    match column.data_type() {
        DataType::Boolean => out.put_u8(column.as_boolean().value(row).into()),
        DataType::Int64 => {
            let value = column.as_primitive::<Int64Type>().value(row);
            match oid {
                INT2 => out.put_i16(value as i16),
                INT4 => out.put_i32(value as i32),
                _ => out.put_i64(value),
            }
        }
        DataType::Float64 => out.put_f64(column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => out.put_i32(column.as_primitive::<Date32Type>().value(row).saturating_sub(DAYS_TO_2000)),
        DataType::Timestamp(_, _) => {
            let since_2000 = i64::from(DAYS_TO_2000) * MICROSECONDS_OF_A_DAY;
            out.put_i64(column.as_primitive::<TimestampMicrosecondType>().value(row).saturating_sub(since_2000));
        }
        DataType::Decimal128(_, scale) => put_numeric(column.as_primitive::<Decimal128Type>().value(row), *scale, out),
        _ => out.put_slice(column.as_string::<i32>().value(row).as_bytes()),
    }
}

/// A number with `scale` decimal places: groups of four digits, the weight of the first, the sign, the places.
fn put_numeric(value: i128, scale: i8, out: &mut BytesMut) {
    let places = u32::try_from(scale).unwrap_or(0);
    let factor = 10_u128.checked_pow(u32::try_from(-i32::from(scale)).unwrap_or(0)).unwrap_or(1);
    let digits = value.unsigned_abs().saturating_mul(factor);
    let one = 10_u128.checked_pow(places).unwrap_or(u128::MAX);
    let (mut whole, mut part) = (digits / one, digits % one);
    let mut groups = Vec::new();
    while whole > 0 {
        groups.push(group(whole % FOUR_DIGITS));
        whole /= FOUR_DIGITS;
    }
    groups.reverse();
    let before = i16::try_from(groups.len()).unwrap_or(i16::MAX);
    // The part after the point, four places at a time from the left.
    let mut left = places;
    while left > 0 {
        let below = 10_u128.checked_pow(left.saturating_sub(4)).unwrap_or(u128::MAX);
        let lacking = 10_u128.pow(4_u32.saturating_sub(left));
        groups.push(group(part / below * lacking));
        part %= below;
        left = left.saturating_sub(4);
    }
    while groups.last() == Some(&0) {
        groups.pop();
    }
    out.put_i16(i16::try_from(groups.len()).unwrap_or(i16::MAX));
    out.put_i16(before - 1);
    out.put_u16(if value < 0 { 0x4000 } else { 0 });
    out.put_i16(i16::try_from(places).unwrap_or(0));
    for group in groups {
        out.put_i16(group);
    }
}

fn group(four: u128) -> i16 {
    i16::try_from(four).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: how many groups of four digits, the weight of the first, the sign, the places, the groups.
    #[test]
    fn numbers_are_sent_in_groups_of_four_digits() {
        let sent = |value, scale| {
            let mut out = BytesMut::new();
            put_numeric(value, scale, &mut out);
            out.chunks(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>()
        };
        assert_eq!(sent(833_333, 4), [2, 0, 0, 4, 83, 3333]);
        assert_eq!(sent(-5000, 4), [1, -1, 0x4000, 4, 5000]);
        assert_eq!(sent(0, 4), [0, -1, 0, 4]);
        assert_eq!(sent(123_456_789, 2), [3, 1, 0, 2, 123, 4567, 8900]);
        assert_eq!(sent(100_000_000, 0), [1, 2, 0, 0, 1]);
        assert_eq!(sent(12, 5), [2, -1, 0, 5, 1, 2000]);
    }
}
