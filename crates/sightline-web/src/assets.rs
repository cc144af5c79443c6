//! Styles, script and pictures: built by `make assets`, part of the binary.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use crate::error::PageError;
use crate::routes::{Needs, Route, get};

/// Name, media type and bytes of every asset; written by `build.rs`.
const ASSETS: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/built_assets.rs"));

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
        for (_, _, bytes) in ASSETS {
            hash.update(bytes);
        }
        hash.finalize().iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    })
}

async fn asset(Path((asked, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let (_, media_type, bytes) = ASSETS.iter().find(|(known, _, _)| *known == name).ok_or(PageError::NotFound)?;
    let keep = if asked == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(([(CONTENT_TYPE, *media_type), (CACHE_CONTROL, keep)], *bytes).into_response())
}
