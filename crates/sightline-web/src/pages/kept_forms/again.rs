//! Sending a kept form again, or throwing it away.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use sightline_app::FormToKeep;
use tower::ServiceExt as _;

use crate::csrf::SentAgain;
use crate::error::PageError;
use crate::render;
use crate::server;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};

/// Sends the form to where it was sent before, in the name of whoever is signed
/// in now, and answers with what comes of it. It is forgotten once it was taken
/// or shown again with what is wrong; after a fault of ours it is still kept.
pub(super) async fn send(
    State(site): State<Site>,
    Path(form): Path<String>,
    visitor: Visitor,
    jar: CookieJar,
    request: Request,
) -> Result<Response, PageError> {
    let browser = Keeps::Forms.get(&site, &jar).ok_or(PageError::NotFound)?;
    let kept = site.app.kept_form(visitor.call(), &browser, &form).await?;
    let again = request_of(kept, &request)?;
    let response = server::router(&site).oneshot(again).await.unwrap_or_else(|never| match never {});
    if !response.status().is_server_error() {
        site.app.forget_kept_form(visitor.call(), &form).await?;
    }
    Ok(response)
}

/// Throws the form away.
pub(super) async fn forget(
    State(site): State<Site>,
    Path(form): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.forget_kept_form(visitor.call(), &form).await?;
    Ok(render::done(&site, "/kept-forms", "What you had filled in was thrown away."))
}

/// The form as its browser would send it now.
fn request_of(kept: FormToKeep, now: &Request) -> Result<Request, PageError> {
    let unreadable = || PageError::Fault { what: "a kept form cannot be sent again".to_owned() };
    let content_type = HeaderValue::from_str(&kept.content_type).map_err(|_| unreadable())?;
    let mut request = Request::post(kept.path).body(Body::from(kept.body)).map_err(|_| unreadable())?;
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    for cookie in now.headers().get_all(COOKIE) {
        request.headers_mut().append(COOKIE, cookie.clone());
    }
    request.extensions_mut().insert(SentAgain);
    if let Some(from) = now.extensions().get::<ConnectInfo<SocketAddr>>() {
        request.extensions_mut().insert(*from);
    }
    Ok(request)
}
