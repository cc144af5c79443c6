//! A meeting: planned, moved with a reason, held or cancelled; nothing of that is ever taken out.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::board_report::day_words;
use crate::refusal::{Refusal, is_blank};

/// What was asked of a meeting does not fit how it stands.
const MEETING: &str = "SL-D432";

/// One meeting of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Number, never given to another meeting of the programme.
    pub number: u64,
    /// Name of the body.
    pub body: String,
    /// The day it was first planned for.
    pub planned_on: NaiveDate,
    /// When it begins, by the clock on the wall.
    pub starts_at: Option<NaiveTime>,
    /// Where.
    pub place: Option<String>,
    /// What became of it, in the order in which it was recorded.
    pub events: Vec<MeetingEvent>,
}

/// One thing that became of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingEvent {
    /// What.
    pub change: MeetingChange,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What may become of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum MeetingChange {
    /// It is on another day.
    Moved {
        /// The day.
        to: NaiveDate,
        /// Why.
        reason: String,
    },
    /// It took place on the day it stood for.
    Held,
    /// It does not take place.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// How a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    /// To come, on the day it was first planned for.
    Planned,
    /// To come, on another day.
    Moved,
    /// Held.
    Held,
    /// Cancelled.
    Cancelled,
}

impl MeetingState {
    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Moved => "Moved",
            Self::Held => "Held",
            Self::Cancelled => "Cancelled",
        }
    }

    /// True while it may still take place.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Moved)
    }
}

