//! An entry of the risk register, with every score it has had.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::RiskScale;
use crate::refusal::{Refusal, is_blank};

/// An entry of the risk register cannot be so.
const RISK: &str = "SL-D437";

/// Something that may happen, or has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskKind {
    /// It may happen.
    #[default]
    Risk,
    /// It has happened; its likelihood is the highest there is.
    Issue,
}

/// An entry of the risk register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Risk {
    /// Number, never given to another entry of the programme.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// Why it may happen.
    pub cause: String,
    /// What it would mean for children.
    pub effect: String,
    /// The post that answers for it.
    pub owner: String,
    /// What kind it was from which day on, in any order; a risk from the beginning when empty.
    pub kinds: Vec<(NaiveDate, RiskKind)>,
    /// Its scores, in any order; the last of a day counts.
    pub scores: Vec<RiskScore>,
    /// What score it is to come down to, in any order; the scale's own when empty.
    pub appetites: Vec<Appetite>,
    /// What is done about it.
    pub mitigations: Vec<Mitigation>,
    /// References of actions of the plan that bear on it.
    pub actions: Vec<String>,
    /// The day by which it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// That it is closed; open when null.
    pub closed: Option<RiskClosing>,
}

/// How likely and how bad, from a day on; never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskScore {
    /// The day.
    pub on: NaiveDate,
    /// Number of the level of likelihood, from 1.
    pub likelihood: u32,
    /// Number of the level of impact, from 1.
    pub impact: u32,
    /// Who scored it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The score that a risk is to come down to, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appetite {
    /// The day.
    pub on: NaiveDate,
    /// The score.
    pub score: u32,
    /// Who agreed it.
    pub by: String,
}

/// Something that is done to make a risk less likely or less bad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mitigation {
    /// What is done.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// The day by which.
    pub due_on: Option<NaiveDate>,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
}

/// That a risk is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskClosing {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl RiskScore {
    /// Likelihood times impact.
    #[must_use]
    pub fn score(&self) -> u32 {
        self.likelihood.saturating_mul(self.impact)
    }
}

impl Mitigation {
    /// True when its day has passed and it is not done; on its own day it is in time.
    #[must_use]
    pub fn is_late_on(&self, day: NaiveDate) -> bool {
        self.is_open_on(day) && self.due_on.is_some_and(|due_on| due_on < day)
    }

    /// True until the day it was done.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.done_on.is_none_or(|done_on| done_on > day)
    }
}

impl Risk {
    /// What it is on a day.
    #[must_use]
    pub fn kind_on(&self, day: NaiveDate) -> RiskKind {
        last_on(&self.kinds, day, |(on, _)| *on).map_or_else(RiskKind::default, |(_, kind)| *kind)
    }

    /// The score in force on a day; `None` before the first.
    #[must_use]
    pub fn score_on(&self, day: NaiveDate) -> Option<&RiskScore> {
        last_on(&self.scores, day, |score| score.on)
    }

    /// The score that it is to come down to, as agreed on a day.
    #[must_use]
    pub fn appetite_on(&self, day: NaiveDate, scale: &RiskScale) -> u32 {
        last_on(&self.appetites, day, |appetite| appetite.on).map_or(scale.appetite, |appetite| appetite.score)
    }

    /// True until the day it was closed.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.closed.as_ref().is_none_or(|closed| closed.on > day)
    }

    /// Nothing when the entry can be kept.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D437` – no title, effect or owner; a score or appetite off the scale, or a score without a
    /// reason; an issue whose likelihood is not the highest; a mitigation without words or owner; closed without a
    /// reason; an open entry without a day of review.
    pub fn check(&self, scale: &RiskScale) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(RISK, what, next));
        let title = self.title.trim();
        if title.is_empty() || is_blank(&self.effect) || is_blank(&self.owner) {
            let next = "Say what it is called, what it would mean for children, and which post answers for it.";
            return refused("The entry has no title, no effect or no owner.".to_owned(), next);
        }
        if let Some(score) = self.scores.iter().find(|score| !is_on(score, scale)) {
            let what = format!("{title} cannot be scored {} times {}.", score.likelihood, score.impact);
            return refused(what, "Choose a level of likelihood and one of impact that the scale has.");
        }
        if self.scores.iter().any(|score| is_blank(&score.reason)) {
            return refused(
                format!("Nothing says why {title} is scored so."),
                "Give the reason: it will be asked for.",
            );
        }
        let is_less_than_certain =
            |score: &&RiskScore| self.kind_on(score.on) == RiskKind::Issue && score.likelihood != scale.certain();
        if let Some(score) = self.scores.iter().find(is_less_than_certain) {
            let what = format!(
                "{title} has happened by {}, and its likelihood is {}.",
                crate::board_report::day_words(score.on),
                score.likelihood
            );
            return refused(what, "Give the highest level of likelihood, or call it a risk.");
        }
        if let Some(appetite) = self.appetites.iter().find(|appetite| scale.band(appetite.score).is_none()) {
            let what = format!("{title} cannot come down to {}.", appetite.score);
            return refused(what, "Give a score that the scale has.");
        }
        if self.mitigations.iter().any(|mitigation| is_blank(&mitigation.text) || is_blank(&mitigation.owner)) {
            return refused(
                format!("A mitigation of {title} has no words or no owner."),
                "Say what is done, and by which post.",
            );
        }
        match &self.closed {
            Some(closed) if is_blank(&closed.reason) => {
                refused(format!("Nothing says why {title} is closed."), "Give the reason.")
            }
            None if self.review_on.is_none() => {
                refused(format!("{title} has no day of review."), "Give the day by which it is looked at again.")
            }
            _ => Ok(()),
        }
    }
}

