//! What shows that an action makes a difference, beside the figures: given by people, accepted by a sponsor.

mod give;
mod list;
mod piece;

use sightline_app::domain::verdict::{EvidenceKind, EvidenceState};
use sightline_app::policy::Action;

pub(in crate::pages) use list::{PieceLine, piece_lines};

use crate::components::Tag;
use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::PlanRead);
    let give = Needs::To(Action::EvidenceGive);
    vec![
        get("/plans/{plan}/actions/{reference}/evidence", read, list::show),
        get("/plans/{plan}/actions/{reference}/evidence/new/{kind}", give, give::show),
        post("/plans/{plan}/actions/{reference}/evidence/new/{kind}", give, give::save),
        get("/plans/{plan}/actions/{reference}/evidence/{number}", read, piece::show),
        post(
            "/plans/{plan}/actions/{reference}/evidence/{number}/answer",
            Needs::To(Action::EvidenceAccept),
            piece::answer,
        ),
        post("/plans/{plan}/actions/{reference}/evidence/{number}/take-back", give, piece::take_back),
    ]
}

/// The evidence of an action.
pub(in crate::pages) fn href(plan: &str, reference: &str) -> String {
    format!("{}/evidence", words::action_href(plan, reference))
}

/// What people call evidence of a kind.
pub(in crate::pages) fn kind_words(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Measure => "Measure",
        EvidenceKind::Audit => "Audit finding",
        EvidenceKind::Voice => "What people said",
        EvidenceKind::Document => "Document",
        EvidenceKind::Decision => "Decision of a meeting",
    }
}

/// How a piece of evidence stands, as a mark.
pub(in crate::pages) fn state_tag(state: EvidenceState) -> Tag {
    let colour = match state {
        EvidenceState::Waiting => "yellow",
        EvidenceState::Accepted => "green",
        EvidenceState::Declined => "red",
        EvidenceState::OutOfDate | EvidenceState::Withdrawn => "grey",
    };
    Tag::new(state.words(), colour)
}
