//! The table, as filtered, as a file.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use sightline_app::App;
use sightline_app::plan_views::TableFormat;

use super::address::PlanQuery;
use crate::error::PageError;
use crate::forms::Path;
use crate::visitor::Visitor;

/// Comma-separated values.
pub(super) async fn csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    file(&app, &visitor, &plan, &query, TableFormat::Csv, "text/csv; charset=utf-8").await
}

/// An Excel workbook.
pub(super) async fn xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(&app, &visitor, &plan, &query, TableFormat::Xlsx, media_type).await
}

async fn file(
    app: &App,
    visitor: &Visitor,
    plan: &str,
    query: &PlanQuery,
    format: TableFormat,
    media_type: &'static str,
) -> Result<Response, PageError> {
    let made = app.export_table(visitor.call(), plan, query.as_at.day, &query.filter.filter, format).await?;
    // Made of the plan's handle and a day: letters, digits and hyphens.
    let disposition = format!("attachment; filename=\"{}\"", made.name);
    Ok(([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], made.bytes).into_response())
}
