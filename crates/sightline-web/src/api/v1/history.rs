//! The audit log.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sightline_app::{App, AuditFilter, AuditRow};
use utoipa::{IntoParams, ToSchema};

use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use crate::error::PageError;
use crate::forms::Query;
use crate::visitor::Visitor;

/// One row of the audit log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct HistoryJson {
    /// Its number; 1 is the first ever.
    number: u64,
    /// When.
    at: DateTime<Utc>,
    /// Who.
    actor: String,
    /// What was done, such as `plan.update`.
    action: String,
    /// What it was done to.
    object: String,
    /// Details, as an object whose fields depend on the action; null when there are none.
    #[schema(value_type = Option<Object>)]
    detail: serde_json::Value,
    /// Hash of the row, 64 hexadecimal digits.
    hash: String,
}

/// Which rows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// Only this action, or a family with a dot at its end (`plan.`).
    action: Option<String>,
    /// Only this object.
    object: Option<String>,
    /// First day, by UTC.
    from: Option<NaiveDate>,
    /// Last day, by UTC; it counts.
    to: Option<NaiveDate>,
}

/// The audit log, the latest first.
#[utoipa::path(get, path = "/api/v1/history", tag = "history", params(HistoryQuery, PageQuery),
    responses((status = 200, body = PageJson<HistoryJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<HistoryQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let HistoryQuery { action, object, from, to } = wanted;
    let limit = page.limit()?;
    let before = page.after.as_deref().map(str::parse).transpose().map_err(|_| PageQuery::unknown_place())?;
    // One more than is shown, to know whether another page follows.
    let filter =
        AuditFilter { object, action, from, to, before, limit: Some(limit as u64 + 1), ..AuditFilter::default() };
    let mut rows = app.history(visitor.call(), &filter).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|row| row.seq.to_string());
    Ok(axum::Json(PageJson { items: rows.iter().map(HistoryJson::of).collect(), next }).into_response())
}

impl HistoryJson {
    fn of(row: &AuditRow) -> Self {
        Self {
            number: row.seq,
            at: row.entry.at,
            actor: row.entry.actor.clone(),
            action: row.entry.action.clone(),
            object: row.entry.object.clone(),
            detail: row.entry.detail.clone(),
            hash: row.hash.clone(),
        }
    }
}
