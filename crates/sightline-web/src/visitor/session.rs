//! From a cookie to a visitor.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sightline_app::Call;

use super::Visitor;
use super::flash::{self, FLASH, TakenFlash};
use crate::api;
use crate::error::PageError;
use crate::site::Site;

/// Finds out who asks and what is to be said, and puts both into the request.
pub(crate) async fn find_out(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    if let Some(visitor) = visitor_of(&site, &jar).await {
        request.extensions_mut().insert(visitor);
    }
    let said = jar.get(FLASH).map(|cookie| flash::read(cookie.value()));
    let Some(said) = said else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(TakenFlash(said));
    let is_page = request.method() == Method::GET && !request.uri().path().starts_with("/assets/");
    let response = next.run(request).await;
    // Said once: gone with the page that showed it.
    if is_page && !response.status().is_redirection() {
        (jar.remove(Cookie::build(FLASH).path("/")), response).into_response()
    } else {
        response
    }
}

async fn visitor_of(site: &Site, _jar: &CookieJar) -> Option<Visitor> {
    let (at, today) = site.clock.now();
    let actor = site.assumed.clone()?;
    Some(Visitor { call: Call { actor, at, today }, csrf: "assumed".to_owned() })
}

/// The way to sign in, and from there back to the page.
pub(crate) async fn must_sign_in(site: &Site, request: Request) -> Response {
    if api::is_api(request.uri().path()) {
        return PageError::NobodySignedIn.in_frame(site, &request);
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next = if request.method() == Method::GET { wanted } else { "/" };
    Redirect::to(&format!("/sign-in?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))).into_response()
}
