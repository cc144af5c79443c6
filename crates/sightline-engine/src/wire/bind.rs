//! Parameters of a prepared query.

use bytes::{Buf as _, Bytes};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::LogicalPlan;

use super::refusal::of_engine;
use super::values::{BOOL, DATE, FLOAT4, FLOAT8, INT2, INT4, INT8, TEXT, VARCHAR, format_of, pg_type};
use super::{Refusal, WireError};

/// Days from 1 January 1970 to 1 January 2000.
const DAYS_TO_2000: i32 = 10_957;

/// A parameter: the number of its type for the client, and what the query takes it for.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) oid: u32,
    is_for: DataType,
}

/// The parameters of a query, in order; `said` are the types that the client named, 0 where it named none.
pub(super) fn parameters(plan: &LogicalPlan, said: &[u32]) -> Result<Vec<Parameter>, Refusal> {
    let found = plan.get_parameter_types().map_err(|error| of_engine(&error))?;
    let highest = found.keys().filter_map(|name| name.trim_start_matches('$').parse::<usize>().ok()).max();
    let parameter = |at: usize| {
        let inferred = found.get(&format!("${}", at + 1)).cloned().flatten();
        let said = said.get(at).copied().filter(|oid| *oid != 0);
        let is_for = inferred.or_else(|| said.map(of_oid)).unwrap_or(DataType::Utf8);
        Parameter { oid: said.unwrap_or_else(|| pg_type(&is_for).0), is_for }
    };
    Ok((0..highest.unwrap_or(0).max(said.len())).map(parameter).collect())
}

fn of_oid(oid: u32) -> DataType {
    match oid {
        BOOL => DataType::Boolean,
        INT2 | INT4 | INT8 => DataType::Int64,
        FLOAT4 | FLOAT8 => DataType::Float64,
        DATE => DataType::Date32,
        _ => DataType::Utf8,
    }
}

/// The query with values in place of its parameters.
pub(super) fn bound(
    plan: LogicalPlan,
    parameters: &[Parameter],
    values: &[Option<Bytes>],
    formats: &[i16],
) -> Result<LogicalPlan, Refusal> {
    if values.len() != parameters.len() {
        let what = format!("{} values are given for {} parameters", values.len(), parameters.len());
        return Err(Refusal { state: "08P01", ..WireError::NotUnderstood { what }.into() });
    }
    if parameters.is_empty() {
        return Ok(plan);
    }
    let scalar = |(at, (parameter, value)): (usize, (&Parameter, &Option<Bytes>))| {
        let Some(value) = value else { return ScalarValue::try_from(&parameter.is_for).ok() };
        let read = if format_of(formats, at) == 1 { of_bytes(parameter.oid, value) } else { of_text(value) };
        read?.cast_to(&parameter.is_for).ok()
    };
    let scalars = parameters.iter().zip(values).enumerate().map(scalar).collect::<Option<Vec<_>>>();
    let scalars = scalars.ok_or_else(|| {
        let what = "a value does not have the type of its parameter".to_owned();
        Refusal { state: "22P02", ..WireError::NotUnderstood { what }.into() }
    })?;
    plan.with_param_values(scalars).map_err(|error| of_engine(&error))
}

fn of_text(value: &Bytes) -> Option<ScalarValue> {
    String::from_utf8(value.to_vec()).ok().map(|words| ScalarValue::Utf8(Some(words)))
}

fn of_bytes(oid: u32, value: &Bytes) -> Option<ScalarValue> {
    let mut value = value.clone();
    Some(match oid {
        BOOL => ScalarValue::Boolean(Some(value.try_get_u8().ok()? != 0)),
        INT2 => ScalarValue::Int16(Some(value.try_get_i16().ok()?)),
        INT4 => ScalarValue::Int32(Some(value.try_get_i32().ok()?)),
        INT8 => ScalarValue::Int64(Some(value.try_get_i64().ok()?)),
        FLOAT4 => ScalarValue::Float32(Some(value.try_get_f32().ok()?)),
        FLOAT8 => ScalarValue::Float64(Some(value.try_get_f64().ok()?)),
        DATE => ScalarValue::Date32(Some(value.try_get_i32().ok()?.checked_add(DAYS_TO_2000)?)),
        TEXT | VARCHAR => return of_text(&value),
        _ => return None,
    })
}
