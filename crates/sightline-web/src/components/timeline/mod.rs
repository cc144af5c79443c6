//! What happened, the latest first.
//!
//! Stands under a heading of the second level; each entry has one of the third.

use askama::Template;
use serde::Deserialize;

use super::{Link, Rating};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "timeline/timeline.html")]
pub(crate) struct Timeline {
    pub(crate) entries: Vec<TimelineEntry>,
}

impl Timeline {
    pub(crate) fn new(entries: Vec<TimelineEntry>) -> Self {
        Self { entries }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TimelineEntry {
    pub(crate) title: String,
    /// Who did it; empty when nobody in particular.
    pub(crate) by: String,
    /// For people: `30 June 2026 at 14:05`.
    pub(crate) when: String,
    /// For programs: `2026-06-30T14:05:00Z`.
    pub(crate) datetime: String,
    pub(crate) ratings: Vec<LabelledRating>,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) link: Option<Link>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LabelledRating {
    pub(crate) label: String,
    pub(crate) rating: Rating,
}
