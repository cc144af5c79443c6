//! Risks and issues: how likely, how bad, what is done about them, and whether that is enough.

mod close;
mod edit;
mod list;
mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let (read, manage) = (Needs::To(Action::PlanRead), Needs::To(Action::BoardManage));
    vec![
        get("/plans/{plan}/risks", read, list::show),
        get("/plans/{plan}/new-risk", manage, edit::show_new),
        post("/plans/{plan}/new-risk", manage, edit::save_new),
        get("/plans/{plan}/risks/{number}", read, show::show),
        get("/plans/{plan}/risks/{number}/edit", manage, edit::show),
        post("/plans/{plan}/risks/{number}/edit", manage, edit::save),
        get("/plans/{plan}/risks/{number}/close", manage, close::show),
        post("/plans/{plan}/risks/{number}/close", manage, close::save),
    ]
}

/// The register of a plan.
fn href(plan: &str) -> String {
    format!("{}/risks", words::plan_href(plan))
}

/// An entry of the register.
fn risk_href(plan: &str, number: u64) -> String {
    format!("{}/{number}", href(plan))
}
