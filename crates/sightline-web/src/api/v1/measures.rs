//! Measures.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use sightline_app::App;
use sightline_app::domain::measure::{Better, Counts, Window};
use sightline_app::figures_view::{MeasurePage, RowShows};
use utoipa::ToSchema;

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use super::figures::{FigureJson, ProvenanceJson, ReadingJson};
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// A measure in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MeasureSummaryJson {
    /// What addresses name it by.
    id: String,
    /// Its title.
    title: String,
    /// What it is about.
    theme: String,
    /// The reference printed on scorecards.
    reference: Option<String>,
    /// The unit of its figures.
    unit: String,
    /// What its latest figure says; null when it could not be computed.
    reading: Option<ReadingJson>,
    /// Where the figure comes from; null when it could not be computed.
    provenance: Option<ProvenanceJson>,
    /// Why it could not be computed, with its code.
    fault: Option<String>,
}

/// A measure with its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MeasureJson {
    /// What addresses name it by.
    id: String,
    /// Its title.
    title: String,
    /// Its definition.
    definition: MeasureDefinitionJson,
    /// What its latest figure says.
    reading: ReadingJson,
    /// Its figures by window.
    windows: Vec<WindowJson>,
    /// Where they come from.
    provenance: ProvenanceJson,
}

/// What a measure counts, and by whose definition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MeasureDefinitionJson {
    /// `proportion`, `rate`, `count`, `duration` or `score`.
    kind: &'static str,
    /// `events` or `snapshot`.
    counts: &'static str,
    /// The unit of its figures.
    unit: String,
    /// `higher`, `lower` or `neither`.
    better: &'static str,
    /// The definition in plain words.
    words: String,
    /// Why it matters.
    why: String,
    /// What is counted.
    denominator: String,
    /// Of a proportion, which of these are in the numerator.
    numerator: Option<String>,
    /// A statutory or national threshold, in words.
    threshold: Option<String>,
    /// The publication that the definition is from.
    source: String,
    /// References printed on scorecards.
    scorecard_refs: Vec<String>,
    /// Which definition it is: a hash of its files.
    version: String,
    /// True when its review date has passed.
    is_past_review: bool,
}

/// The figures of one window.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct WindowJson {
    /// `month`, `quarter`, `year_to_date` or `rolling_year`.
    window: &'static str,
    /// Its figures, the newest first.
    figures: Vec<PeriodFigureJson>,
    /// The latest figure broken down.
    breakdowns: Vec<BreakdownJson>,
}

/// The figure of one period.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PeriodFigureJson {
    /// The period in words.
    period: String,
    /// Its figure.
    figure: FigureJson,
}

/// A breakdown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct BreakdownJson {
    /// Its name, such as `team`.
    name: String,
    /// Its title.
    title: String,
    /// Its values.
    values: Vec<BreakdownValueJson>,
}

/// One value of a breakdown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct BreakdownValueJson {
    /// The value, such as a team's name.
    label: String,
    /// Its figure.
    figure: FigureJson,
}

/// Every measure with what its latest figure says, by what it is about.
#[utoipa::path(get, path = "/api/v1/measures", tag = "measures", params(AsAtQuery, PageQuery),
    responses((status = 200, body = PageJson<MeasureSummaryJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(day): Query<AsAtQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let view = app.all_measures(visitor.call(), day.as_at).await?;
    let measures: Vec<MeasureSummaryJson> = view
        .sections
        .iter()
        .flat_map(|(theme, rows)| rows.iter().filter_map(|row| MeasureSummaryJson::of(theme, &row.shows)))
        .collect();
    let page = page.of(&measures, |measure| &measure.id, Clone::clone)?;
    Ok(axum::Json(page).into_response())
}

/// One measure: definition, series by window, breakdowns.
#[utoipa::path(get, path = "/api/v1/measures/{measure}", tag = "measures",
    params(("measure" = String, Path, description = "Id of the measure"), AsAtQuery),
    responses((status = 200, body = MeasureJson), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 403, body = ProblemJson),
        (status = 404, body = ProblemJson)))]
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(measure): Path<String>,
    Query(day): Query<AsAtQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let months = app.measure_page(visitor.call(), &measure, Window::Month, day.as_at).await?;
    let mut windows = vec![WindowJson::of(&months)];
    for window in [Window::Quarter, Window::YearToDate, Window::RollingYear] {
        let page = app.measure_page(visitor.call(), &measure, window, day.as_at).await?;
        windows.push(WindowJson::of(&page));
    }
    etag::tagged(&headers, &MeasureJson::of(&months, windows))
}

impl MeasureSummaryJson {
    fn of(theme: &str, shows: &RowShows) -> Option<Self> {
        let (definition, read, fault) = match shows {
            RowShows::Measure(read) => (&read.definition, Some(read), None),
            RowShows::Failed(failed) => (&failed.definition, None, Some(format!("{} ({})", failed.what, failed.code))),
            RowShows::CaseList { .. } | RowShows::FailedList(_) => return None,
        };
        Some(Self {
            id: definition.id.clone(),
            title: definition.title.clone(),
            theme: theme.to_owned(),
            reference: definition.scorecard_refs.first().cloned(),
            unit: definition.unit.clone(),
            reading: read.map(|read| ReadingJson::of(read)),
            provenance: read.map(|read| ProvenanceJson::of(&read.provenance)),
            fault,
        })
    }
}

impl MeasureJson {
    fn of(page: &MeasurePage, windows: Vec<WindowJson>) -> Self {
        let read = &page.read;
        let definition = &read.definition;
        Self {
            id: definition.id.clone(),
            title: definition.title.clone(),
            definition: MeasureDefinitionJson {
                kind: definition.kind.name(),
                counts: match definition.counts {
                    Counts::Events => "events",
                    Counts::Snapshot => "snapshot",
                },
                unit: definition.unit.clone(),
                better: match definition.better {
                    Better::Higher => "higher",
                    Better::Lower => "lower",
                    Better::Neither => "neither",
                },
                words: definition.definition.clone(),
                why: definition.why.clone(),
                denominator: definition.denominator.clone(),
                numerator: definition.numerator.clone(),
                threshold: definition.threshold.as_ref().map(|threshold| threshold.words.clone()),
                source: definition.source.title.clone(),
                scorecard_refs: definition.scorecard_refs.clone(),
                version: definition.version.clone(),
                is_past_review: read.is_past_review,
            },
            reading: ReadingJson::of(read),
            windows,
            provenance: ProvenanceJson::of(&read.provenance),
        }
    }
}

impl WindowJson {
    fn of(page: &MeasurePage) -> Self {
        let kind = page.read.definition.kind;
        let figures = page.figures.iter().map(|shown| PeriodFigureJson {
            period: shown.period.clone(),
            figure: FigureJson::of(&shown.figure, kind),
        });
        let breakdowns = page.breakdowns.iter().map(|breakdown| BreakdownJson {
            name: breakdown.name.clone(),
            title: breakdown.title.clone(),
            values: breakdown
                .values
                .iter()
                .map(|value| BreakdownValueJson {
                    label: value.label.clone(),
                    figure: FigureJson::of(&value.figure, kind),
                })
                .collect(),
        });
        Self { window: page.window.name(), figures: figures.collect(), breakdowns: breakdowns.collect() }
    }
}
