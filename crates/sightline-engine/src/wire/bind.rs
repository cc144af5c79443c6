//! Parameters of a prepared query.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::LogicalPlan;
use pgwire::api::Type;
use pgwire::api::portal::Portal;
use pgwire::error::PgWireResult;
use pgwire::messages::extendedquery::Bind;

use super::queries::Prepared;
use super::refusal::{broken, of_engine};
use super::values::{DAYS_TO_2000, pg_type};
use super::{Refusal, WireError};

/// A parameter: its type for the client, and what the query takes it for.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) is: Type,
    is_for: DataType,
}

/// The parameters of a query, in order; `said` are the types that the client named.
pub(super) fn parameters(plan: &LogicalPlan, said: &[Option<Type>]) -> Result<Vec<Parameter>, Refusal> {
    let found = plan.get_parameter_types().map_err(|error| of_engine(&error))?;
    let highest = found.keys().filter_map(|name| name.trim_start_matches('$').parse::<usize>().ok()).max();
    let parameter = |at: usize| {
        let inferred = found.get(&format!("${}", at + 1)).cloned().flatten();
        let said = said.get(at).cloned().flatten();
        let is_for = inferred.or_else(|| said.as_ref().map(arrow_type)).unwrap_or(DataType::Utf8);
        Parameter { is: said.unwrap_or_else(|| pg_type(&is_for).0), is_for }
    };
    Ok((0..highest.unwrap_or(0).max(said.len())).map(parameter).collect())
}

fn arrow_type(said: &Type) -> DataType {
    match *said {
        Type::BOOL => DataType::Boolean,
        Type::INT2 | Type::INT4 | Type::INT8 => DataType::Int64,
        Type::FLOAT4 | Type::FLOAT8 => DataType::Float64,
        Type::DATE => DataType::Date32,
        _ => DataType::Utf8,
    }
}

/// Says that a client gives as many values and formats as there are parameters and columns.
///
/// The library takes formats by their place, and panics where there is none.
pub(super) fn check_formats(message: &Bind, parameters: usize, columns: usize) -> Result<(), Refusal> {
    let values = message.parameters.len();
    if values != parameters {
        let what = format!("{values} values are given for {parameters} parameters");
        return Err(Refusal { state: "08P01", ..WireError::NotUnderstood { what }.into() });
    }
    let fit = |formats: &[i16], places: usize| formats.len() <= 1 || formats.len() == places;
    if fit(&message.parameter_format_codes, values) && fit(&message.result_column_format_codes, columns) {
        Ok(())
    } else {
        Err(broken("formats for another number of values or columns"))
    }
}

/// The query with values in place of its parameters.
pub(super) fn bound(
    plan: LogicalPlan,
    parameters: &[Parameter],
    portal: &Portal<Prepared>,
) -> Result<LogicalPlan, Refusal> {
    if parameters.is_empty() {
        return Ok(plan);
    }
    let scalar =
        |(at, parameter): (usize, &Parameter)| value(portal, at, &parameter.is)?.cast_to(&parameter.is_for).ok();
    let scalars = parameters.iter().enumerate().map(scalar).collect::<Option<Vec<_>>>();
    let scalars = scalars.ok_or_else(|| {
        let what = "a value does not have the type of its parameter".to_owned();
        Refusal { state: "22P02", ..WireError::NotUnderstood { what }.into() }
    })?;
    plan.with_param_values(scalars).map_err(|error| of_engine(&error))
}

/// A value that was given; none when it is not what the client says it is.
fn value(portal: &Portal<Prepared>, at: usize, is: &Type) -> Option<ScalarValue> {
    let words = || portal.parameter::<String>(at, &Type::TEXT).map(ScalarValue::Utf8);
    let value: PgWireResult<ScalarValue> = match *is {
        _ if portal.parameter_format.is_text(at) => words(),
        Type::BOOL => portal.parameter(at, is).map(ScalarValue::Boolean),
        Type::INT2 => portal.parameter(at, is).map(ScalarValue::Int16),
        Type::INT4 => portal.parameter(at, is).map(ScalarValue::Int32),
        Type::INT8 => portal.parameter(at, is).map(ScalarValue::Int64),
        Type::FLOAT4 => portal.parameter(at, is).map(ScalarValue::Float32),
        Type::FLOAT8 => portal.parameter(at, is).map(ScalarValue::Float64),
        Type::DATE => {
            let days = portal.parameter::<i32>(at, &Type::INT4);
            days.map(|days| ScalarValue::Date32(days.map(|days| days.saturating_add(DAYS_TO_2000))))
        }
        Type::TEXT | Type::VARCHAR => words(),
        _ => return None,
    };
    value.ok()
}