fn is_on(score: &RiskScore, scale: &RiskScale) -> bool {
    scale.likelihood_level(score.likelihood).is_some() && scale.impact_level(score.impact).is_some()
}

/// Of dated values, the last on or before a day; of several on one day, the one that stands last.
pub(super) fn last_on<T>(values: &[T], day: NaiveDate, on: impl Fn(&T) -> NaiveDate) -> Option<&T> {
    values.iter().filter(|value| on(value) <= day).max_by_key(|value| on(value))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::risk) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(in crate::risk) fn score(on: &str, likelihood: u32, impact: u32) -> RiskScore {
        RiskScore {
            on: day(on),
            likelihood,
            impact,
            by: "Jo Example".to_owned(),
            reason: "Two posts are empty.".to_owned(),
        }
    }

    pub(in crate::risk) fn risk() -> Risk {
        Risk {
            number: 4,
            title: "Too few social workers".to_owned(),
            cause: "Posts stay empty".to_owned(),
            effect: "Children are seen late".to_owned(),
            owner: "Head of Service".to_owned(),
            scores: vec![score("2026-06-01", 4, 4), score("2026-03-01", 3, 4)],
            mitigations: vec![Mitigation {
                text: "Four agency workers".to_owned(),
                owner: "Workforce lead".to_owned(),
                due_on: Some(day("2026-07-31")),
                done_on: None,
            }],
            review_on: Some(day("2026-09-30")),
            ..Risk::default()
        }
    }

    #[test]
    fn scores_appetite_and_kind_are_those_of_the_day() {
        let mut risk = risk();
        risk.appetites.push(Appetite { on: day("2026-05-01"), score: 6, by: "Board".to_owned() });
        risk.kinds.push((day("2026-08-01"), RiskKind::Issue));
        let scale = RiskScale::five_by_five();
        assert_eq!(risk.score_on(day("2026-02-28")), None);
        assert_eq!(risk.score_on(day("2026-05-31")).unwrap().score(), 12);
        assert_eq!(risk.score_on(day("2026-06-01")).unwrap().score(), 16);
        assert_eq!((risk.appetite_on(day("2026-04-30"), scale), risk.appetite_on(day("2026-05-01"), scale)), (8, 6));
        assert_eq!(
            (risk.kind_on(day("2026-07-31")), risk.kind_on(day("2026-08-01"))),
            (RiskKind::Risk, RiskKind::Issue)
        );
    }

    #[test]
    fn an_entry_reads_back_from_the_form_it_is_kept_in() {
        let entry = Risk { kinds: vec![(day("2026-08-01"), RiskKind::Issue)], ..risk() };
        let kept = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Risk>(&kept).unwrap(), entry);
    }

    #[test]
    fn entries_that_cannot_be_are_refused() {
        let scale = RiskScale::five_by_five();
        assert_eq!(risk().check(scale), Ok(()));
        let told = |change: &dyn Fn(&mut Risk)| {
            let mut risk = risk();
            change(&mut risk);
            let refusal = risk.check(scale).unwrap_err();
            assert_eq!(refusal.code, "SL-D437");
            refusal.what
        };
        assert!(told(&|risk| risk.owner = " ".to_owned()).contains("no owner"));
        assert!(told(&|risk| risk.scores[0].impact = 6).contains("4 times 6"));
        assert!(told(&|risk| risk.scores[0].likelihood = 0).contains("0 times 4"));
        assert!(told(&|risk| risk.scores[0].reason = String::new()).contains("why"));
        assert!(told(&|risk| risk.kinds = vec![(day("2026-06-01"), RiskKind::Issue)]).contains("has happened"));
        assert!(
            told(&|risk| risk.appetites = vec![Appetite { on: day("2026-05-01"), score: 0, by: "B".to_owned() }])
                .contains("come down to 0")
        );
        assert!(told(&|risk| risk.mitigations[0].owner = String::new()).contains("mitigation"));
        assert!(told(&|risk| risk.review_on = None).contains("no day of review"));
        assert!(
            told(&|risk| risk.closed = Some(RiskClosing { on: day("2026-09-01"), reason: String::new() }))
                .contains("closed")
        );
    }

    proptest! {
        #[test]
        fn a_later_score_never_changes_an_earlier_day(days in prop::collection::vec((0_u64..400, 1_u32..6, 1_u32..6), 1..12), asked in 0_u64..400) {
            let start = day("2026-01-01");
            let on = |days: u64| start + chrono::Days::new(days);
            let asked_on = on(asked);
            let scored = |days: &(u64, u32, u32)| RiskScore { on: on(days.0), ..score("2026-01-01", days.1, days.2) };
            let all = Risk { scores: days.iter().map(scored).collect(), ..risk() };
            let early = Risk { scores: days.iter().filter(|(days, ..)| *days <= asked).map(scored).collect(), ..risk() };
            prop_assert_eq!(all.score_on(asked_on), early.score_on(asked_on));
        }
    }
}
