//! What a lead or sponsor says to a challenge; kept, and compared with how things stand.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Challenge, ChallengeKind};

/// How a challenge is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The challenge is right, and the rating is changed.
    Agreed,
    /// There is evidence.
    EvidenceGiven,
    /// There is a reason.
    Explained,
}

impl Reply {
    /// Every way to answer.
    pub const ALL: [Self; 3] = [Self::Agreed, Self::EvidenceGiven, Self::Explained];

    /// As it stands in the store, in forms and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::EvidenceGiven => "evidence_given",
            Self::Explained => "explained",
        }
    }

    /// The reply with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.code() == code)
    }

    /// What was done, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agreed => "Agreed, to be rated again",
            Self::EvidenceGiven => "Evidence given",
            Self::Explained => "Explained",
        }
    }
}

impl ChallengeKind {
    /// The ways in which such a challenge can be answered.
    #[must_use]
    pub fn replies(self) -> &'static [Reply] {
        match self {
            Self::RatedAboveEvidence => &[Reply::Agreed, Reply::EvidenceGiven, Reply::Explained],
            Self::HiddenSuccess => &[Reply::Agreed, Reply::Explained],
            Self::StatementWithoutFeedback => &[Reply::EvidenceGiven, Reply::Explained],
            Self::MovedWithoutReason
            | Self::Stale
            | Self::Undated
            | Self::FindingWithoutAction
            | Self::ActionWithoutMeasure
            | Self::MeasureWithoutData => &[Reply::Explained],
        }
    }
}

/// An answer to a challenge; said once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The challenge, by its key.
    pub challenge: String,
    /// What the challenge is about.
    pub kind: ChallengeKind,
    /// Reference of the action that it belongs to; absent for a finding.
    pub action: Option<String>,
    /// The challenge as it was read, in its sentence.
    pub asked: String,
    /// The situation that was answered to.
    pub situation: String,
    /// How it was answered.
    pub reply: Reply,
    /// The answer in words.
    pub words: String,
    /// Who answered.
    pub by: String,
    /// The post that they held on the day, where the plan names one.
    pub post: Option<String>,
    /// Their role, in words.
    pub role: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether a challenge is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeState<'a> {
    /// Nobody has answered.
    Open,
    /// Answered, and things still stand as they did.
    Answered(&'a Answer),
    /// Answered, but things have changed since, or the change that was agreed was not made.
    Reopened(&'a Answer),
}

impl ChallengeState<'_> {
    /// True when somebody still has to answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Answered(_))
    }
}

/// Whether a challenge that stands on a day is answered; of several answers up to the day, by the last.
///
/// An answer covers the situation that it was given to. Whoever agreed changes
/// the rating, so a challenge that still stands as it did was not answered.
#[must_use]
pub fn state_of<'a>(challenge: &Challenge, answers: &'a [Answer], as_at: NaiveDate) -> ChallengeState<'a> {
    let key = challenge.key();
    let is_to_it = |answer: &&Answer| answer.challenge == key && answer.at.date_naive() <= as_at;
    match answers.iter().filter(is_to_it).max_by_key(|answer| answer.at) {
        None => ChallengeState::Open,
        Some(answer) if answer.reply == Reply::Agreed => ChallengeState::Reopened(answer),
        Some(answer) if answer.situation == challenge.situation => ChallengeState::Answered(answer),
        Some(answer) => ChallengeState::Reopened(answer),
    }
}
