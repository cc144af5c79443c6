//! Impact tests: on the day by which impact has to be tested, a person concludes and the sponsor signs.
//!
//! Conclusions are appended and never changed. A test that was sent back, or
//! came too early, is concluded anew.

mod due;

pub use due::{ImpactTestDue, impact_tests_due};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::board_report::day_words;
use crate::refusal::{Refusal, is_blank, is_same_name};
use crate::verdict::ImpactLevel;

/// What was asked of an impact test does not fit how it stands.
const IMPACT_TEST: &str = "SL-D438";

/// The tests of one action's impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactTest {
    /// Reference of the action.
    pub action: String,
    /// The day by which impact has to be tested, as the plan has it.
    pub due_on: NaiveDate,
    /// What was concluded, in the order in which it was recorded.
    pub conclusions: Vec<Conclusion>,
}

/// What a person concluded of the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// What.
    pub found: Found,
    /// Why, in the person's own words.
    pub reasons: String,
    /// The evidence it rests on, one reference each.
    pub evidence: Vec<String>,
    /// The verdict that lay beside it; null when none was made.
    pub verdict: Option<VerdictBeside>,
    /// Who concluded it.
    pub by: String,
    /// The day it is of; the evidence is that of this day.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What the sponsor said; null while nobody has.
    pub answer: Option<SponsorAnswer>,
}

/// The verdict that a person had before them when concluding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictBeside {
    /// What the evidence supported.
    pub level: ImpactLevel,
    /// SHA-256 of its inputs ([`crate::verdict::impact_inputs`]), as 64 small hexadecimal digits.
    pub inputs_sha256: String,
}

/// What the evidence says of the impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Found {
    /// It makes a difference for children.
    ImpactShown,
    /// It makes none, or a bad one.
    NotShown,
    /// It cannot be told yet.
    TooEarly {
        /// The day by which it is tested again.
        again_on: NaiveDate,
    },
    /// It cannot be told from what there is.
    EvidenceLacking {
        /// What is lacking, and who gets it.
        lacking: String,
        /// The day by which it is tested again.
        again_on: NaiveDate,
    },
}

/// What a sponsor said of a conclusion; said once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SponsorAnswer {
    /// The question, when it was sent back; null when it was signed.
    pub question: Option<String>,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a test stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestState {
    /// Its day has passed, and nothing is concluded.
    Overdue,
    /// It is due on this day.
    Due,
    /// The sponsor asked a question that no later conclusion answers.
    SentBack,
    /// Concluded, and not signed.
    WaitingForSponsor,
    /// Due on a later day.
    ToCome,
    /// Concluded and signed.
    Signed,
}

impl TestState {
    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Due => "Due today",
            Self::SentBack => "Sent back",
            Self::WaitingForSponsor => "Waiting for the sponsor",
            Self::ToCome => "To come",
            Self::Signed => "Signed",
        }
    }
}

impl Found {
    /// The name shown to people.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::ImpactShown => "Impact shown",
            Self::NotShown => "Impact not shown",
            Self::TooEarly { .. } => "Too early to tell",
            Self::EvidenceLacking { .. } => "Evidence lacking",
        }
    }

    /// True when it claims more than the verdict supports: impact that is shown needs green, and the rest claims nothing.
    #[must_use]
    pub fn is_above(&self, level: ImpactLevel) -> bool {
        matches!(self, Self::ImpactShown) && level < ImpactLevel::Green
    }

    /// The day by which it is tested again; `None` when the test is settled.
    #[must_use]
    pub fn again_on(&self) -> Option<NaiveDate> {
        match self {
            Self::ImpactShown | Self::NotShown => None,
            Self::TooEarly { again_on } | Self::EvidenceLacking { again_on, .. } => Some(*again_on),
        }
    }
}

impl Conclusion {
    /// True when a sponsor stands by it.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.question.is_none())
    }

    /// True when it claims more than the verdict that lay beside it.
    #[must_use]
    pub fn is_above_its_verdict(&self) -> bool {
        self.verdict.as_ref().is_some_and(|beside| self.found.is_above(beside.level))
    }

    fn is_signed_by(&self, moment: DateTime<Utc>) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.question.is_none() && answer.at <= moment)
    }
}

impl ImpactTest {
    /// The day by which it is to be concluded: the plan's, or the one that the last signed conclusion set.
    #[must_use]
    pub fn next_due_on(&self) -> NaiveDate {
        let again = self.conclusions.iter().rev().find(|conclusion| conclusion.is_signed());
        again.and_then(|conclusion| conclusion.found.again_on()).unwrap_or(self.due_on)
    }

    /// How it stands at the end of a day.
    ///
    /// A conclusion that is signed and sets another day is asked for again from that day; until then it is to come.
    #[must_use]
    pub fn state_on(&self, day: NaiveDate) -> TestState {
        let last = self.conclusions.last();
        match last.map(|conclusion| (conclusion, &conclusion.answer)) {
            Some((_, None)) => return TestState::WaitingForSponsor,
            Some((_, Some(answer))) if answer.question.is_some() => return TestState::SentBack,
            Some((conclusion, Some(_))) if conclusion.found.again_on().is_none() => return TestState::Signed,
            Some(_) | None => {}
        }
        match self.next_due_on().cmp(&day) {
            std::cmp::Ordering::Less => TestState::Overdue,
            std::cmp::Ordering::Equal => TestState::Due,
            std::cmp::Ordering::Greater => TestState::ToCome,
        }
    }

