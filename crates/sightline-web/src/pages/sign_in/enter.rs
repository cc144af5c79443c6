//! What happens once somebody has shown who they are.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use sightline_app::{Call, OpenedSession};

use super::next;
use crate::error::PageError;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};

/// The browser of somebody who has just signed in, on its way to the page that
/// was wanted, or to the forms that were kept for them.
///
/// It gets the cookie of the new session; one that it had before ends.
pub(super) async fn enter(
    site: &Site,
    jar: &CookieJar,
    before: Option<&Visitor>,
    opened: &OpenedSession,
    wanted: &str,
) -> Result<Response, PageError> {
    if let Some(before) = before.filter(|before| !before.session().is_empty()) {
        site.app.sign_out(before.call(), before.session()).await?;
    }
    let goes_to = if has_kept_forms(site, jar, opened).await? { "/kept-forms".to_owned() } else { next::page(wanted) };
    let cookies = CookieJar::new()
        .add(Keeps::Session.set(site, opened.token.as_str()))
        .add(Keeps::Waiting.remove(site))
        .add(Keeps::SingleSignOn.remove(site));
    let location = HeaderValue::from_str(&goes_to).unwrap_or(HeaderValue::from_static("/"));
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)], cookies).into_response())
}

async fn has_kept_forms(site: &Site, jar: &CookieJar, opened: &OpenedSession) -> Result<bool, PageError> {
    let Some(browser) = Keeps::Forms.get(site, jar) else { return Ok(false) };
    let (at, today) = site.clock.now();
    let Some(signed_in) = site.app.session(opened.token.as_str(), at).await? else { return Ok(false) };
    let call = Call { actor: signed_in.actor.clone(), at, today };
    Ok(!site.app.kept_forms(&call, &browser).await?.is_empty())
}
