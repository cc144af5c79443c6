//! The challenge log: what members asked at meetings, what they were told, and whether that closed it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, is_blank, is_same_name};

/// What was asked of an entry of the challenge log does not fit how it stands.
const CHALLENGE: &str = "SL-D436";

/// A challenge that a member made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedChallenge {
    /// Number, never given to another entry of the body.
    pub number: u32,
    /// Number of the meeting at which it was made; null between meetings.
    pub meeting: Option<u64>,
    /// Number of the item on the agenda.
    pub item: Option<u32>,
    /// The day it was made.
    pub on: NaiveDate,
    /// The post that made it.
    pub by_post: String,
    /// The post that is to answer.
    pub to_post: String,
    /// What was asked or doubted.
    pub text: String,
    /// References of actions it is about.
    pub actions: Vec<String>,
    /// Answers, in the order in which they came.
    pub answers: Vec<ChallengeAnswer>,
    /// Who closed it and why; open when null.
    pub closed: Option<ChallengeClosing>,
}

/// An answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeAnswer {
    /// The post that answered.
    pub by_post: String,
    /// The day.
    pub on: NaiveDate,
    /// The answer.
    pub text: String,
}

/// That a challenge is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeClosing {
    /// The post that closed it.
    pub by_post: String,
    /// The day.
    pub on: NaiveDate,
    /// What changed through it.
    pub outcome: String,
}

/// How a challenge stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeStage {
    /// Nobody has answered.
    Unanswered,
    /// Answered, and not closed.
    Answered,
    /// Closed.
    Closed,
}

impl LoggedChallenge {
    /// Nothing when it can be recorded as a new challenge.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D436` – nothing is asked, or nobody asks or is asked; the post asks itself; it comes with answers
    /// or closed.
    pub fn check_new(&self) -> Result<(), Refusal> {
        let refused = |what: &str, next: &str| Err(Refusal::new(CHALLENGE, what, next));
        if is_blank(&self.text) || is_blank(&self.by_post) || is_blank(&self.to_post) {
            let next = "Write what was asked or doubted, which post asked, and which is to answer.";
            return refused("The challenge says nothing, or not who asks whom.", next);
        }
        if is_same_name(&self.by_post, &self.to_post) {
            return refused("A post cannot challenge itself.", "Name the post that is to answer.");
        }
        if !self.answers.is_empty() || self.closed.is_some() {
            return refused("A new challenge cannot come with its answer.", "Record the challenge, then the answer.");
        }
        Ok(())
    }

    /// How it stands at the end of a day.
    #[must_use]
    pub fn stage_on(&self, day: NaiveDate) -> ChallengeStage {
        if self.closed.as_ref().is_some_and(|closed| closed.on <= day) {
            ChallengeStage::Closed
        } else if self.answers.iter().any(|answer| answer.on <= day) {
            ChallengeStage::Answered
        } else {
            ChallengeStage::Unanswered
        }
    }

    /// Whole days from the challenge to its first answer, or to the day while there is none.
    #[must_use]
    pub fn days_to_answer(&self, day: NaiveDate) -> i64 {
        let first = self.answers.iter().map(|answer| answer.on).filter(|on| *on <= day).min();
        (first.unwrap_or(day) - self.on).num_days().max(0)
    }

    /// The challenge with an answer.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D436` – it is closed; the answer says nothing, is nobody's, or is dated before the challenge.
    pub fn answered(mut self, answer: ChallengeAnswer) -> Result<Self, Refusal> {
        let refused = |what: &str, next: &str| Err(Refusal::new(CHALLENGE, what, next));
        if self.closed.is_some() {
            return refused("This challenge is closed.", "Make another challenge that names it.");
        }
        if is_blank(&answer.text) || is_blank(&answer.by_post) {
            return refused(
                "The answer says nothing, or not who gives it.",
                "Write the answer, and the post that gives it.",
            );
        }
        if answer.on < self.on {
            return refused("The answer is dated before the challenge.", "Give the day on which it was given.");
        }
        self.answers.push(answer);
        Ok(self)
    }

