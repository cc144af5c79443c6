//! What a lead or sponsor says to a challenge; kept, and compared with how things stand.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Challenge;

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Reply {
    /// The challenge is right, and the rating was changed.
    AgreedAndRated {
        /// Code of the level it was changed to.
        rating: String,
    },
    /// There is evidence.
    EvidenceGiven {
        /// Identifiers of the evidence.
        evidence: Vec<String>,
    },
    /// There is a reason.
    Explained {
        /// The reason.
        text: String,
    },
}

/// An answer to a challenge; said once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The challenge, by its key.
    pub challenge: String,
    /// The situation that was answered to.
    pub situation: String,
    /// What was answered.
    pub reply: Reply,
    /// Who answered.
    pub by: String,
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
/// An answer covers the situation that it was given to. Whoever agreed changed
/// the rating, so a challenge that still stands as it did was not answered.
#[must_use]
pub fn state_of<'a>(challenge: &Challenge, answers: &'a [Answer], as_at: NaiveDate) -> ChallengeState<'a> {
    let key = challenge.key();
    let is_to_it = |answer: &&Answer| answer.challenge == key && answer.at.date_naive() <= as_at;
    match answers.iter().filter(is_to_it).max_by_key(|answer| answer.at) {
        None => ChallengeState::Open,
        Some(answer) if matches!(answer.reply, Reply::AgreedAndRated { .. }) => ChallengeState::Reopened(answer),
        Some(answer) if answer.situation == challenge.situation => ChallengeState::Answered(answer),
        Some(answer) => ChallengeState::Reopened(answer),
    }
}
