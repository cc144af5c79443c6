//! The line of sight: one screen, and one sheet of paper, from what an inspection found to what children get.

mod measures;
mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/plans/{plan}/actions/{reference}/line-of-sight", Needs::To(Action::PlanRead), show::show)]
}

/// The line of sight of an action.
pub(in crate::pages) fn href(plan: &str, reference: &str) -> String {
    format!("{}/line-of-sight", words::action_href(plan, reference))
}