    /// The challenge closed.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D436` – nobody has answered; a post that answered closes it; nothing says what changed; it is
    /// closed already, or before an answer came.
    pub fn closed(mut self, closing: ChallengeClosing) -> Result<Self, Refusal> {
        let refused = |what: &str, next: &str| Err(Refusal::new(CHALLENGE, what, next));
        if self.closed.is_some() {
            return refused("This challenge is closed.", "There is nothing to do.");
        }
        let Some(last) = self.answers.iter().map(|answer| answer.on).max() else {
            return refused("Nobody has answered this challenge.", "Record the answer first.");
        };
        if self.answers.iter().any(|answer| is_same_name(&answer.by_post, &closing.by_post)) {
            return refused(
                "Whoever answers a challenge does not close it.",
                "Let whoever made it close it, or the chair.",
            );
        }
        if is_blank(&closing.outcome) {
            return refused("Nothing says what changed through this challenge.", "Write it, also when nothing did.");
        }
        if closing.on < last {
            return refused("It is closed before its last answer.", "Give that day or a later one.");
        }
        self.closed = Some(closing);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn challenge() -> LoggedChallenge {
        LoggedChallenge {
            number: 1,
            meeting: Some(3),
            item: Some(4),
            on: day("2026-11-18"),
            by_post: "Lead Member".to_owned(),
            to_post: "Head of Service".to_owned(),
            text: "Why is it green when visits are late?".to_owned(),
            actions: vec!["1.3".to_owned()],
            answers: Vec::new(),
            closed: None,
        }
    }

    fn answer(by: &str, on: &str, text: &str) -> ChallengeAnswer {
        ChallengeAnswer { by_post: by.to_owned(), on: day(on), text: text.to_owned() }
    }

    fn closing(by: &str, on: &str, outcome: &str) -> ChallengeClosing {
        ChallengeClosing { by_post: by.to_owned(), on: day(on), outcome: outcome.to_owned() }
    }

    #[test]
    fn a_challenge_is_open_until_it_is_answered_and_closed_by_somebody_else() {
        assert!(
            challenge()
                .closed(closing("Chair", "2026-12-01", "Re-rated."))
                .unwrap_err()
                .what
                .contains("Nobody has answered")
        );
        let answered = challenge().answered(answer("Head of Service", "2026-11-25", "It is amber now.")).unwrap();
        assert_eq!(answered.stage_on(day("2026-11-24")), ChallengeStage::Unanswered);
        assert_eq!(answered.stage_on(day("2026-11-25")), ChallengeStage::Answered);
        assert_eq!((answered.days_to_answer(day("2026-11-20")), answered.days_to_answer(day("2026-12-20"))), (2, 7));
        let own = answered.clone().closed(closing("head of service", "2026-12-01", "Re-rated."));
        assert!(own.unwrap_err().what.contains("does not close it"));
        assert!(answered.clone().closed(closing("Lead Member", "2026-12-01", "")).is_err());
        assert!(answered.clone().closed(closing("Lead Member", "2026-11-24", "Re-rated.")).is_err());
        let closed = answered.closed(closing("Lead Member", "2026-12-01", "Re-rated.")).unwrap();
        assert_eq!(closed.stage_on(day("2026-12-01")), ChallengeStage::Closed);
        assert_eq!(closed.answered(answer("X", "2026-12-02", "More")).unwrap_err().code, "SL-D436");
    }

    #[test]
    fn a_new_challenge_says_who_asks_whom_and_what() {
        assert_eq!(challenge().check_new(), Ok(()));
        let told = |change: &dyn Fn(&mut LoggedChallenge)| {
            let mut challenge = challenge();
            change(&mut challenge);
            challenge.check_new().unwrap_err().what
        };
        assert!(told(&|it| it.text = " ".to_owned()).contains("says nothing"));
        assert!(told(&|it| it.to_post = "lead member".to_owned()).contains("itself"));
        assert!(told(&|it| it.answers.push(answer("Head of Service", "2026-11-25", "Yes."))).contains("its answer"));
    }

    #[test]
    fn an_answer_says_something_and_comes_after_the_challenge() {
        assert!(challenge().answered(answer("Head of Service", "2026-11-25", " ")).is_err());
        assert!(challenge().answered(answer("", "2026-11-25", "It is amber now.")).is_err());
        assert!(challenge().answered(answer("Head of Service", "2026-11-17", "It is amber now.")).is_err());
    }
}
