//! Plans.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sightline_app::domain::plan::{ActionState, Priority};
use sightline_app::domain::scale::Scale;
use sightline_app::{App, PlanSummary, PlanView};
use utoipa::{IntoParams, ToSchema};

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// A plan in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanSummaryJson {
    /// What addresses name it by.
    handle: String,
    /// Title as printed.
    title: String,
    /// The council or partnership whose plan it is.
    council: Option<String>,
    /// The day it was imported.
    imported_on: NaiveDate,
    /// Actions that are live today.
    actions: u64,
    /// Priorities.
    priorities: u64,
    /// The last day any update reports on.
    last_update_on: Option<NaiveDate>,
}

/// A plan as at a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanJson {
    /// What addresses name it by.
    handle: String,
    /// Title as printed.
    title: String,
    /// The council or partnership whose plan it is.
    council: Option<String>,
    /// The day it is shown as at.
    as_at: NaiveDate,
    /// First day of its period.
    period_start_on: Option<NaiveDate>,
    /// Last day of its period.
    period_end_on: Option<NaiveDate>,
    /// Its rating scales; the first is the usual one.
    scales: Vec<ScaleJson>,
    /// Its priorities, in printed order.
    priorities: Vec<PriorityJson>,
}

/// A rating scale.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScaleJson {
    /// Name.
    name: String,
    /// True when it rates impact as well as action.
    rates_impact: bool,
    /// Its levels, worst first.
    levels: Vec<LevelJson>,
}

/// A level of a rating scale.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LevelJson {
    /// What ratings name it by.
    code: String,
    /// Its name.
    name: String,
}

/// A priority of a plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PriorityJson {
    /// Reference.
    reference: String,
    /// Title.
    title: Option<String>,
    /// A sentence on what it is for.
    statement: Option<String>,
    /// Its sponsor or leads, as printed.
    leads: Option<String>,
    /// Live actions under it.
    actions: usize,
}

/// The day something is shown as at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AsAtQuery {
    /// The day; today when absent.
    pub(super) as_at: Option<NaiveDate>,
}

/// The plans within reach, the latest import first.
#[utoipa::path(get, path = "/api/v1/plans", tag = "plans", params(PageQuery),
    responses((status = 200, body = PageJson<PlanSummaryJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 403, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let plans = app.list_plans(visitor.call()).await?;
    let page = page.of(&plans, |plan| &plan.handle, PlanSummaryJson::of)?;
    Ok(axum::Json(page).into_response())
}

/// One plan as at a day.
#[utoipa::path(get, path = "/api/v1/plans/{plan}", tag = "plans",
    params(("plan" = String, Path, description = "Handle of the plan"), AsAtQuery),
    responses((status = 200, body = PlanJson), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(day): Query<AsAtQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let view = app.plan(visitor.call(), Some(&plan), day.as_at).await?;
    etag::tagged(&headers, &PlanJson::of(&view))
}

impl PlanSummaryJson {
    fn of(plan: &PlanSummary) -> Self {
        Self {
            handle: plan.handle.clone(),
            title: plan.title.clone(),
            council: plan.council.clone(),
            imported_on: plan.imported_on,
            actions: plan.actions,
            priorities: plan.priorities,
            last_update_on: plan.last_update_on,
        }
    }
}

impl PlanJson {
    fn of(view: &PlanView) -> Self {
        let plan = &view.at.plan;
        let live = |priority: &Priority| {
            let is_live = |state: &ActionState| *state == ActionState::Live;
            plan.actions.iter().filter(|action| action.priority == priority.reference && is_live(&action.state)).count()
        };
        Self {
            handle: view.summary.handle.clone(),
            title: plan.title.clone(),
            council: plan.council.clone(),
            as_at: view.at.as_at,
            period_start_on: plan.period_start_on,
            period_end_on: plan.period_end_on,
            scales: plan.scales.iter().map(ScaleJson::of).collect(),
            priorities: plan
                .priorities
                .iter()
                .map(|priority| PriorityJson {
                    reference: priority.reference.clone(),
                    title: priority.title.clone(),
                    statement: priority.statement.clone(),
                    leads: priority.leads_raw.clone(),
                    actions: live(priority),
                })
                .collect(),
        }
    }
}

impl ScaleJson {
    fn of(scale: &Scale) -> Self {
        let levels =
            scale.levels.iter().map(|level| LevelJson { code: level.code.clone(), name: level.name.clone() }).collect();
        Self { name: scale.name.clone(), rates_impact: scale.rates_impact, levels }
    }
}
