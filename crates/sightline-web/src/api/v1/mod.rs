//! Version 1: plans, actions, updates, people, verdicts, challenges, history, measures, scorecards and case lists. One file for each noun.

mod actions;
mod case_lists;
mod challenges;
mod figures;
mod history;
mod measures;
mod people;
mod plans;
mod scorecards;
mod updates;
mod verdicts;

use sightline_app::policy::Action;
use utoipa::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::routes::{Needs, Route, get, post};

/// Everything the API can do.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sightline",
        version = "1",
        description = "Improvement plans, ratings, updates and their history; verdicts, challenges and answers; measures, scorecards and case lists. \
                       Each call carries a personal access token (`Authorization: Bearer …`), \
                       and reaches exactly what its owner may see in the application."
    ),
    paths(
        plans::list,
        plans::show,
        actions::list,
        actions::show,
        updates::list,
        updates::create,
        people::list,
        people::posts,
        history::list,
        measures::list,
        measures::show,
        scorecards::list,
        scorecards::show,
        case_lists::show,
        verdicts::list,
        challenges::list
    ),
    components(schemas(super::problem::ProblemJson)),
    modifiers(&BearerToken, &Problems),
    security(("token" = []))
)]
struct Document;

struct BearerToken;

impl utoipa::Modify for BearerToken {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A personal access token, made on the page of one's own account."))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Every refusal is a problem (RFC 9457), and says so in its type.
struct Problems;

impl utoipa::Modify for Problems {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let paths = openapi.paths.paths.values_mut();
        let operations = paths.flat_map(|path| [&mut path.get, &mut path.post]).flatten();
        for (status, response) in operations.flat_map(|operation| &mut operation.responses.responses) {
            if let (RefOr::T(response), true) = (response, status.starts_with('4'))
                && let Some(content) = response.content.shift_remove("application/json")
            {
                response.content.insert("application/problem+json".to_owned(), content);
            }
        }
    }
}

/// The OpenAPI document, as it is committed.
///
/// # Panics
///
/// Never: the document is made of texts and numbers.
#[must_use]
pub fn document() -> String {
    let mut text = Document::openapi().to_pretty_json().expect("a document of texts is JSON");
    text.push('\n');
    text
}

pub(super) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::PlanRead);
    let figures = Needs::To(Action::MeasureRead);
    vec![
        get("/api/v1/openapi.json", Needs::Nothing, openapi),
        get("/api/v1/plans", read, plans::list),
        get("/api/v1/plans/{plan}", read, plans::show),
        get("/api/v1/plans/{plan}/actions", read, actions::list),
        get("/api/v1/plans/{plan}/actions/{reference}", read, actions::show),
        get("/api/v1/plans/{plan}/actions/{reference}/updates", read, updates::list),
        post("/api/v1/plans/{plan}/actions/{reference}/updates", Needs::To(Action::PlanUpdate), updates::create),
        get("/api/v1/plans/{plan}/people", read, people::list),
        get("/api/v1/plans/{plan}/posts", read, people::posts),
        get("/api/v1/plans/{plan}/verdicts", figures, verdicts::list),
        get("/api/v1/plans/{plan}/challenges", figures, challenges::list),
        get("/api/v1/history", Needs::To(Action::HistoryRead), history::list),
        get("/api/v1/measures", figures, measures::list),
        get("/api/v1/measures/{measure}", figures, measures::show),
        get("/api/v1/scorecards", figures, scorecards::list),
        get("/api/v1/scorecards/{scorecard}", figures, scorecards::show),
        get("/api/v1/case-lists/{list}", Needs::To(Action::CaseListRead), case_lists::show),
    ]
}

async fn openapi() -> ([(axum::http::HeaderName, &'static str); 1], String) {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], document())
}
