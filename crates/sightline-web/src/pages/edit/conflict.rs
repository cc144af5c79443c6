//! Two people change the same action: the second is shown both, and loses nothing.

use sightline_app::Disagreement;
use sightline_app::domain::plan::Plan;

use super::facts;
use super::what::What;
use crate::forms::Typed;
use crate::words;

/// What differs, part by part.
pub(super) struct Conflict {
    /// Who changed it meanwhile, when and why; the latest last.
    pub(super) since: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One part of the action.
pub(super) struct Row {
    pub(super) part: &'static str,
    pub(super) seen: String,
    pub(super) now: String,
    pub(super) typed: String,
}

impl Conflict {
    pub(super) fn of(what: What, found: &Disagreement, plan: &Plan, typed: &Typed) -> Self {
        let now = facts::of_action(what, &found.now, plan);
        let seen = found.seen.as_ref().map(|seen| facts::of_action(what, seen, plan)).unwrap_or_default();
        let rows = now
            .into_iter()
            .zip(facts::of_typed(what, typed, plan))
            .enumerate()
            .map(|(place, ((part, now), (_, typed)))| Row {
                part,
                seen: seen.get(place).map(|(_, seen)| seen.clone()).unwrap_or_default(),
                now,
                typed,
            })
            .collect();
        let since = found
            .since
            .iter()
            .map(|amendment| {
                format!("{} on {}: {}", amendment.by, words::moment(amendment.recorded_at), amendment.reason)
            })
            .collect();
        Self { since, rows }
    }
}
