//! Children's records: what is known of them before any is loaded.

use chrono::NaiveDate;
use sightline_records::quality::{Checks, page};
use sightline_records::{Definitions, reference, template};

use crate::Result;

/// The format of the council's own lists.
const LOCAL: &str = "local";

/// The reference page of the record tables, as `docs/records.md` has it.
///
/// # Panics
///
/// When a file of `content/records/` does not load; a test keeps that from happening.
#[must_use]
pub fn reference_page() -> String {
    let definitions = Definitions::built_in().map_err(|error| error.to_string());
    reference::page(&definitions.expect("built-in definitions load"))
}

/// The catalogue of the data quality checks, as `docs/quality.md` has it.
///
/// # Panics
///
/// When a file of `content/records/` or `content/quality/` does not load; a test keeps that from happening.
#[must_use]
pub fn quality_page() -> String {
    let definitions = Definitions::built_in().map_err(|error| error.to_string()).expect("built-in definitions load");
    let checks = Checks::built_in(&definitions).map_err(|error| error.to_string()).expect("built-in checks load");
    page::page(&definitions, &checks)
}

/// A workbook for the council's own lists: a sheet of headers for each, and what goes where.
///
/// # Errors
///
/// [`Error::Records`](crate::Error::Records) when it cannot be written.
pub fn lists_template(written_on: NaiveDate) -> Result<Vec<u8>> {
    let definitions = Definitions::built_in()?;
    Ok(template::workbook(&definitions, LOCAL, written_on)?.unwrap_or_default())
}
