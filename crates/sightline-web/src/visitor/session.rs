//! From a cookie to a visitor.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sightline_app::Call;

use super::cookies::Keeps;
use super::flash::{self, FLASH, TakenFlash};
use super::token::{self, Bearer};
use super::{Visitor, keep};
use crate::api;
use crate::error::PageError;
use crate::frame::FlashKind;
use crate::render;
use crate::site::Site;

/// The way to sign in after a form, and home from there.
const HOME_AFTER: &str = "/sign-in?next=%2F";

/// Finds out who asks and what is to be said, and puts both into the request.
pub(crate) async fn find_out(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || matches!(path, "/health" | "/ready") {
        // The same for everybody, also while the database is away.
        return next.run(request).await;
    }
    if api::is_api(request.uri().path()) {
        match token::bearer_of(&site, request.headers(), request.method()).await {
            Bearer::Absent => {}
            Bearer::Known(visitor) => {
                request.extensions_mut().insert(visitor);
                return next.run(request).await;
            }
            Bearer::Refused(error) => return error.in_frame(&site, &request),
        }
    }
    if let Err(error) = site.app.refresh_settings().await {
        // What was read before holds; whoever needs the database says that it is gone.
        tracing::warn!(code = error.code(), "the settings cannot be read again");
    }
    let jar = CookieJar::from_headers(request.headers());
    match visitor_of(&site, &jar).await {
        Ok(None) => {}
        Ok(Some(visitor)) => {
            request.extensions_mut().insert(visitor);
        }
        Err(error) => return PageError::App(error).in_frame(&site, &request),
    }
    let said = jar.get(FLASH).map(|cookie| flash::read(cookie.value()));
    let Some(said) = said else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(TakenFlash(said));
    let is_page = request.method() == Method::GET;
    let response = next.run(request).await;
    // Said once: gone with the page that showed it.
    if is_page && !response.status().is_redirection() {
        (jar.remove(Cookie::build(FLASH).path("/")), response).into_response()
    } else {
        response
    }
}

async fn visitor_of(site: &Site, jar: &CookieJar) -> sightline_app::Result<Option<Visitor>> {
    let (at, today) = site.clock.now();
    if let Some(actor) = site.assumed.clone() {
        let call = Call { actor, at, today };
        return Ok(Some(Visitor { call, csrf: "assumed".to_owned(), session: None, is_program: false }));
    }
    let Some(token) = Keeps::Session.get(site, jar) else { return Ok(None) };
    let signed_in = site.app.session(&token, at).await?;
    Ok(signed_in.map(|signed_in| Visitor {
        call: Call { actor: signed_in.actor.clone(), at, today },
        csrf: signed_in.csrf.clone(),
        session: Some(token),
        is_program: false,
    }))
}

/// The way to sign in, and from there back to the page. A form that was sent is
/// kept, when its session has only timed out.
pub(crate) async fn must_sign_in(site: &Site, request: Request) -> Response {
    if api::is_api(request.uri().path()) {
        return PageError::NobodySignedIn.in_frame(site, &request);
    }
    let jar = CookieJar::from_headers(request.headers());
    if request.uri().path() == "/sign-out" {
        // The session had ended before its owner asked for it.
        return render::see_other(site, HOME_AFTER, FlashKind::Success, "You have signed out.");
    }
    if request.method() != Method::GET {
        return match keep::form(site, &jar, request).await {
            Ok(Some(browser)) => {
                let said = "You were signed out because Sightline was not used for a while. \
                            What you sent is kept: sign in, and send it again.";
                let response = render::see_other(site, HOME_AFTER, FlashKind::Warning, said);
                (CookieJar::new().add(Keeps::Forms.set(site, browser)), response).into_response()
            }
            Ok(None) => {
                let said = "You are not signed in, so what you sent was not saved. Sign in and send it again.";
                render::see_other(site, HOME_AFTER, FlashKind::Warning, said)
            }
            Err(error) => error.into_response(),
        };
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let sign_in = format!("/sign-in?next={}", utf8_percent_encode(wanted, NON_ALPHANUMERIC));
    if Keeps::Session.get(site, &jar).is_some() {
        return render::see_other(site, &sign_in, FlashKind::Notice, "You have been signed out. Sign in to go on.");
    }
    Redirect::to(&sign_in).into_response()
}
