//! A file of a pack as it was made.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse as _, Response};
use sightline_app::App;

use crate::error::PageError;
use crate::forms::Path;
use crate::render;
use crate::visitor::Visitor;

/// The bytes of a file, to be saved; the tag is their hash.
pub(super) async fn open(
    State(app): State<App>,
    Path((plan, pack, file)): Path<(String, u64, String)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let opened = app.open_pack_file(visitor.call(), &plan, pack, &file).await?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", opened.sha256));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(opened.media_type)),
        (CONTENT_DISPOSITION, render::to_be_saved(&opened.name)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (ETAG, tag.unwrap_or(HeaderValue::from_static("\"\""))),
    ];
    Ok((headers, opened.bytes).into_response())
}
