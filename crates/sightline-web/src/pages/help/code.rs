//! What an error code means.

use askama::Template;
use axum::response::Response;
use sightline_app::explain;

use crate::components::{Breadcrumbs, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;

#[derive(Template)]
#[template(path = "help/code.html")]
struct CodePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    code: String,
    title: String,
    detail: String,
    help: String,
    example: Option<String>,
}

/// The page of a code, as `docs/errors.md` has it.
pub(super) async fn show(Path(code): Path<String>, frame: Frame) -> Result<Response, PageError> {
    let explain::Page { code, title, detail, help, example } = explain::explain(&code).ok_or(PageError::NotFound)?;
    let breadcrumbs = Breadcrumbs::new(vec![Link::new("Help", "/help")]);
    Ok(render::page(&CodePage { frame, breadcrumbs, code, title, detail, help, example }))
}
