//! The page one sees first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call, Role};

use super::needs::PlanView;
use crate::components::{EmptyState, Link};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::pages::plans::navigation::plan_title;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HomeQuery {
    /// Handle of the plan to tell of, where there are several.
    plan: Option<String>,
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: Frame,
    heading: &'static str,
    plans: Vec<PlanView>,
    /// For team managers: the way to what is to be done in their teams.
    has_team: bool,
    /// The same page for other plans.
    others: Vec<Link>,
    /// Said when there is nothing to show: what to do next.
    empty: EmptyState,
}

/// What needs the visitor.
pub(super) async fn show(
    State(app): State<App>,
    Query(query): Query<HomeQuery>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let needs = app.what_needs_me(call, query.plan.as_deref()).await?;
    let plans: Vec<PlanView> =
        needs.plans.iter().map(|plan| PlanView::of(plan, call.today)).filter(|plan| !plan.is_empty()).collect();
    let only_reads = !plans.is_empty() && !plans.iter().any(PlanView::asks);
    let heading = if only_reads { "Where things stand" } else { "What needs you" };
    let others = needs
        .others
        .iter()
        .map(|plan| Link::new(plan_title(plan), format!("/?plan={}", words::segment(&plan.handle))))
        .collect();
    let has_team = call.actor.role == Role::TeamManager && call.allows(Action::CaseListRead, &Target::Sightline);
    Ok(render::page(&HomePage { frame, heading, plans, has_team, others, empty: nothing_yet(call) }))
}

/// What to do when there is no plan to show.
fn nothing_yet(call: &Call) -> EmptyState {
    let may = |action| call.allows(action, &Target::Sightline);
    if may(Action::PlanImport) {
        EmptyState::new(
            "No plan yet",
            "Import the improvement plan as it is written today: a Word document, a spreadsheet or a PDF.",
        )
        .link("Import a plan", "/plans/import")
    } else if may(Action::PlanRead) {
        EmptyState::new(
            "No plan to show",
            "There is no plan yet, or none that your account reaches. Ask your programme manager.",
        )
    } else {
        EmptyState::new("Accounts and settings are yours", "Plans are looked after by the programme manager.")
            .link("Go to accounts", "/accounts")
    }
}
