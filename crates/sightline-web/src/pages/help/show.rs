//! One page of the guide, with the others beside it.

use askama::Template;
use axum::response::Response;

use super::guide::{self, GuidePage};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;

#[derive(Template)]
#[template(path = "help/show.html")]
struct HelpPage {
    frame: Frame,
    title: String,
    html: String,
    contents: Vec<HelpLink>,
}

struct HelpLink {
    href: String,
    text: &'static str,
    is_current: bool,
}

/// What Sightline is, and where to go on.
pub(super) async fn index(frame: Frame) -> Result<Response, PageError> {
    show("index", frame)
}

/// One page.
pub(super) async fn page(Path(name): Path<String>, frame: Frame) -> Result<Response, PageError> {
    show(&name, frame)
}

fn show(name: &str, frame: Frame) -> Result<Response, PageError> {
    let GuidePage { title, html } = guide::page(name).ok_or(PageError::NotFound)?;
    let here = format!("/help/{name}");
    let contents = guide::contents().map(|(href, text)| HelpLink { is_current: href == here, href, text }).collect();
    Ok(render::page(&HelpPage { frame, title, html, contents }))
}
