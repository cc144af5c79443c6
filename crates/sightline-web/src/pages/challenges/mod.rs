//! Challenges: what a board has every reason to ask about a plan, and what was answered.

mod list;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/plans/{plan}/challenges", Needs::To(Action::MeasureRead), list::show)]
}

/// The challenges of a plan.
pub(in crate::pages) fn href(plan: &str) -> String {
    format!("{}/challenges", crate::words::plan_href(plan))
}
