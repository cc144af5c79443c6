//! The page one sees first.

use askama::Template;
use axum::response::Response;

use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: Frame,
    name: String,
}

/// What needs the visitor.
pub(super) async fn show(visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    Ok(render::page(&HomePage { name: visitor.call().actor.name.clone(), frame }))
}
