//! The verdict on "are we doing it": complete, on track, not updated, slipping or overdue.
//!
//! Worked out from dates, milestones and updates alone, so that a reported
//! rating can be set beside it.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::history::Update;
use crate::plan::{Action, Milestone};
use crate::scale::{Brag, Scale};
use crate::schedule::ScheduleKind;

/// Days between updates where a plan does not say: monthly.
pub const MONTHLY_UPDATE_CYCLE_DAYS: u32 = 31;

/// Where an action stands on a day, whatever rating was reported for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Rated complete, and every milestone complete.
    Complete,
    /// Nothing late and updated within the plan's update cycle.
    OnTrack,
    /// No update within the plan's update cycle.
    Stale,
    /// A milestone is overdue, or completion is forecast after the due date.
    Slipping,
    /// The due date has passed and the action is not complete.
    Overdue,
}

impl Standing {
    /// All five, best first: the order in which papers print them.
    pub const ALL: [Self; 5] = [Self::Complete, Self::OnTrack, Self::Stale, Self::Slipping, Self::Overdue];

    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::OnTrack => "on_track",
            Self::Stale => "stale",
            Self::Slipping => "slipping",
            Self::Overdue => "overdue",
        }
    }

    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "Complete",
            Self::OnTrack => "On track",
            Self::Stale => "Not updated",
            Self::Slipping => "Slipping",
            Self::Overdue => "Overdue",
        }
    }

    /// The best BRAG action rating it supports; `None` when it supports no rating at all.
    #[must_use]
    pub fn supports(self) -> Option<Brag> {
        match self {
            Self::Complete => Some(Brag::Blue),
            Self::OnTrack => Some(Brag::Green),
            Self::Stale => None,
            Self::Slipping => Some(Brag::Amber),
            Self::Overdue => Some(Brag::Red),
        }
    }
}

/// The standing of an action at the end of the day `as_at`.
///
/// # Input
///
/// * `latest_update` – the last update on or before `as_at`; `None` when there is none.
///   Its action rating counts; without one, the rating imported with the plan.
/// * `scale` – the scale the action is rated on.
/// * `update_cycle_days` – an update that is exactly this old is still in time.
///
/// An action due on `as_at` is not overdue until the next day. Recurring and
/// ongoing actions have no deadline and are never overdue.
#[must_use]
pub fn standing(
    action: &Action,
    latest_update: Option<&Update>,
    scale: &Scale,
    update_cycle_days: u32,
    as_at: NaiveDate,
) -> Standing {
    let rating = latest_update.and_then(|update| update.action_rating.as_deref()).or(action.action_rating.as_deref());
    let rated_complete = rating.is_some_and(|code| counts_as_complete(scale, code));
    if rated_complete && action.milestones.iter().all(|milestone| is_complete_on(milestone, as_at)) {
        return Standing::Complete;
    }
    let deadline = deadline(action);
    if deadline.is_some_and(|due_on| due_on < as_at) {
        return Standing::Overdue;
    }
    let milestone_late = action
        .milestones
        .iter()
        .any(|milestone| milestone.due_on.is_some_and(|due_on| due_on < as_at) && !is_complete_on(milestone, as_at));
    let forecast_late = latest_update
        .and_then(|update| update.forecast_on)
        .zip(deadline)
        .is_some_and(|(forecast_on, due_on)| forecast_on > due_on);
    if milestone_late || forecast_late {
        return Standing::Slipping;
    }
    let oldest_in_time = as_at.checked_sub_days(Days::new(u64::from(update_cycle_days))).unwrap_or(NaiveDate::MIN);
    match latest_update {
        Some(update) if update.on >= oldest_in_time => Standing::OnTrack,
        _ => Standing::Stale,
    }
}

/// True when a level of the scale means that the action is done.
///
/// That is a level standing for blue. On a scale where no level stands for
/// blue it is the best level, if its name says so (`Achieved`, `Complete`);
/// the best level of a red, amber, green scale is therefore not complete.
#[must_use]
pub fn counts_as_complete(scale: &Scale, code: &str) -> bool {
    let Some(level) = scale.level(code) else { return false };
    if scale.levels.iter().any(|level| level.stands_for == Some(Brag::Blue)) {
        return level.stands_for == Some(Brag::Blue);
    }
    scale.rank(code).is_some_and(|rank| rank + 1 == scale.levels.len())
        && level.name.split(|letter: char| !letter.is_alphabetic()).any(|word| {
            matches!(word.to_lowercase().as_str(), "achieved" | "complete" | "completed" | "delivered" | "done")
        })
}

/// The last day on which an action may be completed; `None` when it has no such day.
///
/// An action that recurs or goes on has none: its printed date is its first
/// occurrence, not its end.
#[must_use]
pub fn deadline(action: &Action) -> Option<NaiveDate> {
    let goes_on = action.schedule.cadence.is_some()
        || action.schedule.is_ongoing
        || matches!(action.schedule.kind, ScheduleKind::Recurring | ScheduleKind::Ongoing);
    if goes_on { None } else { action.due_on }
}

