//! Styles, script and pictures: built by `make assets`, part of the binary.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use crate::error::PageError;
use crate::routes::{Needs, Route, get};

struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

macro_rules! built {
    ($name:literal, $media_type:literal) => {
        Asset {
            name: $name,
            media_type: $media_type,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/built/", $name)),
        }
    };
}

const ASSETS: &[Asset] = &[
    built!("app.css", "text/css; charset=utf-8"),
    built!("app.js", "text/javascript; charset=utf-8"),
    built!("favicon.svg", "image/svg+xml"),
];

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/assets/{version}/{name}", Needs::Nothing, asset)]
}

/// The address of an asset: it changes with every version of Sightline, so that it may be kept for ever.
pub(crate) fn href(name: &str) -> String {
    format!("/assets/{}/{name}", version())
}

/// The first digits of the hash of all assets.
fn version() -> &'static str {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION.get_or_init(|| {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        for asset in ASSETS {
            hash.update(asset.bytes);
        }
        hash.finalize().iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    })
}

async fn asset(Path((asked, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or(PageError::NotFound)?;
    let keep = if asked == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(([(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, keep)], asset.bytes).into_response())
}
