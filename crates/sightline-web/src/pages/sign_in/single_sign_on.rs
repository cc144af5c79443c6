//! Through the council's own provider of identities, and back.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use sightline_app::Error;

use super::{enter, next};
use crate::error::PageError;
use crate::frame::FlashKind;
use crate::limits::CallerAddress;
use crate::render;
use crate::single_sign_on::Begun;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
}

/// What the provider sends somebody back with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    code: String,
    state: String,
    error: String,
}

/// Sends somebody to the provider.
pub(super) async fn begin(
    State(site): State<Site>,
    from: CallerAddress,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let provider = site.single_sign_on.as_ref().ok_or(PageError::NotFound)?;
    match provider.begin(next::page(&asked.next), site.clock.now().0).await {
        Ok((page, begun)) => {
            let jar = CookieJar::new().add(Keeps::SingleSignOn.set(&site, begun.to_cookie()));
            Ok((jar, Redirect::to(&page)).into_response())
        }
        Err(error) => {
            tracing::error!(%error, "single sign-on cannot begin");
            Ok(back(&site, "Your council’s sign-in cannot be reached. Try again in a few minutes."))
        }
    }
}

/// Takes somebody back.
pub(super) async fn come_back(
    State(site): State<Site>,
    from: CallerAddress,
    visitor: Option<Visitor>,
    jar: CookieJar,
    Query(answer): Query<Answer>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let provider = site.single_sign_on.as_ref().ok_or(PageError::NotFound)?;
    let Some(begun) = Keeps::SingleSignOn.get(&site, &jar).and_then(|kept| Begun::from_cookie(&kept)) else {
        return Ok(back(&site, "Signing in took too long. Try again."));
    };
    let (at, today) = site.clock.now();
    if !answer.error.is_empty() {
        return Ok(back(&site, "Your council’s sign-in did not let you in. Try again, or ask your IT service desk."));
    }
    let identity = match provider.finish(&begun, &answer.state, answer.code, at).await {
        Ok(identity) => identity,
        Err(error) => {
            tracing::error!(%error, "single sign-on failed");
            return Ok(back(&site, "We could not make sure who you are. Try again."));
        }
    };
    match site.app.sign_in_with_identity(&identity, provider.settings.new_accounts, at, today).await {
        Ok(opened) => enter::enter(&site, &jar, visitor.as_ref(), &opened, &begun.next).await,
        Err(Error::NoAccountForIdentity) => {
            let said = "Your council’s sign-in knows you, but you have no account here yet. \
                        Ask your programme manager or administrator for one with your e-mail address.";
            Ok(back(&site, said))
        }
        Err(Error::SignInRefused) => {
            Ok(back(&site, "Your account is locked, disabled or past its last day. Ask your administrator."))
        }
        Err(error) => Err(error.into()),
    }
}

/// The sign-in page, with what went wrong.
fn back(site: &Site, said: &str) -> Response {
    let cookies = CookieJar::new().add(Keeps::SingleSignOn.remove(site));
    (cookies, render::see_other(site, "/sign-in", FlashKind::Warning, said)).into_response()
}
