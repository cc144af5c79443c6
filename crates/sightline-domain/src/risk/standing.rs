//! Where a risk stands on a day: above appetite, not reviewed, mitigation late.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::entry::last_on;
use super::{Risk, RiskKind, RiskScale};
use crate::board_report::{day_words, has_have, number_of};

/// Where a risk stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskStanding {
    /// Number of the entry.
    pub number: u32,
    /// Risk or issue.
    pub kind: RiskKind,
    /// The score in force; null when it was never scored.
    pub score: Option<u32>,
    /// The name of its band.
    pub band: Option<String>,
    /// The score in force on the day it is compared with; null without one.
    pub before: Option<u32>,
    /// The score it is to come down to.
    pub appetite: u32,
    /// True when its score is above that.
    pub is_above_appetite: bool,
    /// Days since its day of review passed; null when it has not.
    pub days_since_review: Option<i64>,
    /// How many mitigations are late.
    pub late_mitigations: usize,
    /// True when it is above appetite and nothing is being done that is not done already.
    pub is_unmitigated: bool,
    /// All of that, in sentences.
    pub sentence: String,
}

impl RiskStanding {
    /// Where a risk stands at the end of a day, beside `since`, the day of the last report.
    ///
    /// `None` when it is closed on the day. Something due on the day itself is not late.
    #[must_use]
    pub fn of(risk: &Risk, scale: &RiskScale, day: NaiveDate, since: Option<NaiveDate>) -> Option<Self> {
        if !risk.is_open_on(day) {
            return None;
        }
        let scored = risk.score_on(day);
        let score = scored.map(super::RiskScore::score);
        let before =
            since.and_then(|since| last_on(&risk.scores, since, |score| score.on)).map(super::RiskScore::score);
        let appetite = risk.appetite_on(day, scale);
        let is_above_appetite = score.is_some_and(|score| score > appetite);
        let review_on = risk.review_on.filter(|review_on| *review_on < day);
        let late_mitigations = risk.mitigations.iter().filter(|mitigation| mitigation.is_late_on(day)).count();
        let mut standing = Self {
            number: risk.number,
            kind: risk.kind_on(day),
            score,
            band: score.and_then(|score| scale.band(score)).map(|band| band.name.clone()),
            before,
            appetite,
            is_above_appetite,
            days_since_review: review_on.map(|review_on| (day - review_on).num_days()),
            late_mitigations,
            is_unmitigated: is_above_appetite && !risk.mitigations.iter().any(|mitigation| mitigation.is_open_on(day)),
            sentence: String::new(),
        };
        standing.sentence = standing.sentences(risk, scale, day).join(" ");
        Some(standing)
    }

    /// True when somebody has to do something about it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.score.is_none() || self.is_above_appetite || self.days_since_review.is_some() || self.late_mitigations > 0
    }

    fn sentences(&self, risk: &Risk, scale: &RiskScale, day: NaiveDate) -> Vec<String> {
        let mut told = Vec::new();
        match (risk.score_on(day), self.score, &self.band) {
            (Some(scored), Some(score), Some(band)) => {
                let level = |level: Option<&super::RiskLevel>| {
                    level.map_or_else(String::new, |level| level.name.to_lowercase())
                };
                let likely = level(scale.likelihood_level(scored.likelihood));
                let severe = level(scale.impact_level(scored.impact));
                let moved = match self.before {
                    None => String::new(),
                    Some(before) if before == score => ", as at the last report".to_owned(),
                    Some(before) if before > score => format!(", down from {before}"),
                    Some(before) => format!(", up from {before}"),
                };
                let against = if self.is_above_appetite {
                    format!("above the appetite of {}", self.appetite)
                } else {
                    format!("within the appetite of {}", self.appetite)
                };
                let likely = match self.kind {
                    RiskKind::Risk => format!("likelihood {likely}"),
                    RiskKind::Issue => "it has happened".to_owned(),
                };
                told.push(format!("{band}: scored {score}{moved} ({likely}, impact {severe}), {against}."));
            }
            _ => told.push("It has not been scored.".to_owned()),
        }
        if self.is_unmitigated {
            told.push("Nothing more is being done about it.".to_owned());
        }
        if self.late_mitigations > 0 {
            let late = number_of(self.late_mitigations, "mitigation");
            told.push(format!("{late} {} not been done in time.", has_have(self.late_mitigations)));
        }
        if let (Some(_), Some(review_on)) = (self.days_since_review, risk.review_on) {
            told.push(format!("It was to be reviewed by {}.", day_words(review_on)));
        }
        told
    }
}

