//! What happens to a plan after it is imported: updates, amendments, baselines.
//!
//! Everything here is appended and never changed.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::board_report::Axis;
use crate::plan::{Action, Plan};

/// One report on an action: two ratings and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Update {
    /// Reference of the action.
    pub action: String,
    /// The day it reports on.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub by: String,
    /// Code of the level: are we doing it.
    pub action_rating: Option<String>,
    /// Code of the level: is it making a difference.
    pub impact_rating: Option<String>,
    /// What happened.
    pub note: Option<String>,
    /// The day completion is now expected.
    pub forecast_on: Option<NaiveDate>,
    /// What the report rests on, one line each.
    pub evidence: Vec<String>,
}

impl Update {
    /// Code of one of the two ratings; `None` when it does not give it.
    #[must_use]
    pub fn rating(&self, axis: Axis) -> Option<&str> {
        match axis {
            Axis::Action => self.action_rating.as_deref(),
            Axis::Impact => self.impact_rating.as_deref(),
        }
    }
}

/// Any change to an action after import, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amendment {
    /// Reference of the action.
    pub action: String,
    /// The day from which it holds.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The action before; null when the amendment adds it.
    pub before: Option<Action>,
    /// The action after.
    pub after: Action,
}

/// The plan frozen at a day, under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// Name, such as `As first agreed`.
    pub name: String,
    /// The day it shows.
    pub on: NaiveDate,
    /// The plan on that day.
    pub plan: Plan,
}

/// A plan with the last update of each action, as at a day.
///
/// This is what pages and papers are made from: it never holds the whole history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanAsAt {
    /// The day it shows.
    pub as_at: NaiveDate,
    /// The plan with every amendment in force on that day.
    pub plan: Plan,
    /// At most one update for each action: the last one on or before the day.
    /// A rating that it does not give is the last one given before it.
    pub latest_updates: Vec<Update>,
}

impl PlanAsAt {
    /// The latest update of an action.
    #[must_use]
    pub fn latest_update(&self, action: &str) -> Option<&Update> {
        self.latest_updates.iter().find(|update| update.action == action)
    }

    /// The action rating in force: from the latest update, or as imported when there is none.
    #[must_use]
    pub fn action_rating(&self, action: &Action) -> Option<String> {
        self.latest_update(&action.reference)
            .and_then(|update| update.action_rating.clone())
            .or_else(|| action.action_rating.clone())
    }

    /// The impact rating in force: from the latest update, or as imported when there is none.
    #[must_use]
    pub fn impact_rating(&self, action: &Action) -> Option<String> {
        self.latest_update(&action.reference)
            .and_then(|update| update.impact_rating.clone())
            .or_else(|| action.impact_rating.clone())
    }
}
