//! What the evidence supports, beside what was reported.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;
use sightline_app::domain::challenge::Weighed;
use sightline_app::domain::scale::Brag;
use sightline_app::{ActionVerdict, App, Compared};
use utoipa::ToSchema;

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// The verdicts on one action.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ActionVerdictJson {
    /// Reference of the action.
    action: String,
    /// Its first sentence.
    title: String,
    /// Reference of its priority.
    priority: String,
    /// Are we doing it.
    doing: VerdictJson,
    /// Is it making a difference.
    impact: VerdictJson,
    /// Each linked measure.
    measures: Vec<LinkedMeasureJson>,
    /// What to be careful with, in sentences.
    cautions: Vec<String>,
}

/// A verdict beside the rating.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct VerdictJson {
    /// Code of the rating in force; null when it is not rated.
    rated: Option<String>,
    /// The best rating that the evidence supports: `red`, `amber`, `green` or `blue`; null when it supports none.
    supports: Option<&'static str>,
    /// `above_evidence`, `agrees` or `below_evidence`; null when there is nothing to compare.
    compared: Option<&'static str>,
    /// The verdict: of doing `complete`, `on_track`, `stale`, `slipping` or `overdue`; of impact `no_evidence`, `red`,
    /// `amber` or `green`.
    says: &'static str,
    /// Why, in sentences.
    reasons: Vec<String>,
    /// What would change it, in sentences.
    would_change: Vec<String>,
}

/// What the figures of a linked measure say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LinkedMeasureJson {
    /// The measure, by its id.
    measure: String,
    /// What people call it.
    title: String,
    /// The day from which the action is to show.
    from_on: NaiveDate,
    /// Such as `improving`, `no_change` or `not_enough_history`.
    state: &'static str,
    /// Why it has no figures; null when it has.
    without_figures_because: Option<String>,
}

/// The verdicts on a plan's actions, in printed order; placeholders have none.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/verdicts", tag = "verdicts",
    params(("plan" = String, Path, description = "Handle of the plan"), AsAtQuery, PageQuery),
    responses((status = 200, body = PageJson<ActionVerdictJson>), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 403, body = ProblemJson),
        (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(day): Query<AsAtQuery>,
    Query(page): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let judged = app.plan_verdicts(visitor.call(), Some(&plan), None, day.as_at).await?;
    let page = page.of(&judged.actions, |action| &action.reference, ActionVerdictJson::of)?;
    etag::tagged(&headers, &page)
}

impl ActionVerdictJson {
    fn of(action: &ActionVerdict) -> Self {
        let (doing, impact) = (&action.verdicts.doing, &action.verdicts.impact);
        let measures = impact.links.iter().zip(&action.measures).map(|(verdict, linked)| LinkedMeasureJson {
            measure: linked.id.clone(),
            title: linked.title.clone(),
            from_on: linked.from_on,
            state: verdict.state.code(),
            without_figures_because: linked.missing.clone(),
        });
        Self {
            action: action.reference.clone(),
            title: action.title.clone(),
            priority: action.priority.clone(),
            doing: VerdictJson {
                says: doing.standing.code(),
                reasons: doing.reasons.clone(),
                would_change: doing.would_change.clone(),
                ..VerdictJson::of(&action.doing)
            },
            impact: VerdictJson {
                says: impact.level.code(),
                reasons: impact.reasons.clone(),
                would_change: impact.would_change.clone(),
                ..VerdictJson::of(&action.impact)
            },
            measures: measures.collect(),
            cautions: impact.cautions.clone(),
        }
    }
}

impl VerdictJson {
    fn of(compared: &Compared) -> Self {
        Self {
            rated: compared.reported.clone(),
            supports: compared.supports.map(Brag::code),
            compared: compared.weighed.map(|weighed| match weighed {
                Weighed::Above => "above_evidence",
                Weighed::Agrees => "agrees",
                Weighed::Below => "below_evidence",
            }),
            says: "",
            reasons: Vec::new(),
            would_change: Vec::new(),
        }
    }
}
