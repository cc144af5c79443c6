//! Impact tests: which are due, the evidence side by side, what was concluded, and the sponsor's word.

mod list;
mod test;

use sightline_app::domain::impact_test::TestState;
use sightline_app::policy::Action;

use crate::components::Tag;
use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    vec![
        get("/plans/{plan}/impact-tests", read, list::show),
        get("/plans/{plan}/actions/{reference}/impact-test", read, test::show),
        post("/plans/{plan}/actions/{reference}/impact-test", Needs::To(Action::ImpactTestConclude), test::conclude),
        post("/plans/{plan}/actions/{reference}/impact-test/answer", Needs::To(Action::ImpactTestSign), test::answer),
    ]
}

/// The impact test of an action.
pub(in crate::pages) fn test_href(plan: &str, reference: &str) -> String {
    format!("{}/impact-test", words::action_href(plan, reference))
}

/// How a test stands, as a mark.
pub(in crate::pages) fn state_tag(state: TestState) -> Tag {
    let colour = match state {
        TestState::Overdue => "red",
        TestState::Due => "orange",
        TestState::SentBack => "magenta",
        TestState::WaitingForSponsor => "yellow",
        TestState::ToCome => "grey",
        TestState::Signed => "green",
    };
    Tag::new(state.name(), colour)
}
