//! From a template to a response.

use askama::Template;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;

use crate::error::PageError;
use crate::frame::{Flash, FlashKind};
use crate::site::Site;
use crate::visitor::flash_cookie;

/// The page of a template.
pub(crate) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => ([(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a template cannot be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The page of a form that was not taken, with what was typed and what is wrong with it.
pub(crate) fn refused(template: &impl Template) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page(template)).into_response()
}

/// On to another page after a form was taken, with what happened said there.
pub(crate) fn done(site: &Site, path: &str, what: impl Into<String>) -> Response {
    see_other(site, path, FlashKind::Success, what)
}

/// On to another page, with news of some kind said there.
pub(crate) fn see_other(site: &Site, path: &str, kind: FlashKind, what: impl Into<String>) -> Response {
    let Ok(location) = HeaderValue::from_str(path) else {
        return PageError::Fault { what: "a redirect leads to no address".to_owned() }.into_response();
    };
    let flash = Flash { kind, text: what.into() };
    let jar = CookieJar::new().add(flash_cookie(&flash, site.settings.secure_cookies));
    (StatusCode::SEE_OTHER, [(LOCATION, location)], jar).into_response()
}
