//! Evidence that is linked to an action, beside the figures of its measures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The figures of a measure.
    Measure,
    /// What audits found.
    Audit,
    /// What children, parents, carers or workers said.
    Voice,
    /// A document.
    Document,
    /// A decision of a meeting.
    Decision,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Measure, Self::Audit, Self::Voice, Self::Document, Self::Decision];

    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Audit => "audit",
            Self::Voice => "voice",
            Self::Document => "document",
            Self::Decision => "decision",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Measure => "a measure",
            Self::Audit => "audit",
            Self::Voice => "children’s and families’ voice",
            Self::Document => "a document",
            Self::Decision => "a meeting’s decision",
        }
    }
}

/// How strongly the sponsor says a piece of evidence speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It points that way, and little more.
    Weak,
    /// It speaks for it, with gaps.
    Fair,
    /// It speaks for it plainly.
    Strong,
}

impl Strength {
    /// As it stands in the store and in JSON; also the word that is shown.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }

    /// The strength with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Weak, Self::Fair, Self::Strong].into_iter().find(|strength| strength.code() == code)
    }
}

/// The sponsor's word on a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// How strongly it speaks.
    pub strength: Strength,
    /// The day on which the sponsor said so.
    pub on: NaiveDate,
}

/// One piece of evidence that is not a series of figures.
///
/// Audit and feedback that are counted month by month are linked as measures,
/// with their own [`EvidenceKind`]; here stands what is looked at as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// Identifier, unique among the evidence of an action.
    pub id: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// What people call it.
    pub title: String,
    /// The day that it is of.
    pub on: NaiveDate,
    /// The day on which it was linked.
    pub known_on: NaiveDate,
    /// The sponsor's acceptance, once given.
    pub accepted: Option<Acceptance>,
    /// The first day on which it is out of date; `None` when it never is.
    pub out_of_date_on: Option<NaiveDate>,
    /// The day on which it was taken back.
    pub withdrawn_on: Option<NaiveDate>,
}

impl EvidenceItem {
    /// True when it was linked on or before the day.
    #[must_use]
    pub fn is_known_by(&self, day: NaiveDate) -> bool {
        self.known_on <= day
    }

    /// The sponsor's acceptance, if it was given on or before the day.
    #[must_use]
    pub fn accepted_by(&self, day: NaiveDate) -> Option<Acceptance> {
        self.accepted.filter(|accepted| accepted.on <= day)
    }

    /// True when it is linked, not taken back and not yet out of date.
    #[must_use]
    pub fn is_in_date(&self, day: NaiveDate) -> bool {
        self.is_known_by(day)
            && self.withdrawn_on.is_none_or(|withdrawn_on| withdrawn_on > day)
            && self.out_of_date_on.is_none_or(|out_of_date_on| out_of_date_on > day)
    }

    /// True when it counts towards the two kinds of evidence that the best level needs.
    ///
    /// It counts once the sponsor has accepted it: what is only said is not yet relied on. A
    /// meeting's decision says what people want, not what came of it, and never counts.
    #[must_use]
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.is_in_date(day) && self.kind != EvidenceKind::Decision && self.accepted_by(day).is_some()
    }
}
