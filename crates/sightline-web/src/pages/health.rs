//! For the machine that watches over the server.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Response};

use crate::error::SOON;
use crate::routes::{Needs, Route, get};
use crate::site::Site;

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/health", Needs::Nothing, health), get("/ready", Needs::Nothing, ready)]
}

/// The process answers.
async fn health() -> &'static str {
    "ok\n"
}

/// The process answers and reaches its database.
async fn ready(State(site): State<Site>) -> Response {
    match site.app.is_ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(code = error.code(), "the database cannot be reached");
            let said = format!("{}: the database cannot be reached\n", error.code());
            (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, SOON)], said).into_response()
        }
    }
}
