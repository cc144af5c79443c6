//! A plan from JSON.

use serde_json::Value;
use sightline_domain::plan::Plan;
use sightline_domain::{Place, Problem, Severity};

use super::schema::PLAN_SCHEMA_ID;
use super::{Format, TemplatePlan, text_of};
use crate::codes::template as codes;
use crate::{Error, Result};

/// Most unknown fields that are reported one by one.
const REPORTED: usize = 50;

pub(super) fn is_template(bytes: &[u8]) -> bool {
    text_of(bytes, Format::Json).is_ok_and(|text| {
        let start = text.trim_start();
        start.starts_with('{') && start.chars().take(500).collect::<String>().contains(PLAN_SCHEMA_ID)
    })
}

pub(super) fn read(bytes: &[u8]) -> Result<TemplatePlan> {
    let text = text_of(bytes, Format::Json)?;
    let wrong = |error: serde_json::Error| Error::TemplateJson { reason: error.to_string() };
    let whole: Value = serde_json::from_str(text).map_err(wrong)?;
    match whole.get("schema").and_then(Value::as_str) {
        Some(PLAN_SCHEMA_ID) => {}
        Some(other) => return Err(Error::TemplateVersion { found: other.to_owned() }),
        None => return Err(Error::NotTemplate { format: "json" }),
    }
    // Read from the text, not from the value, so that the error names a line.
    let exported: Exported = serde_json::from_str(text).map_err(wrong)?;
    let mut unknown = Vec::new();
    let known = serde_json::to_value(&exported.plan).map_err(wrong)?;
    let given = whole.get("plan").unwrap_or(&Value::Null);
    unknown_fields(given, &known, "plan", &mut unknown);
    let problems = unknown
        .iter()
        .map(|path| {
            Problem::new(
                codes::UNKNOWN_FIELD,
                Severity::Warning,
                Place::default(),
                path,
                "a plan has no field of this name, so it was not read; schemas/plan.schema.json lists the fields",
            )
        })
        .collect();
    Ok(TemplatePlan { plan: exported.plan, problems })
}

#[derive(serde::Deserialize)]
struct Exported {
    plan: Plan,
}

/// The paths of fields that were given and are not in the plan that was read.
fn unknown_fields(given: &Value, known: &Value, path: &str, found: &mut Vec<String>) {
    if found.len() >= REPORTED {
        return;
    }
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            for (name, value) in given {
                let path = format!("{path}.{name}");
                match known.get(name) {
                    Some(known) => unknown_fields(value, known, &path, found),
                    None if holds_nothing(value) => {}
                    None => found.push(path),
                }
            }
        }
        (Value::Array(given), Value::Array(known)) => {
            for (at, (given, known)) in given.iter().zip(known).enumerate() {
                unknown_fields(given, known, &format!("{path}[{at}]"), found);
            }
        }
        _ => {}
    }
}

/// True for what an export leaves out: null, an empty list, `false`.
fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}
