//! Challenges: what a board has every reason to ask about a plan, and what was answered.

mod answer;
mod list;
mod said;

use sightline_app::policy::Action;

pub(in crate::pages) use said::{AnswerView, state_tag};

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    vec![
        get("/plans/{plan}/challenges", read, list::show),
        get("/plans/{plan}/challenges/{challenge}", read, answer::show),
        post("/plans/{plan}/challenges/{challenge}", Needs::To(Action::ChallengeAnswer), answer::save),
    ]
}

/// The challenges of a plan.
pub(in crate::pages) fn href(plan: &str) -> String {
    format!("{}/challenges", crate::words::plan_href(plan))
}

/// One challenge of a plan, by its identifier.
pub(in crate::pages) fn challenge_href(plan: &str, id: &str) -> String {
    format!("{}/{}", href(plan), crate::words::segment(id))
}
