//! A plan on a day: each action with the ratings in force and where it stands.
//!
//! Pages and papers are worked out from this, so that they cannot disagree.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::board_report::Axis;
use crate::challenge::{Weighed, weigh};
use crate::history::{PlanAsAt, Update};
use crate::plan::{Action, Plan};
use crate::scale::{Brag, Scale};
use crate::standing::{MONTHLY_UPDATE_CYCLE_DAYS, Standing, deadline, standing};

/// An action with its ratings and standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated<'a> {
    /// The action.
    pub action: &'a Action,
    /// Its last update on or before the day.
    pub update: Option<&'a Update>,
    /// Code of the action rating in force; absent when not rated.
    pub action_code: Option<String>,
    /// Code of the impact rating in force; absent when not rated.
    pub impact_code: Option<String>,
    /// Where it stands.
    pub standing: Standing,
}

impl Rated<'_> {
    /// Code of one of the two ratings.
    #[must_use]
    pub fn code(&self, axis: Axis) -> Option<&str> {
        match axis {
            Axis::Action => self.action_code.as_deref(),
            Axis::Impact => self.impact_code.as_deref(),
        }
    }

    /// True when work on it is still asked for: a real action, not complete.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.action.placeholder && self.standing != Standing::Complete
    }
}

/// A plan on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standpoint<'a> {
    /// The day.
    pub as_at: NaiveDate,
    /// The plan as it stood.
    pub plan: &'a Plan,
    /// The scale of the action rating; BRAG when the plan names none.
    pub scale: Scale,
    /// The scale of the impact rating; `None` when the plan does not rate impact.
    pub impact_scale: Option<Scale>,
    /// Days between updates.
    pub update_cycle_days: u32,
    /// Live actions in plan order, placeholders included.
    pub items: Vec<Rated<'a>>,
}

impl<'a> Standpoint<'a> {
    /// The live actions of a plan on a day.
    #[must_use]
    pub fn of(at: &'a PlanAsAt) -> Self {
        Self::build(at, Action::is_live)
    }

    /// Every action, also those that were withdrawn, merged or split.
    #[must_use]
    pub fn with_gone(at: &'a PlanAsAt) -> Self {
        Self::build(at, |_| true)
    }

    fn build(at: &'a PlanAsAt, keep: impl Fn(&Action) -> bool) -> Self {
        let plan = &at.plan;
        // A plan that names no scale is rated on BRAG once somebody rates it.
        let scale = plan.scale().cloned().unwrap_or_else(Scale::brag);
        let update_cycle_days = plan.update_cycle_days.unwrap_or(MONTHLY_UPDATE_CYCLE_DAYS);
        let updates: BTreeMap<&str, &Update> =
            at.latest_updates.iter().map(|update| (update.action.as_str(), update)).collect();
        let in_force = |updated: Option<&String>, printed: Option<&String>| {
            updated.or(printed).filter(|code| !code.trim().is_empty()).cloned()
        };
        let items: Vec<Rated<'a>> = plan
            .actions
            .iter()
            .filter(|action| keep(action))
            .map(|action| {
                let update = updates.get(action.reference.as_str()).copied();
                Rated {
                    action,
                    update,
                    action_code: in_force(
                        update.and_then(|update| update.action_rating.as_ref()),
                        action.action_rating.as_ref(),
                    ),
                    impact_code: in_force(
                        update.and_then(|update| update.impact_rating.as_ref()),
                        action.impact_rating.as_ref(),
                    ),
                    standing: standing(action, update, &scale, update_cycle_days, at.as_at),
                }
            })
            .collect();
        let impact_scale = match plan.scales.get(1) {
            Some(second) => Some(second.clone()),
            None if scale.rates_impact || items.iter().any(|item| item.impact_code.is_some()) => Some(scale.clone()),
            None => None,
        };
        Self { as_at: at.as_at, plan, scale, impact_scale, update_cycle_days, items }
    }

    /// The scale of one of the two ratings; `None` when the plan does not give that rating.
    #[must_use]
    pub fn scale_of(&self, axis: Axis) -> Option<&Scale> {
        match axis {
            Axis::Action => Some(&self.scale),
            Axis::Impact => self.impact_scale.as_ref(),
        }
    }

