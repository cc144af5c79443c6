//! Sign-off: a sponsor sees what changed since the last accepted update, and accepts the new one or sends it back.

mod decide;
mod queue;

use sightline_app::domain::reporting::UpdateChange;
use sightline_app::domain::scale::Scale;
use sightline_app::policy::Action;

use crate::components::Rating;
use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let sign_off = Needs::To(Action::PlanSignOff);
    vec![
        get("/plans/{plan}/sign-off", sign_off, queue::show),
        post("/plans/{plan}/sign-off", sign_off, queue::accept),
        get("/plans/{plan}/actions/{reference}/sign-off", sign_off, decide::show),
        post("/plans/{plan}/actions/{reference}/sign-off", sign_off, decide::decide),
    ]
}

/// A rating that moved.
struct Move {
    label: &'static str,
    before: Rating,
    after: Rating,
}

/// The ratings among the changes.
fn moves(scale: &Scale, changes: &[UpdateChange]) -> Vec<Move> {
    let moved = |label, before: &Option<String>, after: &Option<String>| Move {
        label,
        before: Rating::of(scale, before.as_deref()),
        after: Rating::of(scale, after.as_deref()),
    };
    changes
        .iter()
        .filter_map(|change| match change {
            UpdateChange::ActionRating(before, after) => Some(moved("Action rating", before, after)),
            UpdateChange::ImpactRating(before, after) => Some(moved("Impact rating", before, after)),
            UpdateChange::Forecast(..) | UpdateChange::NewEvidence(_) => None,
        })
        .collect()
}

/// The other changes, in sentences.
fn other_changes(changes: &[UpdateChange]) -> Vec<String> {
    changes
        .iter()
        .filter_map(|change| match change {
            UpdateChange::Forecast(Some(before), Some(after)) => {
                Some(format!("Now expected by {}; before, by {}.", words::day(*after), words::day(*before)))
            }
            UpdateChange::Forecast(_, Some(after)) => Some(format!("Now expected by {}.", words::day(*after))),
            UpdateChange::NewEvidence(lines) => Some(format!("New evidence: {}", lines.join("; "))),
            UpdateChange::Forecast(..) | UpdateChange::ActionRating(..) | UpdateChange::ImpactRating(..) => None,
        })
        .collect()
}