impl Meeting {
    /// The day it stands for: the day it was last moved to, or first planned for.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        let moved = self.events.iter().rev().find_map(|event| match &event.change {
            MeetingChange::Moved { to, .. } => Some(*to),
            _ => None,
        });
        moved.unwrap_or(self.planned_on)
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> MeetingState {
        match self.events.last().map(|event| &event.change) {
            None => MeetingState::Planned,
            Some(MeetingChange::Moved { .. }) => MeetingState::Moved,
            Some(MeetingChange::Held) => MeetingState::Held,
            Some(MeetingChange::Cancelled { .. }) => MeetingState::Cancelled,
        }
    }

    /// The meeting as it was known at a moment; what was recorded later is left out.
    #[must_use]
    pub fn as_known_at(&self, moment: DateTime<Utc>) -> Self {
        let mut meeting = self.clone();
        meeting.events.retain(|event| event.recorded_at <= moment);
        meeting
    }

    /// Nothing when the change may be recorded on `today`.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D432` – the meeting was held or cancelled; it is moved or cancelled without a reason, or moved
    /// to its own day or one that has passed; it is said to have been held before its day has come.
    pub fn check(&self, change: &MeetingChange, today: NaiveDate) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(MEETING, what, next));
        let (body, on) = (&self.body, day_words(self.on()));
        match self.state() {
            MeetingState::Held => {
                return refused(format!("The meeting of the {body} on {on} was held."), "Plan another meeting.");
            }
            MeetingState::Cancelled => {
                return refused(format!("The meeting of the {body} on {on} was cancelled."), "Plan another meeting.");
            }
            MeetingState::Planned | MeetingState::Moved => {}
        }
        match change {
            MeetingChange::Moved { reason, .. } | MeetingChange::Cancelled { reason } if is_blank(reason) => refused(
                format!("Nothing says why the meeting of the {body} on {on} changes."),
                "Give the reason: members will ask.",
            ),
            MeetingChange::Moved { to, .. } if *to == self.on() => {
                refused(format!("The meeting of the {body} is on {on} already."), "Give another day.")
            }
            MeetingChange::Moved { to, .. } if *to < today => refused(
                format!("The meeting of the {body} cannot move to {}, which has passed.", day_words(*to)),
                "Give today or a later day.",
            ),
            MeetingChange::Held if self.on() > today => refused(
                format!("The meeting of the {body} is on {on}, which is to come."),
                "Record it once it was held, or move it first.",
            ),
            _ => Ok(()),
        }
    }

    /// What became of its day, in sentences: one for each time it moved, and one when it was cancelled.
    #[must_use]
    pub fn history(&self) -> Vec<String> {
        let mut on = self.planned_on;
        let mut told = Vec::new();
        for event in &self.events {
            match &event.change {
                MeetingChange::Moved { to, reason } => {
                    told.push(format!(
                        "Moved from {} to {}: {}.",
                        day_words(on),
                        day_words(*to),
                        reason.trim().trim_end_matches('.')
                    ));
                    on = *to;
                }
                MeetingChange::Cancelled { reason } => {
                    told.push(format!("Cancelled: {}.", reason.trim().trim_end_matches('.')));
                }
                MeetingChange::Held => {}
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn moved(to: &str, reason: &str) -> MeetingChange {
        MeetingChange::Moved { to: day(to), reason: reason.to_owned() }
    }

    fn meeting(changes: &[(&str, MeetingChange)]) -> Meeting {
        let event = |(moment, change): &(&str, MeetingChange)| MeetingEvent {
            change: change.clone(),
            by: "Jo Example".to_owned(),
            recorded_at: at(moment),
        };
        Meeting {
            number: 7,
            body: "Improvement Board".to_owned(),
            planned_on: day("2026-12-16"),
            starts_at: None,
            place: None,
            events: changes.iter().map(event).collect(),
        }
    }

    #[test]
    fn a_meeting_moved_across_a_years_end_keeps_the_day_it_was_planned_for() {
        let meeting = meeting(&[("2026-12-01T09:00:00Z", moved("2027-01-06", "The chair is away."))]);
        assert_eq!(
            (meeting.on(), meeting.planned_on, meeting.state()),
            (day("2027-01-06"), day("2026-12-16"), MeetingState::Moved)
        );
        assert_eq!(meeting.history(), ["Moved from 16 December 2026 to 6 January 2027: The chair is away."]);
    }

    #[test]
    fn a_meeting_reads_back_from_the_form_it_is_kept_in() {
        let cancelled = MeetingChange::Cancelled { reason: "Snow".to_owned() };
        let meeting =
            meeting(&[("2026-12-01T09:00:00Z", moved("2027-01-06", "Away")), ("2027-01-02T09:00:00Z", cancelled)]);
        let kept = serde_json::to_string(&meeting).unwrap();
        assert_eq!(serde_json::from_str::<Meeting>(&kept).unwrap(), meeting);
    }

    #[test]
    fn what_was_recorded_later_is_not_known_before() {
        let held = meeting(&[
            ("2026-12-01T09:00:00Z", moved("2027-01-06", "Snow")),
            ("2027-01-06T17:00:00Z", MeetingChange::Held),
        ]);
        assert_eq!(held.state(), MeetingState::Held);
        assert_eq!(held.as_known_at(at("2027-01-01T00:00:00Z")).state(), MeetingState::Moved);
        assert_eq!(held.as_known_at(at("2026-11-01T00:00:00Z")).on(), day("2026-12-16"));
    }

    #[test]
    fn changes_that_do_not_fit_are_refused() {
        let told = |meeting: &Meeting, change: MeetingChange, today: &str| {
            meeting.check(&change, day(today)).unwrap_err().what
        };
        let planned = meeting(&[]);
        assert!(planned.check(&moved("2027-01-06", "Snow"), day("2026-12-01")).is_ok());
        assert!(planned.check(&MeetingChange::Held, day("2026-12-16")).is_ok());
        assert!(told(&planned, moved("2027-01-06", " "), "2026-12-01").contains("why"));
        assert!(told(&planned, moved("2026-12-16", "Snow"), "2026-12-01").contains("already"));
        assert!(told(&planned, moved("2026-11-30", "Snow"), "2026-12-01").contains("passed"));
        assert!(told(&planned, MeetingChange::Held, "2026-12-15").contains("to come"));
        assert!(told(&planned, MeetingChange::Cancelled { reason: String::new() }, "2026-12-01").contains("why"));
        let held = meeting(&[("2026-12-16T17:00:00Z", MeetingChange::Held)]);
        assert!(told(&held, moved("2027-01-06", "Snow"), "2026-12-17").contains("was held"));
        let cancelled = meeting(&[("2026-12-01T17:00:00Z", MeetingChange::Cancelled { reason: "Snow".to_owned() })]);
        assert!(told(&cancelled, MeetingChange::Held, "2026-12-17").contains("was cancelled"));
    }
}
