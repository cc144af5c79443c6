//! Updates of an action.

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sightline_app::domain::history::Update;
use sightline_app::{App, Shown, UpdateInput};
use utoipa::ToSchema;

use super::super::etag;
use super::super::paging::{PageJson, PageQuery, numbered};
use super::super::problem::ProblemJson;
use super::actions;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// One report on an action.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct UpdateJson {
    /// The day it reports on.
    on: NaiveDate,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// Who recorded it.
    by: String,
    /// Code of the level: are we doing it.
    action_rating: Option<String>,
    /// Code of the level: is it making a difference.
    impact_rating: Option<String>,
    /// What happened.
    note: Option<String>,
    /// The day completion is now expected.
    forecast_on: Option<NaiveDate>,
    /// What the report rests on.
    evidence: Vec<String>,
}

/// An update to be recorded. What is not given stays as it is in force.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUpdateJson {
    /// The day it reports on; today when absent.
    on: Option<NaiveDate>,
    /// Code or name of the level.
    action_rating: Option<String>,
    /// Code or name of the level.
    impact_rating: Option<String>,
    /// What happened.
    #[schema(max_length = 20_000)]
    note: Option<String>,
    /// The day completion is now expected.
    forecast_on: Option<NaiveDate>,
    /// What the report rests on, one line each.
    #[serde(default)]
    evidence: Vec<String>,
    /// How it is going to last.
    sustained: Option<String>,
}

/// The updates of an action, earliest first.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/actions/{reference}/updates", tag = "updates",
    params(("plan" = String, Path, description = "Handle of the plan"),
        ("reference" = String, Path, description = "Reference of the action"), PageQuery),
    responses((status = 200, body = PageJson<UpdateJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path((plan, reference)): Path<(String, String)>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let Shown::Action(view) = app.show(visitor.call(), Some(&reference), Some(&plan), None).await? else {
        return Err(PageError::NotFound);
    };
    let page = page.of(&numbered(&view.updates), |(place, _)| place, |(_, update)| UpdateJson::of(update))?;
    Ok(axum::Json(page).into_response())
}

/// Records an update. With `If-Match` only when the action is still as it was read.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/actions/{reference}/updates", tag = "updates",
    params(("plan" = String, Path, description = "Handle of the plan"),
        ("reference" = String, Path, description = "Reference of the action")),
    request_body = NewUpdateJson,
    responses((status = 201, body = UpdateJson), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
        (status = 412, body = ProblemJson, description = "Somebody changed the action since it was read"),
        (status = 413, body = ProblemJson), (status = 415, body = ProblemJson),
        (status = 422, body = ProblemJson, description = "The update is refused")))]
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path((plan, reference)): Path<(String, String)>,
    headers: HeaderMap,
    new: Result<axum::Json<NewUpdateJson>, JsonRejection>,
) -> Result<Response, PageError> {
    let axum::Json(new) = new.map_err(|rejection| unreadable(&rejection))?;
    let view = app.plan(visitor.call(), Some(&plan), None).await?;
    etag::still(&headers, &actions::find(&view, &reference)?)?;
    let input = UpdateInput {
        action: reference,
        action_rating: new.action_rating,
        impact_rating: new.impact_rating,
        note: new.note,
        forecast_on: new.forecast_on,
        evidence: new.evidence,
        sustained: new.sustained,
    };
    let recorded = app.record_updates(visitor.call(), Some(&plan), new.on, &[input]).await?;
    let update = recorded.updates.first().map(UpdateJson::of);
    Ok((StatusCode::CREATED, axum::Json(update)).into_response())
}

fn unreadable(rejection: &JsonRejection) -> PageError {
    match rejection.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => PageError::WrongType { wanted: "application/json" },
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge { limit: "25 MB".to_owned() },
        _ => PageError::Malformed { what: format!("{rejection}.") },
    }
}

impl UpdateJson {
    fn of(update: &Update) -> Self {
        Self {
            on: update.on,
            recorded_at: update.recorded_at,
            by: update.by.clone(),
            action_rating: update.action_rating.clone(),
            impact_rating: update.impact_rating.clone(),
            note: update.note.clone(),
            forecast_on: update.forecast_on,
            evidence: update.evidence.clone(),
        }
    }
}
