//! The JSON API: the same use cases, for programs.
//!
//! Within `/api/v1` only additions are made; a breaking change is a `v2` that
//! holds the changed types. Its shapes are structs of their own, made by hand
//! from the values of the use cases, so that a change inside never changes
//! them by accident. `schemas/openapi.json` is what [`document`] prints.

mod etag;
mod paging;
pub(crate) mod problem;
mod v1;

pub use v1::document;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    v1::routes()
}

/// True for addresses whose errors are problems in JSON, not pages.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