    /// The action with this reference.
    #[must_use]
    pub fn item(&self, reference: &str) -> Option<&Rated<'a>> {
        self.items.iter().find(|item| item.action.reference == reference)
    }

    /// Actions that are not placeholders.
    pub fn real(&self) -> impl Iterator<Item = &Rated<'a>> {
        self.items.iter().filter(|item| !item.action.placeholder)
    }

    /// How many actions stand so, placeholders left out.
    #[must_use]
    pub fn count(&self, wanted: Standing) -> usize {
        self.real().filter(|item| item.standing == wanted).count()
    }

    /// True when the reported action rating says on track or complete, and its dates, milestones and updates do not.
    ///
    /// For lists of a plan, which know of no measures: what a complete action
    /// may be rated once its impact is looked at, [`DoingVerdict::supports`] says.
    ///
    /// [`DoingVerdict::supports`]: crate::verdict::DoingVerdict::supports
    #[must_use]
    pub fn is_rated_too_well(&self, item: &Rated<'_>) -> bool {
        let reported =
            item.code(Axis::Action).and_then(|code| self.scale.level(code)).and_then(|level| level.stands_for);
        // An action that is not updated supports no rating of its doing: that is asked about on its own.
        reported.zip(item.standing.supports()).is_some_and(|(reported, supported)| {
            reported >= Brag::Green && weigh(reported, Some(supported)) == Weighed::Above
        })
    }

    /// True for an open action without an update in the plan's update cycle, whatever else is said of it.
    #[must_use]
    pub fn is_silent(&self, item: &Rated<'_>) -> bool {
        let oldest = self.as_at.checked_sub_days(Days::new(u64::from(self.update_cycle_days)));
        item.is_open() && item.update.is_none_or(|update| oldest.is_some_and(|oldest| update.on < oldest))
    }

    /// The next day on which something is asked of the action itself: its due date, passed or not, or
    /// its next occurrence on or after the day. `None` when it is complete, or names no such day.
    #[must_use]
    pub fn next_due_on(&self, item: &Rated<'_>) -> Option<NaiveDate> {
        if !item.is_open() {
            return None;
        }
        if item.action.schedule.cadence.is_none() {
            return deadline(item.action);
        }
        let first = first_occurrence(self.plan, item.action)?;
        let last = self.as_at.checked_add_days(Days::new(400))?;
        item.action.schedule.occurrences(first, last).into_iter().find(|day| *day >= self.as_at)
    }
}

/// The day from which a recurring action is counted; `None` when nothing names one.
#[must_use]
pub fn first_occurrence(plan: &Plan, action: &Action) -> Option<NaiveDate> {
    let schedule = &action.schedule;
    schedule.due_on.or(action.start_on).or(schedule.start_on).or(plan.period_start_on).or(plan.dated_on)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::plan::ActionState;
    use crate::schedule::{Cadence, Schedule, ScheduleKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(actions: Vec<Action>) -> PlanAsAt {
        PlanAsAt { as_at: day("2026-10-31"), plan: Plan { actions, ..Plan::default() }, latest_updates: Vec::new() }
    }

    fn action(reference: &str) -> Action {
        Action { reference: reference.to_owned(), ..Action::default() }
    }

    #[test]
    fn what_left_the_plan_is_there_only_when_asked_for() {
        let gone = Action { state: ActionState::Withdrawn, ..action("1.2") };
        let at = at(vec![action("1.1"), gone]);
        assert_eq!(Standpoint::of(&at).items.len(), 1);
        assert_eq!(Standpoint::with_gone(&at).items.len(), 2);
    }

    #[test]
    fn an_overdue_action_can_be_silent_too() {
        let mut at = at(vec![Action { due_on: Some(day("2026-09-30")), ..action("1.1") }]);
        let silent = |at: &PlanAsAt| {
            let now = Standpoint::of(at);
            (now.items[0].standing, now.is_silent(&now.items[0]))
        };
        assert_eq!(silent(&at), (Standing::Overdue, true));
        at.latest_updates.push(Update {
            action: "1.1".to_owned(),
            on: day("2026-09-30"),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Jo Example".to_owned(),
            action_rating: Some("green".to_owned()),
            impact_rating: None,
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        });
        assert_eq!(silent(&at), (Standing::Overdue, false), "31 days old is still in time");
        let now = Standpoint::of(&at);
        assert!(now.is_rated_too_well(&now.items[0]));
    }

    #[test]
    fn a_recurring_action_is_next_due_at_its_next_occurrence() {
        let schedule = Schedule {
            kind: ScheduleKind::Recurring,
            cadence: Some(Cadence::Quarterly),
            due_on: Some(day("2026-03-31")),
            ..Schedule::default()
        };
        let at = at(vec![Action { schedule, due_on: Some(day("2026-03-31")), ..action("1.1") }]);
        let now = Standpoint::of(&at);
        assert_eq!(now.next_due_on(&now.items[0]), Some(day("2026-12-31")));
    }
}
