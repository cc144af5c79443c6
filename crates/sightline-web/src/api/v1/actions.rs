//! Actions of a plan.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sightline_app::domain::history::PlanAsAt;
use sightline_app::domain::plan::{Action, ActionState, LeadKind};
use sightline_app::domain::scale::Scale;
use sightline_app::{App, PlanView};
use utoipa::{IntoParams, ToSchema};

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// An action as at a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ActionJson {
    /// Reference, unique in the plan.
    reference: String,
    /// Reference of its priority.
    priority: String,
    /// Reference of its aim.
    aim: Option<String>,
    /// The action in words; null when the text was lost.
    text: Option<String>,
    /// Where it stands in its life: `live`, `withdrawn`, `merged`, `split`.
    state: &'static str,
    /// True for a row that only holds the place of actions to come.
    is_placeholder: bool,
    /// Who leads it.
    leads: Vec<LeadJson>,
    /// First day.
    start_on: Option<NaiveDate>,
    /// Last day; null when the timescale names none.
    due_on: Option<NaiveDate>,
    /// The timescale as printed.
    due_as_printed: Option<String>,
    /// The action rating in force: are we doing it.
    action_rating: Option<RatingJson>,
    /// The impact rating in force: is it making a difference.
    impact_rating: Option<RatingJson>,
    /// The last day an update reports on.
    updated_on: Option<NaiveDate>,
    /// The day completion is now expected.
    forecast_on: Option<NaiveDate>,
    /// Its dated steps.
    milestones: Vec<MilestoneJson>,
    /// The inspection findings it answers, as printed.
    sources: Vec<String>,
}

/// Who leads an action.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LeadJson {
    /// The name of the post, person or body.
    name: String,
    /// As printed.
    as_printed: String,
    /// `post`, `person`, `initials`, `body`, `to_be_confirmed` or `unknown`.
    kind: String,
}

/// A rating.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RatingJson {
    /// Code of the level on the plan's scale.
    code: String,
    /// Name of the level.
    name: String,
}

/// A dated step of an action.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MilestoneJson {
    /// The step in words.
    text: String,
    /// The day it is due.
    due_on: Option<NaiveDate>,
    /// The day it was completed.
    completed_on: Option<NaiveDate>,
}

/// Which actions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ActionsQuery {
    /// The day they are shown as at; today when absent.
    as_at: Option<NaiveDate>,
    /// Only those of this priority.
    priority: Option<String>,
    /// Only those with this action rating, by code.
    action_rating: Option<String>,
}

/// The actions of a plan, in printed order.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/actions", tag = "actions",
    params(("plan" = String, Path, description = "Handle of the plan"), ActionsQuery, PageQuery),
    responses((status = 200, body = PageJson<ActionJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(wanted): Query<ActionsQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let view = app.plan(visitor.call(), Some(&plan), wanted.as_at).await?;
    let rating = |action: &Action| view.at.action_rating(action);
    let actions: Vec<&Action> = view
        .at
        .plan
        .actions
        .iter()
        .filter(|action| wanted.priority.as_ref().is_none_or(|priority| action.priority == *priority))
        .filter(|action| wanted.action_rating.is_none() || rating(action) == wanted.action_rating)
        .collect();
    let page = page.of(&actions, |action| &action.reference, |action| ActionJson::of(&view.at, action))?;
    Ok(axum::Json(page).into_response())
}

/// One action as at a day.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/actions/{reference}", tag = "actions",
    params(("plan" = String, Path, description = "Handle of the plan"),
        ("reference" = String, Path, description = "Reference of the action"), AsAtQuery),
    responses((status = 200, body = ActionJson), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((plan, reference)): Path<(String, String)>,
    Query(day): Query<AsAtQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let view = app.plan(visitor.call(), Some(&plan), day.as_at).await?;
    etag::tagged(&headers, &find(&view, &reference)?)
}

/// The action with this reference.
pub(super) fn find(view: &PlanView, reference: &str) -> Result<ActionJson, PageError> {
    let action = view.at.plan.action(reference).ok_or(PageError::NotFound)?;
    Ok(ActionJson::of(&view.at, action))
}

impl ActionJson {
    fn of(at: &PlanAsAt, action: &Action) -> Self {
        let scale = at.plan.scale();
        let update = at.latest_update(&action.reference);
        Self {
            reference: action.reference.clone(),
            priority: action.priority.clone(),
            aim: action.aim.clone(),
            text: action.text.clone(),
            state: match action.state {
                ActionState::Live => "live",
                ActionState::Withdrawn => "withdrawn",
                ActionState::Merged { .. } => "merged",
                ActionState::Split { .. } => "split",
            },
            is_placeholder: action.placeholder,
            leads: action
                .leads
                .iter()
                .map(|lead| LeadJson {
                    name: lead.name.clone(),
                    as_printed: lead.raw.clone(),
                    kind: kind_of(lead.kind),
                })
                .collect(),
            start_on: action.start_on,
            due_on: action.due_on,
            due_as_printed: action.due_raw.clone(),
            action_rating: at.action_rating(action).map(|code| RatingJson::of(scale, code)),
            impact_rating: at.impact_rating(action).map(|code| RatingJson::of(scale, code)),
            updated_on: update.map(|update| update.on),
            forecast_on: update.and_then(|update| update.forecast_on),
            milestones: action
                .milestones
                .iter()
                .map(|milestone| MilestoneJson {
                    text: milestone.text.clone(),
                    due_on: milestone.due_on,
                    completed_on: milestone.completed_on,
                })
                .collect(),
            sources: action.sources.clone(),
        }
    }
}

impl RatingJson {
    fn of(scale: Option<&Scale>, code: String) -> Self {
        let level = scale.and_then(|scale| scale.level(&code));
        Self { name: level.map_or_else(|| code.clone(), |level| level.name.clone()), code }
    }
}

fn kind_of(kind: LeadKind) -> String {
    // The same words as in the exchange format of plans.
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(words)) => words,
        _ => "unknown".to_owned(),
    }
}