/// The open entries of a register on a day, those that need most first: above appetite before others, then by score.
///
/// Entries that were never scored stand first: nobody knows how bad they are.
#[must_use]
pub fn by_need(risks: &[Risk], scale: &RiskScale, day: NaiveDate, since: Option<NaiveDate>) -> Vec<RiskStanding> {
    let mut standings: Vec<RiskStanding> =
        risks.iter().filter_map(|risk| RiskStanding::of(risk, scale, day, since)).collect();
    standings.sort_by_key(|standing| {
        let score = std::cmp::Reverse(standing.score.unwrap_or(u32::MAX));
        (!standing.is_above_appetite && standing.score.is_some(), score, standing.number)
    });
    standings
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::{day, risk, score};
    use super::super::{Mitigation, RiskClosing};
    use super::*;

    fn standing(risk: &Risk, on: &str, since: Option<&str>) -> RiskStanding {
        RiskStanding::of(risk, RiskScale::five_by_five(), day(on), since.map(day)).unwrap()
    }

    #[test]
    fn a_risk_is_told_in_sentences_by_rule() {
        let now = standing(&risk(), "2026-07-31", Some("2026-04-30"));
        assert!(now.is_above_appetite && now.late_mitigations == 0 && now.days_since_review.is_none());
        assert_eq!(
            now.sentence,
            "High: scored 16, up from 12 (likelihood likely, impact major), above the appetite of 8."
        );
        let later = standing(&risk(), "2026-10-01", Some("2026-07-31"));
        assert_eq!((later.late_mitigations, later.days_since_review), (1, Some(1)));
        assert_eq!(
            later.sentence,
            "High: scored 16, as at the last report (likelihood likely, impact major), above the appetite of 8. \
             1 mitigation has not been done in time. It was to be reviewed by 30 September 2026."
        );
    }

    #[test]
    fn due_on_the_day_itself_is_in_time_and_the_day_after_is_late() {
        assert_eq!(standing(&risk(), "2026-07-31", None).late_mitigations, 0);
        assert_eq!(standing(&risk(), "2026-08-01", None).late_mitigations, 1);
        assert_eq!(standing(&risk(), "2026-09-30", None).days_since_review, None);
    }

    #[test]
    fn above_appetite_with_nothing_left_to_do_is_said() {
        let mut done = risk();
        done.mitigations[0].done_on = Some(day("2026-07-01"));
        assert!(!standing(&done, "2026-06-30", None).is_unmitigated);
        let now = standing(&done, "2026-07-01", None);
        assert!(now.is_unmitigated && now.sentence.ends_with("Nothing more is being done about it."));
        done.mitigations.push(Mitigation {
            text: "More".to_owned(),
            owner: "Lead".to_owned(),
            due_on: None,
            done_on: None,
        });
        assert!(!standing(&done, "2026-07-01", None).is_unmitigated);
    }

    #[test]
    fn an_issue_says_that_it_has_happened() {
        let mut issue = risk();
        issue.kinds.push((day("2026-08-01"), RiskKind::Issue));
        issue.scores.push(score("2026-08-01", 5, 2));
        let now = standing(&issue, "2026-08-02", None);
        assert!(
            now.sentence.starts_with("High: scored 10 (it has happened, impact moderate), above the appetite"),
            "{}",
            now.sentence
        );
    }

    #[test]
    fn what_needs_most_stands_first_and_closed_entries_are_left_out() {
        let with = |number, scores| Risk { number, scores, ..risk() };
        let closed = RiskClosing { on: day("2026-06-30"), reason: "Done".to_owned() };
        let risks = [
            with(1, vec![score("2026-01-01", 2, 4)]),
            with(2, vec![score("2026-01-01", 5, 5)]),
            with(3, Vec::new()),
            with(4, vec![score("2026-01-01", 3, 3)]),
            Risk { closed: Some(closed), ..with(5, vec![score("2026-01-01", 5, 5)]) },
        ];
        let order = |on: &str| {
            by_need(&risks, RiskScale::five_by_five(), day(on), None).iter().map(|line| line.number).collect::<Vec<_>>()
        };
        assert_eq!(order("2026-06-30"), [3, 2, 4, 1]);
        assert_eq!(order("2026-06-29"), [3, 2, 5, 4, 1]);
        let never = standing(&risks[2], "2026-06-30", None);
        assert!(never.needs_attention() && never.sentence.starts_with("It has not been scored."));
        assert!(!standing(&risks[0], "2026-06-30", None).needs_attention());
    }
}
