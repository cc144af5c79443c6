//! An update round: one month's updates, asked of every lead by a day.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::history::PlanAsAt;
use crate::plan::Action;
use crate::scale::Scale;
use crate::schedule::last_day_of_month;
use crate::standing::{counts_as_complete, is_complete_on};

/// The updates of one month, asked for by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UpdateRound {
    /// The first day of the month that updates are asked for.
    pub month: NaiveDate,
    /// The day the round was opened.
    pub opened_on: NaiveDate,
    /// The last day on which an update is in time.
    pub due_on: NaiveDate,
    /// The day it was closed; open when null.
    pub closed_on: Option<NaiveDate>,
}

impl UpdateRound {
    /// True until it is closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        last_day_of_month(self.month.year(), self.month.month()).unwrap_or(self.month)
    }

    /// True when the day is inside its month; both ends count.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.month..=self.last_day()).contains(&day)
    }

    /// The day that an update given on `today` reports on: `today`, or the
    /// nearest day of the month when `today` is outside it.
    #[must_use]
    pub fn reports_on(&self, today: NaiveDate) -> NaiveDate {
        today.clamp(self.month, self.last_day())
    }

    /// The day to look at the plan for this round: `today` or the end of its month, whichever is first.
    #[must_use]
    pub fn as_at(&self, today: NaiveDate) -> NaiveDate {
        today.min(self.last_day())
    }

    /// The actions that still owe an update, in the order of the plan.
    ///
    /// `at` is the plan as at the day of [`as_at`](Self::as_at).
    pub fn owed<'a>(&'a self, at: &'a PlanAsAt) -> impl Iterator<Item = &'a Action> {
        at.plan.actions.iter().filter(|action| is_update_due(at, action) && !self.is_answered(at, action))
    }

    /// The actions asked in this round that have their update, in the order of the plan.
    ///
    /// One that became complete within the month has answered by that update.
    pub fn answered<'a>(&'a self, at: &'a PlanAsAt) -> impl Iterator<Item = &'a Action> {
        at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder && self.is_answered(at, action))
    }

    fn is_answered(&self, at: &PlanAsAt, action: &Action) -> bool {
        at.latest_update(&action.reference).is_some_and(|update| self.covers(update.on))
    }
}

/// True when an action is one that updates are asked of: live, not a placeholder, not complete.
#[must_use]
pub fn is_update_due(at: &PlanAsAt, action: &Action) -> bool {
    action.is_live() && !action.placeholder && !is_complete(at, action)
}

fn is_complete(at: &PlanAsAt, action: &Action) -> bool {
    let rated_complete = at.action_rating(action).is_some_and(|code| match at.plan.scale() {
        Some(scale) => counts_as_complete(scale, &code),
        None => counts_as_complete(&Scale::brag(), &code),
    });
    rated_complete && action.milestones.iter().all(|milestone| is_complete_on(milestone, at.as_at))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::history::Update;
    use crate::plan::{ActionState, Milestone, Plan};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn november() -> UpdateRound {
        UpdateRound {
            month: day("2026-11-01"),
            opened_on: day("2026-11-02"),
            due_on: day("2026-12-04"),
            closed_on: None,
        }
    }

    fn update(action: &str, on: &str, rating: &str) -> Update {
        Update {
            action: action.to_owned(),
            on: day(on),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Lead".to_owned(),
            action_rating: Some(rating.to_owned()),
            impact_rating: None,
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        }
    }

    fn at(actions: Vec<Action>, latest_updates: Vec<Update>) -> PlanAsAt {
        PlanAsAt { as_at: day("2026-11-30"), plan: Plan { actions, ..Plan::default() }, latest_updates }
    }

    fn action(reference: &str) -> Action {
        Action { reference: reference.to_owned(), ..Action::default() }
    }

    fn owed(at: &PlanAsAt) -> Vec<String> {
        november().owed(at).map(|action| action.reference.clone()).collect()
    }

    #[test]
    fn an_action_owes_an_update_until_one_is_dated_inside_the_month() {
        let updates = vec![
            update("1.1", "2026-11-01", "green"),
            update("1.2", "2026-10-31", "green"),
            update("1.3", "2026-11-30", "red"),
        ];
        let at = at(["1.1", "1.2", "1.3", "1.4"].map(action).to_vec(), updates);
        assert_eq!(owed(&at), ["1.2", "1.4"]);
        let answered: Vec<String> = november().answered(&at).map(|action| action.reference.clone()).collect();
        assert_eq!(answered, ["1.1", "1.3"]);
    }

    #[test]
    fn nothing_is_asked_of_what_is_complete_withdrawn_or_only_a_placeholder() {
        let withdrawn = Action { state: ActionState::Withdrawn, ..action("1.2") };
        let placeholder = Action { placeholder: true, ..action("1.3") };
        let at = at(vec![action("1.1"), withdrawn, placeholder], vec![update("1.1", "2026-09-30", "blue")]);
        assert!(owed(&at).is_empty());
        assert_eq!(november().answered(&at).count(), 0);
    }

    #[test]
    fn blue_with_an_open_milestone_still_owes_an_update() {
        let mut open = action("1.1");
        open.milestones.push(Milestone::default());
        assert_eq!(owed(&at(vec![open], vec![update("1.1", "2026-09-30", "blue")])), ["1.1"]);
    }

    #[test]
    fn an_update_given_after_the_month_reports_on_its_last_day() {
        assert_eq!(november().reports_on(day("2026-12-02")), day("2026-11-30"));
        assert_eq!(november().reports_on(day("2026-11-12")), day("2026-11-12"));
        assert_eq!(november().as_at(day("2026-12-02")), day("2026-11-30"));
        assert_eq!(november().as_at(day("2026-11-12")), day("2026-11-12"));
    }

    proptest! {
        #[test]
        fn every_action_asked_either_owes_or_has_answered(updated in proptest::collection::vec(0_u64..90, 1..20)) {
            let actions = (0..updated.len()).map(|number| action(&number.to_string())).collect();
            let updates = updated
                .iter()
                .enumerate()
                .map(|(number, days)| Update {
                    on: day("2026-09-15") + chrono::Days::new(*days),
                    ..update(&number.to_string(), "2026-11-01", "green")
                })
                .collect();
            let at = at(actions, updates);
            prop_assert_eq!(november().owed(&at).count() + november().answered(&at).count(), updated.len());
        }
    }
}