/// True when the milestone was completed on or before the day.
#[must_use]
pub fn is_complete_on(milestone: &Milestone, day: NaiveDate) -> bool {
    milestone.completed_on.is_some_and(|completed_on| completed_on <= day)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::scale::Level;
    use crate::schedule::{Cadence, Schedule};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(due_on: &str) -> Action {
        Action { due_on: Some(day(due_on)), ..Action::default() }
    }

    fn update(on: &str, rating: Option<&str>) -> Update {
        Update {
            action: String::new(),
            on: day(on),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Lead".to_owned(),
            action_rating: rating.map(str::to_owned),
            impact_rating: None,
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        }
    }

    fn stands(action: &Action, latest: Option<&Update>, as_at: &str) -> Standing {
        standing(action, latest, &Scale::brag(), 31, day(as_at))
    }

    #[test]
    fn an_action_is_overdue_from_the_day_after_its_due_date() {
        let action = due("2026-06-30");
        let latest = update("2026-06-20", Some("green"));
        assert_eq!(stands(&action, Some(&latest), "2026-06-30"), Standing::OnTrack);
        assert_eq!(stands(&action, Some(&latest), "2026-07-01"), Standing::Overdue);
    }

    #[test]
    fn blue_is_complete_however_late() {
        let action = due("2026-01-31");
        assert_eq!(stands(&action, Some(&update("2026-03-01", Some("blue"))), "2026-09-01"), Standing::Complete);
    }

    #[test]
    fn an_open_milestone_keeps_a_blue_action_from_being_complete() {
        let mut action = due("2026-12-31");
        action.milestones.push(Milestone { due_on: Some(day("2026-05-31")), ..Milestone::default() });
        let latest = update("2026-06-01", Some("blue"));
        assert_eq!(stands(&action, Some(&latest), "2026-06-02"), Standing::Slipping);
        action.milestones[0].completed_on = Some(day("2026-06-02"));
        assert_eq!(stands(&action, Some(&latest), "2026-06-02"), Standing::Complete);
        assert_eq!(stands(&action, Some(&latest), "2026-06-01"), Standing::Slipping);
    }

    #[test]
    fn a_forecast_after_the_due_date_is_slipping_before_it_is_overdue() {
        let action = due("2026-06-30");
        let mut latest = update("2026-06-01", Some("green"));
        latest.forecast_on = Some(day("2026-07-01"));
        assert_eq!(stands(&action, Some(&latest), "2026-06-15"), Standing::Slipping);
        latest.forecast_on = Some(day("2026-06-30"));
        assert_eq!(stands(&action, Some(&latest), "2026-06-15"), Standing::OnTrack);
    }

    #[test]
    fn silence_past_the_cycle_is_not_on_track() {
        let action = due("2026-12-31");
        let latest = update("2026-06-01", Some("green"));
        assert_eq!(stands(&action, Some(&latest), "2026-07-02"), Standing::OnTrack);
        assert_eq!(stands(&action, Some(&latest), "2026-07-03"), Standing::Stale);
        assert_eq!(stands(&action, None, "2026-07-03"), Standing::Stale);
    }

    #[test]
    fn a_recurring_action_is_never_overdue() {
        let mut action = due("2026-01-31");
        action.schedule =
            Schedule { cadence: Some(Cadence::Monthly), kind: ScheduleKind::Recurring, ..Schedule::default() };
        assert_eq!(stands(&action, Some(&update("2026-06-20", Some("green"))), "2026-07-01"), Standing::OnTrack);
    }

    #[test]
    fn the_rating_imported_with_the_plan_counts_until_an_update_gives_one() {
        let action = Action { action_rating: Some("Blue".to_owned()), ..due("2026-06-30") };
        assert_eq!(stands(&action, None, "2026-07-01"), Standing::Complete);
        assert_eq!(stands(&action, Some(&update("2026-06-30", Some("amber"))), "2026-07-01"), Standing::Overdue);
    }

    fn scale(levels: &[(&str, &str, Option<Brag>)]) -> Scale {
        Scale {
            id: "own".to_owned(),
            name: "Own".to_owned(),
            rates_impact: false,
            levels: levels
                .iter()
                .map(|(code, name, stands_for)| Level {
                    code: (*code).to_owned(),
                    name: (*name).to_owned(),
                    colour: None,
                    action_definition: None,
                    impact_definition: None,
                    definition_raw: None,
                    stands_for: *stands_for,
                })
                .collect(),
        }
    }

    #[test]
    fn only_the_top_of_a_progress_scale_is_complete() {
        let progress = scale(&[
            ("4", "Not achieved", None),
            ("3", "In progress", None),
            ("2", "Largely achieved", None),
            ("1", "Achieved", None),
        ]);
        assert!(counts_as_complete(&progress, " 1 "));
        assert!(!counts_as_complete(&progress, "2"));
        assert!(!counts_as_complete(&progress, "4"));
        assert!(!counts_as_complete(&progress, "9"));
    }

    #[test]
    fn green_is_not_complete_on_a_scale_without_blue() {
        let three = scale(&[
            ("r", "Red", Some(Brag::Red)),
            ("a", "Amber", Some(Brag::Amber)),
            ("g", "Green", Some(Brag::Green)),
        ]);
        assert!(!counts_as_complete(&three, "g"));
    }

    proptest! {
        #[test]
        fn time_alone_never_makes_an_unfinished_action_look_better(due_in in 0_u64..400, updated_in in 0_u64..400, wait in 0_u64..400) {
            let start = day("2026-01-01");
            let action = Action { due_on: Some(start + Days::new(due_in)), ..Action::default() };
            let mut latest = update("2026-01-01", Some("green"));
            latest.on = start + Days::new(updated_in);
            let first = standing(&action, Some(&latest), &Scale::brag(), 31, latest.on);
            let later = standing(&action, Some(&latest), &Scale::brag(), 31, latest.on + Days::new(wait));
            prop_assert!(later >= first);
        }
    }
}
