//! The gallery of parts.

use askama::Template;
use axum::response::Response;

use crate::components::gallery::{Exhibit, exhibits};
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;

#[derive(Template)]
#[template(path = "components/show.html")]
struct ComponentsPage {
    frame: Frame,
    exhibits: Vec<Exhibit>,
}

/// Every part with every example that is worth looking at.
pub(super) async fn show(frame: Frame) -> Result<Response, PageError> {
    let exhibits = exhibits().map_err(|mistake| PageError::Fault { what: mistake.to_string() })?;
    Ok(render::page(&ComponentsPage { frame, exhibits }))
}
