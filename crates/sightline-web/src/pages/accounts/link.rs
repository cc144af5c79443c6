//! A one-time link, shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use sightline_app::{Delivery, OneTimeLink};

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
    delivery: Delivery,
    email: String,
}

/// Makes a link and shows it.
pub(super) async fn make(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let made = site.app.make_link(visitor.call(), &account).await?;
    let email = made.email;
    Ok(page(&site, frame, Made { account, name: made.name, email, link: made.link, delivery: made.delivery }))
}

/// A link that was just made, and whose it is.
pub(super) struct Made {
    pub(super) account: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) link: OneTimeLink,
    pub(super) delivery: Delivery,
}

/// The page that shows a link that was just made.
pub(super) fn page(site: &Site, frame: Frame, made: Made) -> Response {
    render::page(&LinkPage {
        frame,
        link: format!("{}/set-up/{}", site.public_url(), made.link.token.as_str()),
        until: words::moment(made.link.expires_at),
        account: format!("/accounts/{}", words::segment(&made.account)),
        name: made.name,
        email: made.email,
        delivery: made.delivery,
    })
}
