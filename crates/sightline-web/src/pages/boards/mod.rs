//! Boards: bodies with their terms, who reports to whom, when they meet, and what came of it.

mod body;
mod calendar;
mod cycle;
mod form;
mod forward;
mod list;
mod new_meeting;
mod terms;

use sightline_app::PlanSummary;
use sightline_app::policy::Action;

pub(in crate::pages) use form::{
    FormWords, Group, MOST_ROWS, area, beside, day, day_of, digits, line, number_of, required, required_day, rows,
    select, tick,
};

use crate::components::{Breadcrumbs, Link};
use crate::pages::plans::navigation::PlanNavigation;
use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let (read, manage) = (Needs::To(Action::PlanRead), Needs::To(Action::BoardManage));
    vec![
        get("/plans/{plan}/boards", read, list::show),
        get("/plans/{plan}/new-board", manage, terms::show_new),
        post("/plans/{plan}/new-board", manage, terms::save_new),
        get("/plans/{plan}/boards/{body}", read, body::show),
        get("/plans/{plan}/boards/{body}/terms", manage, terms::show),
        post("/plans/{plan}/boards/{body}/terms", manage, terms::save),
        get("/plans/{plan}/boards/{body}/cycle", manage, cycle::show),
        post("/plans/{plan}/boards/{body}/cycle", manage, cycle::save),
        get("/plans/{plan}/boards/{body}/new-meeting", manage, new_meeting::show),
        post("/plans/{plan}/boards/{body}/new-meeting", manage, new_meeting::save),
        get("/plans/{plan}/boards/{body}/new-item", manage, forward::show),
        post("/plans/{plan}/boards/{body}/new-item", manage, forward::save),
        get("/plans/{plan}/boards/{body}/items/{number}", manage, forward::show_one),
        post("/plans/{plan}/boards/{body}/items/{number}", manage, forward::save_one),
        get("/plans/{plan}/boards/{body}/meetings.ics", read, calendar::download),
        post("/plans/{plan}/boards/{body}/calendar", read, calendar::make),
        post("/plans/{plan}/boards/{body}/calendar/withdraw", read, calendar::withdraw),
        get("/calendars/{plan}/{file}", Needs::Nothing, calendar::fetch),
    ]
}

/// The boards of a plan.
pub(in crate::pages) fn href(plan: &str) -> String {
    format!("{}/boards", words::plan_href(plan))
}

/// A body of a plan.
pub(in crate::pages) fn body_href(plan: &str, body: &str) -> String {
    format!("{}/{}", href(plan), words::segment(body))
}

/// The way to a page below the boards of a plan.
pub(in crate::pages) fn breadcrumbs(plan: &PlanSummary) -> Breadcrumbs {
    let mut breadcrumbs = PlanNavigation::breadcrumbs(plan, true);
    breadcrumbs.links.push(Link::new("Boards", href(&plan.handle)));
    breadcrumbs
}

/// The way to a page below a body.
pub(in crate::pages) fn body_breadcrumbs(plan: &PlanSummary, body: &str) -> Breadcrumbs {
    let mut breadcrumbs = breadcrumbs(plan);
    breadcrumbs.links.push(Link::new(body, body_href(&plan.handle, body)));
    breadcrumbs
}
