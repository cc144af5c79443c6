//! From a template to a response.

use askama::Template;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

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

/// The name of a file for old browsers in plain letters, and for all others as it is (RFC 6266).
pub(crate) fn to_be_saved(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || " .-_()".contains(letter) { letter } else { '_' })
        .collect();
    let whole = utf8_percent_encode(name, NON_ALPHANUMERIC);
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_end_the_header_it_stands_in() {
        let header = to_be_saved("Übersicht \"2026\"\r\nSet-Cookie: a=b.pdf");
        let text = header.to_str().unwrap();
        assert!(text.starts_with("attachment; filename=\"_bersicht _2026___Set-Cookie_ a_b.pdf\"; filename*=UTF-8''"));
        assert!(text.contains("%C3%9Cbersicht%20%222026%22%0D%0A"), "{text}");
    }
}
