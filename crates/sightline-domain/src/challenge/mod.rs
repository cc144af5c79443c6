//! Challenges: what a board has every reason to ask about, found by rule.
//!
//! A rating the evidence does not support, a success nobody claims, silence, a
//! missing date, a chain from finding to child that is broken, a date moved
//! without a word. Each is told in a sentence with what would answer it, and is
//! open until somebody does; the answer is kept. Beside them stands the
//! optimism record: how past ratings and forecasts turned out, by priority and
//! by post and never by person.

mod answer;
mod chain;
mod dates;
mod optimism;
mod rating;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use answer::{Answer, ChallengeState, Reply, state_of};
pub use chain::chain_challenges;
pub use dates::date_challenges;
pub use optimism::{
    ForecastOutcomes, HORIZON_MONTHS, NO_POST, OptimismRecord, Outcomes, RatingOutcomes, optimism_record, posts_of,
};
pub use rating::{Weighed, rating_challenges, weigh};

use crate::board_report::Axis;
use crate::history::{Amendment, Update};
use crate::standpoint::Standpoint;
use crate::verdict::{DoingVerdict, ImpactVerdict};

/// What is said to be supported where nothing is.
const NO_RATING: &str = "no rating";

/// What a challenge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// A rating is better than its evidence.
    RatedAboveEvidence,
    /// A date was moved, and nobody said why.
    MovedWithoutReason,
    /// Nobody has reported within the plan's update cycle.
    Stale,
    /// Neither the action nor a step of it names a day.
    Undated,
    /// A finding of an inspection that no action answers.
    FindingWithoutAction,
    /// An action that no measure is linked to.
    ActionWithoutMeasure,
    /// A linked measure without a single figure.
    MeasureWithoutData,
    /// A child's statement, and nothing that children said.
    StatementWithoutFeedback,
    /// A rating is worse than its evidence.
    HiddenSuccess,
}

impl ChallengeKind {
    /// Every kind, those that ask most of a board first.
    pub const ALL: [Self; 9] = [
        Self::RatedAboveEvidence,
        Self::MovedWithoutReason,
        Self::Stale,
        Self::Undated,
        Self::FindingWithoutAction,
        Self::ActionWithoutMeasure,
        Self::MeasureWithoutData,
        Self::StatementWithoutFeedback,
        Self::HiddenSuccess,
    ];

    /// As it stands in the store, in addresses and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RatedAboveEvidence => "rated_above_evidence",
            Self::MovedWithoutReason => "moved_without_reason",
            Self::Stale => "stale",
            Self::Undated => "undated",
            Self::FindingWithoutAction => "finding_without_action",
            Self::ActionWithoutMeasure => "action_without_measure",
            Self::MeasureWithoutData => "measure_without_data",
            Self::StatementWithoutFeedback => "statement_without_feedback",
            Self::HiddenSuccess => "hidden_success",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RatedAboveEvidence => "Rated better than its evidence",
            Self::MovedWithoutReason => "Date moved without a reason",
            Self::Stale => "Not updated",
            Self::Undated => "Without a date",
            Self::FindingWithoutAction => "Finding without an action",
            Self::ActionWithoutMeasure => "Action without a measure",
            Self::MeasureWithoutData => "Measure without figures",
            Self::StatementWithoutFeedback => "Child’s statement without feedback",
            Self::HiddenSuccess => "Hidden success",
        }
    }

    /// True when the same words are asked about every action: something that is not there.
    fn asks_the_same(self) -> bool {
        matches!(self, Self::Undated | Self::ActionWithoutMeasure | Self::StatementWithoutFeedback)
    }

    /// What answers it, as a sentence.
    #[must_use]
    pub fn answered_by(self) -> &'static str {
        match self {
            Self::RatedAboveEvidence => {
                "Agree and rate it as the evidence does, give evidence that supports the rating, or explain."
            }
            Self::HiddenSuccess => {
                "Agree and rate it as the evidence does, or explain why it is not yet to be claimed."
            }
            Self::MovedWithoutReason => "Say why the date was moved.",
            Self::Stale => "Report on it, or explain.",
            Self::Undated => "Give it a date by amending it, or explain why it has none.",
            Self::FindingWithoutAction => "Name the action that answers it, add one, or explain.",
            Self::ActionWithoutMeasure => "Link a measure that would show its effect, or explain.",
            Self::MeasureWithoutData => "Load records that it can be counted in, link another measure, or explain.",
            Self::StatementWithoutFeedback => "Give what children said about it, or explain.",
        }
    }
}

