//! Scorecards, measures and case lists as files.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::domain::case_list::DueState;
use sightline_app::domain::measure::Window;
use sightline_app::policy::Action;
use sightline_app::{App, CaseListFilter, Exported, FigureFormat, ScorecardFormat};

use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::routes::{Needs, Route, get};
use crate::visitor::Visitor;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    let children = Needs::To(Action::MeasureChildren);
    let lists = Needs::To(Action::CaseListRead);
    vec![
        get("/scorecards/{id}/paper.pdf", read, scorecard_pdf),
        get("/scorecards/{id}/paper.docx", read, scorecard_docx),
        get("/scorecards/{id}/paper.xlsx", read, scorecard_xlsx),
        get("/scorecards/{id}/paper.csv", read, scorecard_csv),
        get("/scorecards/{id}/paper.parquet", read, scorecard_parquet),
        get("/measures/{id}/figures.csv", read, measure_csv),
        get("/measures/{id}/figures.xlsx", read, measure_xlsx),
        get("/measures/{id}/figures.parquet", read, measure_parquet),
        get("/measures/{id}/children.csv", children, children_csv),
        get("/measures/{id}/children.xlsx", children, children_xlsx),
        get("/measures/{id}/children.parquet", children, children_parquet),
        get("/case-lists/{id}/list.csv", lists, list_csv),
        get("/case-lists/{id}/list.xlsx", lists, list_xlsx),
        get("/case-lists/{id}/list.parquet", lists, list_parquet),
    ]
}

/// Which day, and of children which figure.
#[derive(Debug, Default, Deserialize)]
struct FileQuery {
    as_at: Option<NaiveDate>,
    window: Option<String>,
    /// Of children, the breakdown by its name.
    breakdown: Option<String>,
    /// One of its values.
    value: Option<String>,
    /// Of a case list, the team, the worker, the state.
    team: Option<String>,
    worker: Option<String>,
    state: Option<String>,
}

impl FileQuery {
    fn window(&self) -> Result<Window, PageError> {
        let Some(name) = self.window.as_deref() else { return Ok(Window::Month) };
        let names = Window::ALL.map(Window::name).join(", ");
        let unknown = || PageError::Malformed { what: format!("`window` must be one of {names}.") };
        Window::from_name(name).ok_or_else(unknown)
    }

    fn filter(&self) -> CaseListFilter {
        let state = self.state.as_deref().and_then(DueState::named);
        CaseListFilter { team: self.team.clone(), worker: self.worker.clone(), state }
    }

    fn part(&self) -> Option<(&str, &str)> {
        self.breakdown.as_deref().zip(self.value.as_deref())
    }
}

/// A scorecard as a file of a format.
async fn scorecard(
    app: &App,
    visitor: &Visitor,
    id: &str,
    query: &FileQuery,
    format: ScorecardFormat,
) -> Result<Response, PageError> {
    Ok(file(app.build_scorecard(visitor.call(), id, query.as_at, format).await?))
}

async fn scorecard_pdf(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    scorecard(&app, &visitor, &id, &query, ScorecardFormat::Pdf).await
}

async fn scorecard_docx(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    scorecard(&app, &visitor, &id, &query, ScorecardFormat::Docx).await
}

async fn scorecard_xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    scorecard(&app, &visitor, &id, &query, ScorecardFormat::Xlsx).await
}

async fn scorecard_csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    scorecard(&app, &visitor, &id, &query, ScorecardFormat::Csv).await
}

async fn scorecard_parquet(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    scorecard(&app, &visitor, &id, &query, ScorecardFormat::Parquet).await
}

async fn measure_csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_measure(visitor.call(), &id, query.as_at, FigureFormat::Csv).await?))
}

async fn measure_xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_measure(visitor.call(), &id, query.as_at, FigureFormat::Xlsx).await?))
}

async fn measure_parquet(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_measure(visitor.call(), &id, query.as_at, FigureFormat::Parquet).await?))
}

/// The children behind a figure as a file; the history says that they were looked at.
async fn children(
    app: &App,
    visitor: &Visitor,
    id: &str,
    query: &FileQuery,
    format: FigureFormat,
) -> Result<Response, PageError> {
    let (window, part) = (query.window()?, query.part());
    Ok(file(app.export_children(visitor.call(), id, window, query.as_at, part, format).await?))
}

async fn children_csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    children(&app, &visitor, &id, &query, FigureFormat::Csv).await
}

async fn children_xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    children(&app, &visitor, &id, &query, FigureFormat::Xlsx).await
}

async fn children_parquet(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    children(&app, &visitor, &id, &query, FigureFormat::Parquet).await
}

async fn list_csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_case_list(visitor.call(), &id, query.as_at, &query.filter(), FigureFormat::Csv).await?))
}

async fn list_xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_case_list(visitor.call(), &id, query.as_at, &query.filter(), FigureFormat::Xlsx).await?))
}

async fn list_parquet(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response, PageError> {
    Ok(file(app.export_case_list(visitor.call(), &id, query.as_at, &query.filter(), FigureFormat::Parquet).await?))
}

fn file(made: Exported) -> Response {
    let media_type = match made.name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => "application/pdf",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("parquet") => "application/vnd.apache.parquet",
        _ => "text/csv; charset=utf-8",
    };
    // Made of the id of a definition, which is there, and a day: no quotation mark ends it early.
    let name: String = made
        .name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        .collect();
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, made.bytes).into_response()
}
