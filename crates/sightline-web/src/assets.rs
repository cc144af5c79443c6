//! Styles, script and pictures, those of the guide too: built by `make assets`, part of the binary.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::ASSETS_VERSION;
use crate::routes::{Needs, Route, get};

/// Name, content type and bytes.
const ASSETS: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/built_assets.rs"));

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/assets/{name}", Needs::Nothing, asset)]
}

/// The address of a file; it changes whenever one of them does.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{name}?v={ASSETS_VERSION}")
}

/// True when there is a file of this name.
#[cfg(test)]
pub(crate) fn is_there(name: &str) -> bool {
    ASSETS.iter().any(|(asset, ..)| *asset == name)
}

#[derive(Deserialize)]
struct Version {
    v: Option<String>,
}

/// One file; kept for ever by whoever asks for it with the version of this program.
async fn asset(Path(name): Path<String>, Query(asked): Query<Version>) -> Result<Response, PageError> {
    let (_, content_type, bytes) =
        ASSETS.iter().find(|(asset, ..)| *asset == name).copied().ok_or(PageError::NotFound)?;
    let is_current = asked.v.as_deref() == Some(ASSETS_VERSION);
    let keep = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, keep)], bytes).into_response())
}
