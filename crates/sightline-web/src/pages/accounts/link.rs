//! A one-time link, shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use sightline_app::OneTimeLink;

use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage {
    frame: Frame,
    name: String,
    link: String,
    until: String,
    account: String,
}

/// Makes a link and shows it.
pub(super) async fn make(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let made = site.app.make_link(visitor.call(), &account).await?;
    Ok(page(&site, frame, &account, &made.name, &made.link))
}

/// The page that shows a link that was just made.
pub(super) fn page(site: &Site, frame: Frame, account: &str, name: &str, link: &OneTimeLink) -> Response {
    render::page(&LinkPage {
        frame,
        name: name.to_owned(),
        link: format!("{}/set-up/{}", site.public_url(), link.token.as_str()),
        until: words::moment(link.expires_at),
        account: format!("/accounts/{}", words::segment(account)),
    })
}
