//! The plan as JSON.

use serde::Serialize;
use sightline_domain::plan::Plan;

use super::schema::PLAN_SCHEMA_ID;
use crate::{Error, Result};

#[derive(Serialize)]
struct Exported<'a> {
    schema: &'static str,
    plan: &'a Plan,
}

pub(super) fn write(plan: &Plan) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&Exported { schema: PLAN_SCHEMA_ID, plan })
        .map_err(|error| Error::Write { format: "json", reason: error.to_string() })?;
    bytes.push(b'\n');
    Ok(bytes)
}
