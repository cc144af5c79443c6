//! A sponsor accepts an update, or sends it back with a question.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::history::Update;

/// What a sponsor said of an update; said once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignOff {
    /// Accepted, or sent back.
    pub outcome: Outcome,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Accepted, or sent back with a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Outcome {
    /// The sponsor stands by the update.
    Accepted,
    /// The sponsor does not, until the question is answered by another update.
    SentBack {
        /// What the sponsor wants to know.
        question: String,
    },
}

/// Where an update stands with its sponsor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignOffStanding {
    /// No sponsor has said anything yet.
    Waiting,
    /// A sponsor stands by it.
    Accepted,
    /// A sponsor asked a question, and no later update answers it.
    SentBack,
    /// Never signed off, and a later update has taken its place.
    Replaced,
}

impl SignOffStanding {
    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for sign-off",
            Self::Accepted => "Accepted",
            Self::SentBack => "Sent back",
            Self::Replaced => "Replaced by a later update",
        }
    }
}

/// Where an update stands; `is_latest` when no later update of its action is there.
///
/// What a sponsor said stays said: an update that was sent back is still shown
/// as sent back when the answer has come.
#[must_use]
pub fn sign_off_standing(sign_off: Option<&SignOff>, is_latest: bool) -> SignOffStanding {
    match sign_off.map(|sign_off| &sign_off.outcome) {
        Some(Outcome::Accepted) => SignOffStanding::Accepted,
        Some(Outcome::SentBack { .. }) => SignOffStanding::SentBack,
        None if is_latest => SignOffStanding::Waiting,
        None => SignOffStanding::Replaced,
    }
}

/// One field of an update beside the same field of the one it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateChange {
    /// Another action rating: codes before and after.
    ActionRating(Option<String>, Option<String>),
    /// Another impact rating: codes before and after.
    ImpactRating(Option<String>, Option<String>),
    /// Another day on which completion is expected.
    Forecast(Option<NaiveDate>, Option<NaiveDate>),
    /// Evidence that was not named before.
    NewEvidence(Vec<String>),
}

/// What an update says otherwise than the last accepted one; without one, everything it says is new.
///
/// Notes are not compared: each tells of its own month. An update that names
/// no forecast leaves the earlier one in force, so that is no change.
#[must_use]
pub fn update_changes(accepted: Option<&Update>, update: &Update) -> Vec<UpdateChange> {
    let mut changes = Vec::new();
    let before = |field: fn(&Update) -> Option<String>| accepted.and_then(field);
    let action_before = before(|update| update.action_rating.clone());
    if action_before != update.action_rating {
        changes.push(UpdateChange::ActionRating(action_before, update.action_rating.clone()));
    }
    let impact_before = before(|update| update.impact_rating.clone());
    if impact_before != update.impact_rating {
        changes.push(UpdateChange::ImpactRating(impact_before, update.impact_rating.clone()));
    }
    let forecast_before = accepted.and_then(|update| update.forecast_on);
    if update.forecast_on.is_some() && forecast_before != update.forecast_on {
        changes.push(UpdateChange::Forecast(forecast_before, update.forecast_on));
    }
    let named: &[String] = accepted.map_or(&[], |update| &update.evidence);
    let new: Vec<String> = update.evidence.iter().filter(|line| !named.contains(line)).cloned().collect();
    if !new.is_empty() {
        changes.push(UpdateChange::NewEvidence(new));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(action_rating: &str, evidence: &[&str]) -> Update {
        Update {
            action: "1.1".to_owned(),
            on: NaiveDate::default(),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Lead".to_owned(),
            action_rating: Some(action_rating.to_owned()),
            impact_rating: None,
            note: Some("A note of the month.".to_owned()),
            forecast_on: None,
            evidence: evidence.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    fn signed(outcome: Outcome) -> SignOff {
        SignOff { outcome, by: "Sponsor".to_owned(), at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn an_update_waits_until_it_is_signed_off_or_another_takes_its_place() {
        assert_eq!(sign_off_standing(None, true), SignOffStanding::Waiting);
        assert_eq!(sign_off_standing(None, false), SignOffStanding::Replaced);
        assert_eq!(sign_off_standing(Some(&signed(Outcome::Accepted)), false), SignOffStanding::Accepted);
        let question = signed(Outcome::SentBack { question: "How do we know?".to_owned() });
        assert_eq!(sign_off_standing(Some(&question), false), SignOffStanding::SentBack);
    }

    #[test]
    fn only_what_differs_from_the_accepted_update_is_a_change() {
        let accepted = update("amber", &["Scorecard, May"]);
        assert_eq!(update_changes(Some(&accepted), &accepted), []);
        let later = Update {
            forecast_on: NaiveDate::from_ymd_opt(2026, 12, 31),
            ..update("green", &["Scorecard, May", "Audit, June"])
        };
        assert_eq!(
            update_changes(Some(&accepted), &later),
            [
                UpdateChange::ActionRating(Some("amber".to_owned()), Some("green".to_owned())),
                UpdateChange::Forecast(None, later.forecast_on),
                UpdateChange::NewEvidence(vec!["Audit, June".to_owned()]),
            ]
        );
    }

    #[test]
    fn a_forecast_left_out_stays_in_force() {
        let accepted = Update { forecast_on: NaiveDate::from_ymd_opt(2026, 12, 31), ..update("amber", &[]) };
        assert_eq!(update_changes(Some(&accepted), &update("amber", &[])), []);
    }

    #[test]
    fn without_an_accepted_update_everything_said_is_new() {
        assert_eq!(update_changes(None, &update("amber", &["Scorecard"])).len(), 2);
    }
}
