//! Scorecards.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use sightline_app::App;
use sightline_app::figures_view::{RowShows, ScorecardRow, ScorecardTitle, ScorecardView};
use utoipa::ToSchema;

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use super::figures::{ProvenanceJson, ReadingJson};
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// A scorecard in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScorecardSummaryJson {
    /// What addresses name it by.
    id: String,
    /// Its title.
    title: String,
    /// What it is for.
    about: String,
    /// How many lines it has.
    lines: usize,
}

/// A scorecard with its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScorecardJson {
    /// What addresses name it by.
    id: String,
    /// Its title.
    title: String,
    /// What it is for.
    about: String,
    /// Who reads it.
    audience: Option<String>,
    /// Its sections, in order.
    sections: Vec<ScorecardSectionJson>,
    /// Where its figures come from.
    provenance: ProvenanceJson,
}

/// A section of a scorecard.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScorecardSectionJson {
    /// Its title.
    title: String,
    /// Its lines, in order.
    lines: Vec<ScorecardLineJson>,
}

/// A line of a scorecard: a measure or a case list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScorecardLineJson {
    /// What the scorecard calls it.
    label: String,
    /// The reference that the council prints for it.
    reference: Option<String>,
    /// The measure that it opens; null for a case list.
    measure: Option<String>,
    /// What the latest figure of the measure says; null for a case list, and when it could not be computed.
    reading: Option<ReadingJson>,
    /// Why the measure or the case list could not be computed, with its code.
    fault: Option<String>,
    /// The case list that it opens; null for a measure.
    case_list: Option<String>,
    /// How much is overdue and due soon; null for a measure, for those who may not see it, and with a fault.
    due: Option<DueJson>,
}

/// How much of a case list is overdue and due soon.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct DueJson {
    /// The last day has passed.
    overdue: usize,
    /// Due within 5 working days.
    in_5: usize,
    /// Due within 20 working days.
    in_20: usize,
}

/// The scorecards that there are.
#[utoipa::path(get, path = "/api/v1/scorecards", tag = "scorecards", params(PageQuery),
    responses((status = 200, body = PageJson<ScorecardSummaryJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let cards = app.scorecards(visitor.call()).await?;
    let page = page.of(&cards, |card| &card.id, ScorecardSummaryJson::of)?;
    Ok(axum::Json(page).into_response())
}

/// One scorecard as at a day.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard}", tag = "scorecards",
    params(("scorecard" = String, Path, description = "Id of the scorecard"), AsAtQuery),
    responses((status = 200, body = ScorecardJson), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 403, body = ProblemJson),
        (status = 404, body = ProblemJson)))]
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(scorecard): Path<String>,
    Query(day): Query<AsAtQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let view = app.scorecard(visitor.call(), &scorecard, day.as_at).await?;
    etag::tagged(&headers, &ScorecardJson::of(&view))
}

impl ScorecardSummaryJson {
    fn of(card: &ScorecardTitle) -> Self {
        Self { id: card.id.clone(), title: card.title.clone(), about: card.about.clone(), lines: card.rows }
    }
}

impl ScorecardJson {
    fn of(view: &ScorecardView) -> Self {
        let sections = view.sections.iter().map(|(title, rows)| ScorecardSectionJson {
            title: title.clone(),
            lines: rows.iter().map(ScorecardLineJson::of).collect(),
        });
        Self {
            id: view.id.clone(),
            title: view.title.clone(),
            about: view.about.clone(),
            audience: view.audience.clone(),
            sections: sections.collect(),
            provenance: ProvenanceJson::of(&view.provenance),
        }
    }
}

impl ScorecardLineJson {
    fn of(row: &ScorecardRow) -> Self {
        let nothing = Self {
            label: row.label.clone(),
            reference: row.reference.clone(),
            measure: None,
            reading: None,
            fault: None,
            case_list: None,
            due: None,
        };
        match &row.shows {
            RowShows::Measure(read) => {
                Self { measure: Some(read.definition.id.clone()), reading: Some(ReadingJson::of(read)), ..nothing }
            }
            RowShows::Failed(failed) => {
                let fault = format!("{} ({})", failed.what, failed.code);
                Self { measure: Some(failed.definition.id.clone()), fault: Some(fault), ..nothing }
            }
            RowShows::FailedList(failed) => {
                let fault = format!("{} ({})", failed.what, failed.code);
                Self { case_list: Some(failed.definition.id.clone()), fault: Some(fault), ..nothing }
            }
            RowShows::CaseList { definition, counts } => {
                let due = counts.map(|[overdue, in_5, in_20]| DueJson { overdue, in_5, in_20 });
                Self { case_list: Some(definition.id.clone()), due, ..nothing }
            }
        }
    }
}
