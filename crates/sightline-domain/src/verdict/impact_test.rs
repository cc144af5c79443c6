//! Tests of impact: on the day that a plan names, somebody looks at the evidence and says what it shows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ImpactLevel;
use crate::reporting::{Outcome, SignOff};

/// What a person concludes from the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Children are better off for it.
    Difference,
    /// Some are, or in part.
    Partly,
    /// They are not.
    NoDifference,
    /// It has made something worse.
    Worse,
    /// The evidence does not say.
    CannotTell,
}

impl Conclusion {
    /// Every conclusion, best first.
    pub const ALL: [Self; 5] = [Self::Difference, Self::Partly, Self::NoDifference, Self::Worse, Self::CannotTell];

    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Partly => "partly",
            Self::NoDifference => "no_difference",
            Self::Worse => "worse",
            Self::CannotTell => "cannot_tell",
        }
    }

    /// The conclusion with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|conclusion| conclusion.code() == code)
    }

    /// The conclusion in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Difference => "It makes a difference",
            Self::Partly => "It makes a difference in part",
            Self::NoDifference => "It makes no difference",
            Self::Worse => "It has made something worse",
            Self::CannotTell => "The evidence does not say",
        }
    }

    /// True when it claims more than the verdict supports.
    ///
    /// A difference needs green, a difference in part at least amber; the rest claim nothing.
    #[must_use]
    pub fn is_above(self, level: ImpactLevel) -> bool {
        match self {
            Self::Difference => level < ImpactLevel::Green,
            Self::Partly => level < ImpactLevel::Amber,
            Self::NoDifference | Self::Worse | Self::CannotTell => false,
        }
    }
}

/// A test of impact that was held; never changed, only followed by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactTest {
    /// Reference of the action.
    pub action: String,
    /// The test date that it was held for.
    pub test_on: NaiveDate,
    /// What was concluded.
    pub conclusion: Conclusion,
    /// Why, in words.
    pub reason: String,
    /// What the verdict said on the day.
    pub verdict: ImpactLevel,
    /// The hash of the inputs of that verdict.
    pub verdict_hash: String,
    /// Who concluded.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What the sponsor said of it, once said.
    pub sign_off: Option<SignOff>,
}

/// Where a test of impact stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestStanding<'a> {
    /// Its day is still to come.
    ToCome,
    /// Its day is here or past, and nobody has concluded.
    Due,
    /// Somebody concluded, and the sponsor has not said anything.
    Waiting(&'a ImpactTest),
    /// The sponsor has a question that no later conclusion answers.
    SentBack(&'a ImpactTest),
    /// The sponsor stands by it.
    Signed(&'a ImpactTest),
}

/// Where the test of an action for a day stands; of several conclusions by `as_at`, by the last.
///
/// A test that is held before its day counts. What was said of it later does not.
#[must_use]
pub fn test_standing<'a>(
    action: &str,
    test_on: NaiveDate,
    tests: &'a [ImpactTest],
    as_at: NaiveDate,
) -> TestStanding<'a> {
    let is_of_it =
        |test: &&ImpactTest| test.action == action && test.test_on == test_on && test.at.date_naive() <= as_at;
    let Some(last) = tests.iter().filter(is_of_it).max_by_key(|test| test.at) else {
        return if test_on > as_at { TestStanding::ToCome } else { TestStanding::Due };
    };
    match last.sign_off.as_ref().filter(|sign_off| sign_off.at.date_naive() <= as_at).map(|sign_off| &sign_off.outcome)
    {
        None => TestStanding::Waiting(last),
        Some(Outcome::Accepted) => TestStanding::Signed(last),
        Some(Outcome::SentBack { .. }) => TestStanding::SentBack(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn noon(on: &str) -> DateTime<Utc> {
        format!("{on}T12:00:00Z").parse().unwrap()
    }

    fn held(at: &str, sign_off: Option<(&str, Outcome)>) -> ImpactTest {
        ImpactTest {
            action: "1.1".to_owned(),
            test_on: day("2026-06-30"),
            conclusion: Conclusion::Difference,
            reason: "Seven months better than before".to_owned(),
            verdict: ImpactLevel::Green,
            verdict_hash: "0".repeat(64),
            by: "Jo Example".to_owned(),
            at: noon(at),
            sign_off: sign_off.map(|(at, outcome)| SignOff { outcome, by: "Sponsor".to_owned(), at: noon(at) }),
        }
    }

    #[test]
    fn a_test_is_due_on_its_day_until_somebody_concludes_and_the_sponsor_signs() {
        let tests = [held("2026-07-02", Some(("2026-07-05", Outcome::Accepted)))];
        let on = |as_at: &str| test_standing("1.1", day("2026-06-30"), &tests, day(as_at));
        assert_eq!(on("2026-06-29"), TestStanding::ToCome);
        assert_eq!(on("2026-06-30"), TestStanding::Due);
        assert_eq!(on("2026-07-02"), TestStanding::Waiting(&tests[0]));
        assert_eq!(on("2026-07-05"), TestStanding::Signed(&tests[0]));
        assert_eq!(test_standing("1.2", day("2026-06-30"), &tests, day("2026-07-05")), TestStanding::Due);
    }

    #[test]
    fn a_question_is_answered_by_another_conclusion() {
        let question = Outcome::SentBack { question: "And the other teams?".to_owned() };
        let tests = [held("2026-07-02", Some(("2026-07-05", question))), held("2026-07-09", None)];
        let on = |as_at: &str| test_standing("1.1", day("2026-06-30"), &tests, day(as_at));
        assert_eq!(on("2026-07-08"), TestStanding::SentBack(&tests[0]));
        assert_eq!(on("2026-07-09"), TestStanding::Waiting(&tests[1]));
    }

    #[test]
    fn a_conclusion_is_weighed_against_its_verdict() {
        assert!(Conclusion::Difference.is_above(ImpactLevel::Amber));
        assert!(!Conclusion::Difference.is_above(ImpactLevel::Green));
        assert!(Conclusion::Partly.is_above(ImpactLevel::Red));
        assert!(!Conclusion::CannotTell.is_above(ImpactLevel::NoEvidence));
        for conclusion in Conclusion::ALL {
            assert_eq!(Conclusion::from_code(conclusion.code()), Some(conclusion));
        }
    }
}
