//! Signing out.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;

use crate::error::PageError;
use crate::frame::FlashKind;
use crate::render;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};

/// Ends the session of this browser.
pub(super) async fn sign_out(State(site): State<Site>, visitor: Visitor) -> Result<Response, PageError> {
    site.app.sign_out(visitor.call(), visitor.session()).await?;
    Ok(signed_out(&site, "You have signed out."))
}

/// The sign-in page, for a browser that holds no session any more.
pub(in crate::pages) fn signed_out(site: &Site, said: &str) -> Response {
    let cookies = CookieJar::new().add(Keeps::Session.remove(site)).add(Keeps::Waiting.remove(site));
    (cookies, render::see_other(site, "/sign-in", FlashKind::Success, said)).into_response()
}
