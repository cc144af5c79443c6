//! Case lists: single children, so the token has to reach them and the history says who looked.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Serialize;
use sightline_app::App;
use sightline_app::domain::case_list::CaseRow;
use sightline_app::figures_view::CaseListView;
use utoipa::ToSchema;

use super::super::problem::ProblemJson;
use super::figures::ProvenanceJson;
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// A case list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CaseListJson {
    /// What addresses name it by.
    id: String,
    /// Its title.
    title: String,
    /// What it is for.
    about: String,
    /// When something is due, in words.
    due: String,
    /// Which definition it is: a hash of its files.
    version: String,
    /// Names of the further columns, for `cells`.
    columns: Vec<String>,
    /// What is to be done; what is due first comes first.
    rows: Vec<CaseRowJson>,
    /// Where it comes from.
    provenance: ProvenanceJson,
}

/// One thing still to be done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CaseRowJson {
    /// The child, or whatever the list is about.
    key: String,
    /// `overdue`, `due_in_5`, `due_in_20`, `later` or `no_date`.
    state: &'static str,
    /// The last day in time.
    due_on: Option<NaiveDate>,
    /// Working days until the last day, negative when it has passed.
    working_days_left: Option<i64>,
    /// What started the clock.
    started_on: Option<NaiveDate>,
    /// The team.
    team: Option<String>,
    /// The worker.
    worker: Option<String>,
    /// The further columns.
    cells: Vec<Option<String>>,
}

/// One case list, of the teams whose children the token's owner may see. The history says that it was looked at.
#[utoipa::path(get, path = "/api/v1/case-lists/{list}", tag = "case-lists",
    params(("list" = String, Path, description = "Id of the case list"), AsAtQuery),
    responses((status = 200, body = CaseListJson), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(list): Path<String>,
    Query(day): Query<AsAtQuery>,
) -> Result<Response, PageError> {
    let view = app.case_list(visitor.call(), &list, day.as_at).await?;
    let mut response = axum::Json(CaseListJson::of(&view)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl CaseListJson {
    fn of(view: &CaseListView) -> Self {
        let definition = &view.definition;
        Self {
            id: definition.id.clone(),
            title: definition.title.clone(),
            about: definition.about.clone(),
            due: definition.due.clone(),
            version: definition.version.clone(),
            columns: view.list.columns.clone(),
            rows: view.list.rows.iter().map(CaseRowJson::of).collect(),
            provenance: ProvenanceJson::of(&view.provenance),
        }
    }
}

impl CaseRowJson {
    fn of(row: &CaseRow) -> Self {
        Self {
            key: row.key.clone(),
            state: row.state.name(),
            due_on: row.due_on,
            working_days_left: row.working_days_left,
            started_on: row.started_on,
            team: row.team.clone(),
            worker: row.worker.clone(),
            cells: row.cells.clone(),
        }
    }
}
