//! The published JSON Schemas, made from the types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use sightline_domain::Problem;
use sightline_domain::plan::Plan;

/// What an exported plan names as its schema.
pub const PLAN_SCHEMA_ID: &str = "https://sightline.example/schemas/plan-1.json";
/// The schema of `plan import --dry-run --json`.
pub const IMPORT_SCHEMA_ID: &str = "https://sightline.example/schemas/import-1.json";

/// A plan exported as JSON.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct ExportedPlan {
    /// Which schema the file follows.
    schema: String,
    /// The plan.
    plan: Plan,
}

/// What an import read: a draft plan, and what a person should know about it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct ImportedPlan {
    /// The plan as read.
    plan: Plan,
    /// What is wrong or doubtful, in the order of the document.
    problems: Vec<Problem>,
}

/// The JSON Schema (2020-12) of an exported plan: `schemas/plan.schema.json`.
#[must_use]
pub fn plan_schema() -> Value {
    let mut schema = schema_of::<ExportedPlan>(PLAN_SCHEMA_ID, "A Sightline plan");
    schema["properties"]["schema"]["const"] = Value::from(PLAN_SCHEMA_ID);
    schema
}

/// The JSON Schema (2020-12) of `plan import --dry-run --json`: `schemas/import.schema.json`.
#[must_use]
pub fn import_schema() -> Value {
    schema_of::<ImportedPlan>(IMPORT_SCHEMA_ID, "A plan as imported, with its problems")
}

/// The text of a committed schema file.
#[must_use]
pub fn schema_text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

fn schema_of<T: JsonSchema>(id: &str, title: &str) -> Value {
    // What is written: a field that is always there is required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    schema["title"] = Value::from(title);
    schema["$id"] = Value::from(id);
    schema
}
