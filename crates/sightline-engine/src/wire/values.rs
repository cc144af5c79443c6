//! Columns of an answer, in the few types that are sent.

use bytes::{BufMut as _, BytesMut};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, FieldRef, Float64Type, Int16Type, Int32Type, Int64Type, Schema, TimeUnit,
    TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;
use pgwire::api::Type;
use pgwire::api::portal::Format;
use pgwire::api::results::{DataRowEncoder, FieldFormat, FieldInfo};
use pgwire::error::PgWireResult;

/// PostgreSQL counts days from 1 January 2000, Arrow from 1970.
pub(super) const DAYS_TO_2000: i32 = 10_957;
const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;
/// Digits of a numeric come four at a time.
const FOUR_DIGITS: u128 = 10_000;

/// The type and the size that PostgreSQL has for a type; what it does not have is sent as words.
pub(super) fn pg_type(holds: &DataType) -> (Type, i16) {
    match holds {
        DataType::Boolean => (Type::BOOL, 1),
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => (Type::INT2, 2),
        DataType::Int32 | DataType::UInt16 => (Type::INT4, 4),
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => (Type::INT8, 8),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => (Type::FLOAT8, 8),
        DataType::Date32 | DataType::Date64 => (Type::DATE, 4),
        DataType::Timestamp(_, _) => (Type::TIMESTAMP, 8),
        DataType::Decimal32(_, _) | DataType::Decimal64(_, _) | DataType::Decimal128(_, _) => (Type::NUMERIC, -1),
        _ => (Type::TEXT, -1),
    }
}

/// The columns of an answer; `formats` has one for each of them, or one for all.
pub(super) fn fields(schema: &Schema, formats: &Format) -> Vec<FieldInfo> {
    let field = |(at, column): (usize, &FieldRef)| field(column.name(), pg_type(column.data_type()), formats, at);
    schema.fields().iter().enumerate().map(field).collect()
}

/// The only column of an answer of words.
pub(super) fn words_field(name: &str, formats: &Format) -> FieldInfo {
    field(name, (Type::TEXT, -1), formats, 0)
}

fn field(name: &str, (holds, bytes): (Type, i16), formats: &Format, at: usize) -> FieldInfo {
    // In the protocol a name ends with a zero, so there is none in it.
    FieldInfo::new(name.replace('\0', ""), None, None, holds, formats.format_for(at)).with_type_size(bytes)
}

/// The columns of a batch in the types that are sent.
pub(super) fn columns(batch: &RecordBatch, fields: &[FieldInfo]) -> Result<Vec<ArrayRef>, ArrowError> {
    let plain = |(column, field): (&ArrayRef, &FieldInfo)| {
        let to = match (field.datatype(), column.data_type()) {
            (&Type::BOOL, _) => DataType::Boolean,
            (&Type::INT2, _) => DataType::Int16,
            (&Type::INT4, _) => DataType::Int32,
            (&Type::INT8, _) => DataType::Int64,
            (&Type::FLOAT8, _) => DataType::Float64,
            (&Type::DATE, _) => DataType::Date32,
            (&Type::TIMESTAMP, _) => DataType::Timestamp(TimeUnit::Microsecond, None),
            (
                &Type::NUMERIC,
                DataType::Decimal32(precision, scale)
                | DataType::Decimal64(precision, scale)
                | DataType::Decimal128(precision, scale),
            ) => DataType::Decimal128(*precision, *scale),
            _ => DataType::Utf8,
        };
        if *column.data_type() == to { Ok(ArrayRef::clone(column)) } else { cast(column, &to) }
    };
    batch.columns().iter().zip(fields).map(plain).collect()
}

/// Writes one value of a row; of days, moments and decimal numbers the library would need types that we do not have.
pub(super) fn put(out: &mut DataRowEncoder, column: &ArrayRef, row: usize, field: &FieldInfo) -> PgWireResult<()> {
    if column.is_null(row) {
        return out.encode_field(&None::<&str>);
    }
    let is_binary = field.format() == FieldFormat::Binary;
    match column.data_type() {
        DataType::Boolean => out.encode_field(&column.as_boolean().value(row)),
        DataType::Int16 => out.encode_field(&column.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => out.encode_field(&column.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => out.encode_field(&column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => {
            let value = column.as_primitive::<Float64Type>().value(row);
            if is_binary { out.encode_field(&value) } else { out.encode_field(&float_words(value)) }
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>();
            if is_binary {
                return out.encode_field(&days.value(row).saturating_sub(DAYS_TO_2000));
            }
            out.encode_field(&days.value_as_date(row).map(|day| day.to_string()))
        }
        DataType::Timestamp(_, _) => {
            let moments = column.as_primitive::<TimestampMicrosecondType>();
            if is_binary {
                let since_2000 = i64::from(DAYS_TO_2000) * MICROSECONDS_OF_A_DAY;
                return out.encode_field(&moments.value(row).saturating_sub(since_2000));
            }
            let moment = moments.value_as_datetime(row);
            out.encode_field(&moment.map(|moment| moment.format("%Y-%m-%d %H:%M:%S%.f").to_string()))
        }
        DataType::Decimal128(_, scale) => {
            let numbers = column.as_primitive::<Decimal128Type>();
            if is_binary {
                let mut groups = BytesMut::new();
                put_numeric(numbers.value(row), *scale, &mut groups);
                return out.encode_field(&groups.as_ref());
            }
            out.encode_field(&numbers.value_as_string(row))
        }
        _ => out.encode_field(&column.as_string::<i32>().value(row)),
    }
}

/// A number as PostgreSQL writes it, which the library does not do for those without an end.
fn float_words(value: f64) -> String {
    if value.is_infinite() {
        (if value > 0.0 { "Infinity" } else { "-Infinity" }).to_owned()
    } else {
        value.to_string()
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
