//! A form is taken only from a page of the same session.
//!
//! Two checks, each enough by itself against what it is for: the browser's own
//! word on where the request comes from, and the token that the page was given.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt as _;
use subtle::ConstantTimeEq as _;

use crate::error::PageError;
use crate::site::Site;
use crate::visitor::Visitor;

/// The field that carries the token.
pub(crate) const FIELD: &str = "csrf";

/// Marks a kept form that is sent again from within; no request from outside carries it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentAgain;

/// The largest form without files.
const LARGEST_FORM: usize = 2 * 1024 * 1024;

/// Lets a form through when it comes from a page of the same session.
///
/// Calls with an access token carry no cookie, so nobody else's page can make
/// them. Forms that are sent before sign-in are checked for their origin only.
pub(crate) async fn check(State(site): State<Site>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let visitor = request.extensions().get::<Visitor>().cloned();
    if visitor.as_ref().is_some_and(Visitor::is_program) {
        return next.run(request).await;
    }
    if !comes_from_here(request.headers()) {
        return PageError::StaleForm.in_frame(&site, &request);
    }
    // A kept form comes from the page of kept forms, whose own form was checked.
    let is_settled = comes_before_sign_in(request.uri().path()) || request.extensions().get::<SentAgain>().is_some();
    let Some(visitor) = visitor.filter(|_| !is_settled) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let is_upload = media_type(&parts.headers) == "multipart/form-data";
    let limit = if is_upload { site.settings.upload_limit } else { LARGEST_FORM };
    let bytes = match whole(body, limit).await {
        Ok(bytes) => bytes,
        Err(error) => return error.in_frame(&site, &Request::from_parts(parts, Body::empty())),
    };
    let again = |bytes: Bytes| {
        let mut request = Request::new(Body::from(bytes));
        request.headers_mut().clone_from(&parts.headers);
        request
    };
    let given = if is_upload { in_upload(again(bytes.clone())).await } else { in_form(&bytes) };
    let same = given.is_some_and(|given| bool::from(given.as_bytes().ct_eq(visitor.csrf().as_bytes())));
    let request = Request::from_parts(parts, Body::from(bytes));
    if same { next.run(request).await } else { PageError::StaleForm.in_frame(&site, &request) }
}

/// The whole body, when it is not larger than `limit` bytes.
pub(crate) async fn whole(body: Body, limit: usize) -> Result<Bytes, PageError> {
    match http_body_util::Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            Err(PageError::TooLarge { limit: format!("{} MB", limit / (1024 * 1024)) })
        }
        Err(_) => Err(PageError::Malformed { what: "The form did not arrive whole.".to_owned() }),
    }
}

/// True for the forms by which somebody shows who they are. They do nothing in
/// the name of whoever is signed in, and one opened before somebody signed in
/// on another tab carries no token.
fn comes_before_sign_in(path: &str) -> bool {
    ["/sign-in", "/set-up", "/reset"]
        .iter()
        .any(|form| path.strip_prefix(form).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// True for the types in which browsers send forms.
pub(crate) fn is_form(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    ["application/x-www-form-urlencoded", "multipart/form-data"]
        .iter()
        .any(|form| media_type.eq_ignore_ascii_case(form))
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// False when the browser says that the request was made by another site.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match said(ORIGIN.as_str()) {
        // A program sends neither; it has no cookie of somebody else's either.
        None => true,
        Some(origin) => {
            let host = said(HOST.as_str()).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, from)| !host.is_empty() && from.eq_ignore_ascii_case(host))
        }
    }
}

fn in_form(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let value = text.split('&').find_map(|pair| pair.strip_prefix("csrf="))?;
    percent_encoding::percent_decode_str(value).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

async fn in_upload(request: Request) -> Option<String> {
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    while let Ok(Some(field)) = fields.next_field().await {
        if field.name() == Some(FIELD) {
            return field.text().await.ok();
        }
    }
    None
}
