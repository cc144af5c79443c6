//! A measure that is to show the effect of an action.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{EvidenceKind, Series};
use crate::measure::{Better, Counts, Exact};
use crate::target::Comparison;

/// Days after the end of the latest month with a figure from which a measure is out of date, unless said otherwise.
///
/// Two months: one that runs, and one in which the figures of the month before are loaded.
pub const FRESH_FOR_DAYS: u32 = 62;

/// What the success measure says is to become of the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// It is to get better.
    #[default]
    Improve,
    /// It is good already, and to stay so.
    Maintain,
}

impl Goal {
    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Improve => "improve",
            Self::Maintain => "maintain",
        }
    }

    /// The goal with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Improve, Self::Maintain].into_iter().find(|goal| goal.code() == code)
    }
}

/// What a linked measure is to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTarget {
    /// From which side.
    pub comparison: Comparison,
    /// The figure to reach.
    pub value: Exact,
    /// The day that it is for.
    pub for_on: NaiveDate,
}

impl LinkTarget {
    /// True when the figure meets it, before anything is rounded.
    #[must_use]
    pub fn is_met_by(&self, figure: Exact) -> bool {
        match self.comparison {
            Comparison::AtLeast => figure >= self.value,
            Comparison::AtMost => figure <= self.value,
        }
    }
}

/// A target and when it was known; `None` takes the one before back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTarget {
    /// The target.
    pub target: Option<LinkTarget>,
    /// The day on which it was set or taken back.
    pub known_on: NaiveDate,
}

/// Why a link ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyEnded {
    /// Somebody took it back, or the measure is no more: it counts as linked without figures, or as worsening if that
    /// is what the figures say.
    Withdrawn,
    /// It should never have been there, and the sponsor agreed in writing: it no longer counts.
    Corrected,
}

/// The end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkEnd {
    /// The day from which it no longer stands.
    pub on: NaiveDate,
    /// Why.
    pub why: WhyEnded,
}

/// A measure that is linked to an action, with its figures.
///
/// An action has each measure once in force; a measure that was linked, ended
/// and linked again stands here twice, and the later link takes the place of
/// the earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureLink {
    /// The measure, by its id.
    pub measure: String,
    /// What people call it.
    pub name: String,
    /// What kind of evidence its figures are: a measure of records, of audits or of feedback.
    pub kind: EvidenceKind,
    /// Whether it counts what happened in a month or how things stood at its end.
    pub counts: Counts,
    /// The unit, such as `per cent`.
    pub unit: String,
    /// Decimal places that its figures are shown with.
    pub places: u8,
    /// Which way is good.
    pub better: Better,
    /// The day on which the action began to matter for it.
    pub starts_on: NaiveDate,
    /// Whether it is to get better or to stay good.
    pub goal: Goal,
    /// Its targets as they were set and taken back, in that order.
    pub targets: Vec<KnownTarget>,
    /// The day on which it was linked.
    pub linked_on: NaiveDate,
    /// How the link ended, if it did.
    pub ended: Option<LinkEnd>,
    /// Days after the end of its latest month from which it is out of date.
    pub fresh_for_days: u32,
    /// Its monthly figures.
    pub series: Series,
}

impl MeasureLink {
    /// The end of the link, if it ended on or before the day.
    #[must_use]
    pub fn ended_by(&self, day: NaiveDate) -> Option<LinkEnd> {
        self.ended.filter(|end| end.on <= day)
    }

    /// What was said of its target by a day, in the order it was said.
    pub(super) fn targets_by(&self, day: NaiveDate) -> impl DoubleEndedIterator<Item = &KnownTarget> {
        self.targets.iter().filter(move |target| target.known_on <= day)
    }
}

/// The links that count on a day: linked by then, not ended as a mistake, and of each measure the last one.
pub(super) fn counting(links: &[MeasureLink], day: NaiveDate) -> Vec<&MeasureLink> {
    let mut counting: Vec<&MeasureLink> = Vec::with_capacity(links.len());
    for link in links.iter().filter(|link| link.linked_on <= day) {
        if link.ended_by(day).is_some_and(|end| end.why == WhyEnded::Corrected) {
            continue;
        }
        match counting.iter_mut().find(|other| other.measure == link.measure) {
            Some(other) => {
                if link.linked_on >= other.linked_on {
                    *other = link;
                }
            }
            None => counting.push(link),
        }
    }
    counting
}
