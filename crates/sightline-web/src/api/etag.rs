//! What a representation is known by, so that it need not be sent again and is not overwritten unseen.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::PageError;

/// The entity tag of a value: the same bytes, the same tag.
pub(super) fn tag_of(body: &[u8]) -> String {
    let digits = Sha256::digest(body).iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("\"{digits}\"")
}

/// The value as JSON with its tag; 304 when the caller has it already.
pub(super) fn tagged(headers: &HeaderMap, value: &impl Serialize) -> Result<Response, PageError> {
    let body = to_bytes(value)?;
    let tag = tag_of(&body);
    let tag_value =
        HeaderValue::from_str(&tag).map_err(|_| PageError::Fault { what: "a tag is no header value".to_owned() })?;
    if lists(headers, &IF_NONE_MATCH, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag_value)]).into_response());
    }
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(ETAG, tag_value);
    Ok(response)
}

/// Nothing, when the caller names no state, or the one that holds.
///
/// # Errors
///
/// [`PageError::Changed`] – somebody changed it since the caller read it.
pub(super) fn still(headers: &HeaderMap, value: &impl Serialize) -> Result<(), PageError> {
    let tag = tag_of(&to_bytes(value)?);
    if headers.contains_key(IF_MATCH) && !lists(headers, &IF_MATCH, &tag) { Err(PageError::Changed) } else { Ok(()) }
}

fn lists(headers: &HeaderMap, name: &axum::http::HeaderName, tag: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|listed| matches!(listed.trim(), "*") || listed.trim().trim_start_matches("W/") == tag)
}

fn to_bytes(value: &impl Serialize) -> Result<Vec<u8>, PageError> {
    serde_json::to_vec(value).map_err(|error| PageError::Fault { what: format!("a value is no JSON: {error}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_state_is_not_sent_again_and_a_changed_one_is_not_overwritten() {
        let mut headers = HeaderMap::new();
        let first = tagged(&headers, &"green").unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].clone();
        headers.insert(IF_NONE_MATCH, tag.clone());
        assert_eq!(tagged(&headers, &"green").unwrap().status(), StatusCode::NOT_MODIFIED);
        assert_eq!(tagged(&headers, &"amber").unwrap().status(), StatusCode::OK);
        headers.insert(IF_MATCH, tag);
        assert!(still(&headers, &"green").is_ok());
        assert!(matches!(still(&headers, &"amber"), Err(PageError::Changed)));
    }
}
