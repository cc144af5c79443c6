//! SQL functions: what measures and case lists may call.

use sightline_engine::functions;

/// The reference page of the functions, as `docs/sql-functions.md` has it.
#[must_use]
pub fn reference_page() -> String {
    functions::page()
}
