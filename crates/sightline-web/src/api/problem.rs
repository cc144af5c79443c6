//! Errors as programs read them: problem details (RFC 9457).

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::PageError;

/// Why a call was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ProblemJson {
    /// An address that names the kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened.
    detail: String,
    /// What to do next.
    help: String,
    /// The stable code, such as `SL-A015`; `docs/errors.md` explains it.
    code: Option<String>,
}

/// The answer to a call that cannot be done.
pub(crate) fn response(error: &PageError) -> Response {
    let status = error.status();
    let problem = ProblemJson {
        kind: "about:blank".to_owned(),
        title: error.title().to_owned(),
        status: status.as_u16(),
        detail: error.what_happened(),
        help: error.what_to_do(),
        code: error.code().map(str::to_owned),
    };
    let mut response = (status, axum::Json(problem)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
