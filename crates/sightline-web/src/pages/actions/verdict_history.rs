//! How the verdicts on an action came about over time.

use sightline_app::VerdictHistory;
use sightline_app::domain::board_report::Axis;

use super::evidence::{question, supported};
use crate::components::Rating;
use crate::words;

/// Verdicts that are listed.
const MOST_LISTED: usize = 40;

/// A verdict that was kept.
pub(in crate::pages) struct KeptView {
    pub(in crate::pages) day: String,
    pub(in crate::pages) question: &'static str,
    pub(in crate::pages) rated: Rating,
    pub(in crate::pages) supports: Rating,
    pub(in crate::pages) changes: Vec<String>,
}

/// The verdicts that were kept, the latest first, and what is said of those that are not listed.
pub(super) fn listed(history: &VerdictHistory) -> (Vec<KeptView>, Option<String>) {
    let views = history.records.iter().rev().take(MOST_LISTED).map(|(record, changes)| {
        let scale = if record.axis == Axis::Action { &history.scale } else { &history.impact_scale };
        KeptView {
            day: words::day(record.as_at),
            question: question(record.axis),
            rated: Rating::of(scale, Some(&record.rated)),
            supports: supported(scale, record.supports),
            changes: changes.clone(),
        }
    });
    let earlier = history.records.len().saturating_sub(MOST_LISTED);
    let more = (earlier > 0).then(|| {
        let all = words::number(history.records.len());
        format!("The latest {MOST_LISTED} of {all} are listed.")
    });
    (views.collect(), more)
}
