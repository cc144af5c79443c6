//! One action: what it is, how it stands, what was said of it, and the files beside it.
//!
//! Leads come here to report, sponsors to see what they sign off, everybody
//! else to follow a rating down to what it rests on.

mod attachments;
mod discussion;
mod evidence;
mod facts;
mod history;
mod measures;
mod show;
mod verdict_history;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(in crate::pages) use evidence::{EvidenceView, evidence as evidence_view};
pub(in crate::pages) use facts::{action_meaning, impact_meaning};
pub(in crate::pages) use history::amendment_words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::PlanRead);
    let discuss = Needs::To(Action::DiscussionWrite);
    let link = Needs::To(Action::MeasureLink);
    vec![
        get("/plans/{plan}/actions/{reference}", read, show::show),
        get("/plans/{plan}/actions/{reference}/measures", link, measures::show),
        post("/plans/{plan}/actions/{reference}/measures", link, measures::save),
        post("/plans/{plan}/actions/{reference}/discussion", discuss, discussion::add),
        post("/plans/{plan}/actions/{reference}/attachments", discuss, attachments::add),
        get("/plans/{plan}/actions/{reference}/attachments/{number}", read, attachments::open),
    ]
}