    /// The test as it was known at a moment; what was recorded later is left out.
    #[must_use]
    pub fn as_known_at(&self, moment: DateTime<Utc>) -> Self {
        let mut test = self.clone();
        test.conclusions.retain(|conclusion| conclusion.recorded_at <= moment);
        for conclusion in &mut test.conclusions {
            conclusion.answer = conclusion.answer.take().filter(|answer| answer.at <= moment);
        }
        test
    }

    /// The conclusion that a sponsor stands by, as known at a moment: the last signed one.
    #[must_use]
    pub fn signed_at(&self, moment: DateTime<Utc>) -> Option<&Conclusion> {
        self.conclusions.iter().rev().find(|conclusion| conclusion.is_signed_by(moment))
    }

    /// The test with another conclusion, recorded on `today`.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D438` – the last one waits for the sponsor; it is of a day to come, gives no reasons or says
    /// not who concluded; impact is said to be shown, or not to be, without any evidence; the day on which it is tested
    /// again has passed; nothing says what is lacking.
    pub fn concluded(mut self, conclusion: Conclusion, today: NaiveDate) -> Result<Self, Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(IMPACT_TEST, what, next));
        let action = &self.action;
        if self.conclusions.last().is_some_and(|last| last.answer.is_none()) {
            return refused(
                format!("A conclusion on action {action} waits for the sponsor."),
                "Let the sponsor sign it or send it back first.",
            );
        }
        if conclusion.on > today {
            return refused(
                format!("The conclusion is of {}, which is to come.", day_words(conclusion.on)),
                "Give today or an earlier day.",
            );
        }
        if is_blank(&conclusion.reasons) || is_blank(&conclusion.by) {
            return refused(
                "The conclusion gives no reasons, or says not whose it is.".to_owned(),
                "Say in a sentence or two what the evidence shows.",
            );
        }
        if conclusion.answer.is_some() {
            return refused(
                "A conclusion cannot come with its signature.".to_owned(),
                "Record it; the sponsor signs it afterwards.",
            );
        }
        let rests_on_nothing = conclusion.evidence.iter().all(|evidence| is_blank(evidence));
        if rests_on_nothing && conclusion.found.again_on().is_none() {
            let what = format!("“{}” rests on no evidence.", conclusion.found.name());
            return refused(what, "Name the evidence, or conclude that it is lacking.");
        }
        if let Some(again_on) = conclusion.found.again_on().filter(|again_on| *again_on <= conclusion.on) {
            return refused(
                format!("It cannot be tested again by {}.", day_words(again_on)),
                "Give a day after that of the conclusion.",
            );
        }
        if matches!(&conclusion.found, Found::EvidenceLacking { lacking, .. } if is_blank(lacking)) {
            return refused(
                "Nothing says what evidence is lacking.".to_owned(),
                "Say what is lacking, and who gets it.",
            );
        }
        self.conclusions.push(conclusion);
        Ok(self)
    }

    /// The test with the sponsor's answer to its conclusion number `number`, counted from 1.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D438` – another conclusion has come since, or there is none of this number; a sponsor has
    /// answered already, and is named; the sponsor concluded it; it is sent back without a question.
    pub fn answered(mut self, number: usize, answer: SponsorAnswer) -> Result<Self, Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(IMPACT_TEST, what, next));
        let count = self.conclusions.len();
        let Some(conclusion) = self.conclusions.last_mut().filter(|_| number == count) else {
            let what = format!("Conclusion {number} on action {} is not the last one; there are {count}.", self.action);
            return refused(what, "Open the test again and read the last conclusion.");
        };
        if let Some(given) = &conclusion.answer {
            let did = if given.question.is_some() { "sent this conclusion back" } else { "signed this conclusion" };
            let what = format!("{} {did} on {}.", given.by, day_words(given.at.date_naive()));
            return refused(what, "There is nothing to do.");
        }
        if is_blank(&answer.by) || is_same_name(&answer.by, &conclusion.by) {
            let what = format!("{} concluded this test and cannot answer it as sponsor.", conclusion.by);
            return refused(what, "Let the sponsor of the priority do it, or somebody in the sponsor's place.");
        }
        if answer.question.as_deref().is_some_and(is_blank) {
            return refused("It is sent back without a question.".to_owned(), "Ask what you want to know.");
        }
        conclusion.answer = Some(answer);
        Ok(self)
    }

    /// Where the test stands on a day, in a sentence.
    #[must_use]
    pub fn sentence(&self, day: NaiveDate) -> String {
        let due = day_words(self.next_due_on());
        let last = self.conclusions.last();
        let concluded = last.map_or_else(String::new, |last| {
            format!("{}, concluded by {} on {}", last.found.name(), last.by, day_words(last.on))
        });
        let again = if self.conclusions.is_empty() { "" } else { " again" };
        match self.state_on(day) {
            TestState::Overdue => format!("Impact was to be tested{again} by {due}, and nothing is concluded."),
            TestState::Due => format!("Impact is to be tested{again} today."),
            TestState::ToCome => format!("Impact is to be tested{again} by {due}."),
            TestState::WaitingForSponsor => format!("{concluded}; not signed by the sponsor."),
            TestState::SentBack => {
                let question = last.and_then(|last| last.answer.as_ref()?.question.clone()).unwrap_or_default();
                format!("{concluded}; sent back: {}", question.trim())
            }
            TestState::Signed => {
                let signed = last.and_then(|last| last.answer.as_ref());
                let by = signed.map_or_else(String::new, |answer| {
                    format!("; signed by {} on {}", answer.by, day_words(answer.at.date_naive()))
                });
                format!("{concluded}{by}.")
            }
        }
    }
}

#[cfg(test)]
mod tests;
