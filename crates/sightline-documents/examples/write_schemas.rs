//! Writes the JSON Schemas into `schemas/` at the root of the repository.

use std::path::Path;

use sightline_documents::template::schema::{import_schema, plan_schema, schema_text};

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("plan.schema.json"), schema_text(&plan_schema()))?;
    std::fs::write(folder.join("import.schema.json"), schema_text(&import_schema()))
}
