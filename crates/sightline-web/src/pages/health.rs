//! For the machine that watches over the server.

use axum::extract::State;
use axum::http::StatusCode;

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
async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.app.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(code = error.code(), "the database cannot be reached");
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n")
        }
    }
}