/// What a challenge is raised on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "on")]
pub enum Subject {
    /// An action, by its reference.
    Action {
        /// Reference of the action.
        action: String,
    },
    /// One rating of an action.
    Rating {
        /// Reference of the action.
        action: String,
        /// Code of the rating: `action` or `impact`.
        axis: String,
    },
    /// One date of an action.
    Date {
        /// Reference of the action.
        action: String,
        /// Which date, and what it is now: `due 2026-12-31`.
        date: String,
    },
    /// A measure linked to an action.
    Link {
        /// Reference of the action.
        action: String,
        /// The measure, by its id.
        measure: String,
    },
    /// A finding of an inspection.
    Finding {
        /// The inspection, by its name in the plan.
        inspection: String,
        /// Reference of the finding.
        finding: String,
    },
}

impl Subject {
    /// The action that it belongs to; `None` for a finding.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        match self {
            Self::Action { action }
            | Self::Rating { action, .. }
            | Self::Date { action, .. }
            | Self::Link { action, .. } => Some(action),
            Self::Finding { .. } => None,
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Action { action } => format!("{action:?}"),
            Self::Rating { action, axis } => format!("{action:?} {axis}"),
            Self::Date { action, date } => format!("{action:?} {date:?}"),
            Self::Link { action, measure } => format!("{action:?} {measure:?}"),
            Self::Finding { inspection, finding } => format!("{inspection:?} {finding:?}"),
        }
    }
}

/// Something a board has reason to ask about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// What it is about.
    pub kind: ChallengeKind,
    /// What it is raised on.
    pub subject: Subject,
    /// The challenge in a sentence.
    pub sentence: String,
    /// What an answer covers, such as `green over amber`: when it is no longer so, the answer no longer covers it.
    pub situation: String,
}

impl Challenge {
    /// What tells it from all others of a plan, the same on every day that it stands.
    #[must_use]
    pub fn key(&self) -> String {
        Self::key_of(self.kind, &self.subject)
    }

    /// True when it asks what is asked of others alike: something that is not there, or a rating without any evidence.
    #[must_use]
    pub fn asks_the_same(&self) -> bool {
        self.kind.asks_the_same()
            || matches!(self.subject, Subject::Rating { .. }) && self.situation.contains(NO_RATING)
    }

    /// The key of a challenge of this kind that is raised on this.
    #[must_use]
    pub fn key_of(kind: ChallengeKind, subject: &Subject) -> String {
        format!("{} {}", kind.code(), subject.key())
    }
}

/// The two verdicts on an action.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionVerdicts {
    /// Are we doing it.
    pub doing: DoingVerdict,
    /// Is it making a difference.
    pub impact: ImpactVerdict,
}

/// Every challenge to a plan on a day, those that ask most of a board first, then in plan order.
///
/// `verdicts` are those of the same day, by reference of the action; an action
/// without an entry is challenged only on what needs none. `amendments` and
/// `updates` may reach beyond the day and are read up to it.
#[must_use]
pub fn challenges(
    now: &Standpoint<'_>,
    verdicts: &BTreeMap<String, ActionVerdicts>,
    amendments: &[Amendment],
    updates: &[Update],
) -> Vec<Challenge> {
    let mut found = rating_challenges(now, verdicts);
    for challenge in &mut found {
        rating::add_since(challenge, now, updates);
    }
    found.extend(date_challenges(now, amendments, updates));
    found.extend(chain_challenges(now, verdicts));
    found.sort_by_key(|challenge| challenge.kind);
    found
}

/// The code of a rating, as it stands in a subject.
#[must_use]
pub fn axis_code(axis: Axis) -> &'static str {
    match axis {
        Axis::Action => "action",
        Axis::Impact => "impact",
    }
}
