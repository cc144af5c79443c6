//! A form whose sender is no longer signed in.

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum_extra::extract::CookieJar;
use sightline_app::{FormToKeep, LARGEST_KEPT_FORM};

use super::cookies::Keeps;
use crate::csrf;
use crate::error::PageError;
use crate::site::Site;

/// Pages whose forms are never kept: they hold passwords, or are quickly done again.
const NEVER: &[&str] = &["/account/", "/kept-forms/"];

/// Keeps the form of a session that has timed out, and gives the browser's
/// secret for it; `None` when there is no such session or the form is too large.
pub(super) async fn form(site: &Site, jar: &CookieJar, request: Request) -> Result<Option<String>, PageError> {
    let Some(session) = Keeps::Session.get(site, jar) else { return Ok(None) };
    if NEVER.iter().any(|pages| request.uri().path().starts_with(pages)) {
        return Ok(None);
    }
    let (parts, body) = request.into_parts();
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !csrf::is_form(content_type) {
        return Ok(None);
    }
    let body = match csrf::whole(body, LARGEST_KEPT_FORM).await {
        Ok(body) => body.to_vec(),
        Err(PageError::TooLarge { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let form = FormToKeep { path, content_type: content_type.to_owned(), body };
    let browser = Keeps::Forms.get(site, jar);
    Ok(site.app.keep_form(&session, browser.as_deref(), form, site.clock.now().0).await?)
}
