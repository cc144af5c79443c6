//! An action of a meeting, which may become an action of the plan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decision::{DECISION, Said, of_meeting};
use super::{Agenda, Meeting};
use crate::board_report::day_words;
use crate::plan::{Action, Lead, LeadKind};
use crate::refusal::{Refusal, is_blank};
use crate::schedule::{Schedule, ScheduleKind};

/// What somebody is to do after a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAction {
    /// Number, never given to another action of the body.
    pub number: u32,
    /// Number of the meeting.
    pub meeting: u64,
    /// Number of the item on the agenda.
    pub item: u32,
    /// The number of the decision it follows from, if any.
    pub decision: Option<u32>,
    /// What is to be done.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// The day by which.
    pub due_on: Option<NaiveDate>,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
    /// What came of it.
    pub result: Option<String>,
    /// The reference of the action of the plan that it became.
    pub became: Option<String>,
}

/// Where an action of a meeting stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionStanding {
    /// Its day has passed and it is not done.
    Overdue,
    /// To be done.
    Open,
    /// It became an action of the plan, and is followed there.
    InPlan,
    /// Done.
    Done,
}

impl MeetingAction {
    /// Where it stands at the end of a day; on its own day it is not overdue.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> ActionStanding {
        if self.done_on.is_some_and(|done_on| done_on <= day) {
            ActionStanding::Done
        } else if self.became.is_some() {
            ActionStanding::InPlan
        } else if self.due_on.is_some_and(|due_on| due_on < day) {
            ActionStanding::Overdue
        } else {
            ActionStanding::Open
        }
    }

    /// Nothing when it can be recorded.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D434` – the meeting was not held; no such item; nothing is to be done or nobody does it; it is
    /// due or done before the meeting; it is done and nothing says what came of it.
    pub fn check(&self, meeting: &Meeting, agenda: &Agenda) -> Result<(), Refusal> {
        let said = Said {
            meeting: self.meeting,
            on: None,
            item: self.item,
            text: &self.text,
            owner: &self.owner,
            due_on: self.due_on,
        };
        of_meeting(&said, meeting, agenda)?;
        let Some(done_on) = self.done_on else { return Ok(()) };
        if done_on < meeting.on() {
            let what = format!("It was done on {}, before the meeting.", day_words(done_on));
            return Err(Refusal::new(DECISION, what, "Give the day of the meeting or a later one."));
        }
        if self.result.as_deref().is_none_or(is_blank) {
            return Err(Refusal::new(DECISION, "Nothing says what came of it.", "Write what is different now."));
        }
        Ok(())
    }

    /// The action of the plan that it becomes, under a reference and a priority of the plan.
    ///
    /// The words, the owner and the day go over; the meeting stands in its notes.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D434` – it is done, or became an action of the plan before.
    pub fn for_plan(&self, meeting: &Meeting, reference: &str, priority: &str) -> Result<Action, Refusal> {
        if let Some(became) = &self.became {
            let what = format!("It became action {became} of the plan before.");
            return Err(Refusal::new(DECISION, what, "Amend that action."));
        }
        if self.done_on.is_some() {
            return Err(Refusal::new(DECISION, "It is done.", "Add a new action to the plan instead."));
        }
        let due_raw = self.due_on.map(day_words);
        let kind = if self.due_on.is_some() { ScheduleKind::Dated } else { ScheduleKind::ToBeConfirmed };
        let lead = Lead { raw: self.owner.clone(), name: self.owner.clone(), kind: LeadKind::Post, resolved: None };
        Ok(Action {
            reference: reference.to_owned(),
            ref_raw: Some(reference.to_owned()),
            priority: priority.to_owned(),
            text: Some(self.text.clone()),
            leads_raw: Some(self.owner.clone()),
            leads: vec![lead],
            due_raw,
            due_on: self.due_on,
            schedule: Schedule { kind, due_on: self.due_on, ..Schedule::default() },
            notes_raw: Some(format!("Action {} of the {}, {}", self.number, meeting.body, day_words(meeting.on()))),
            ..Action::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::decision::tests::held;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn action() -> MeetingAction {
        MeetingAction {
            number: 6,
            meeting: 3,
            item: 4,
            decision: None,
            text: "Bring the figures for each locality".to_owned(),
            owner: "Performance analyst".to_owned(),
            due_on: Some(day("2026-12-09")),
            done_on: None,
            result: None,
            became: None,
        }
    }

    #[test]
    fn an_action_is_overdue_from_the_day_after_unless_it_is_done_or_in_the_plan() {
        assert_eq!(action().standing_on(day("2026-12-09")), ActionStanding::Open);
        assert_eq!(action().standing_on(day("2026-12-10")), ActionStanding::Overdue);
        let done = MeetingAction { done_on: Some(day("2026-12-12")), ..action() };
        assert_eq!(done.standing_on(day("2026-12-11")), ActionStanding::Overdue);
        assert_eq!(done.standing_on(day("2026-12-12")), ActionStanding::Done);
        let moved = MeetingAction { became: Some("2.9".to_owned()), ..action() };
        assert_eq!(moved.standing_on(day("2027-01-01")), ActionStanding::InPlan);
    }

    #[test]
    fn done_needs_a_day_after_the_meeting_and_words() {
        let (meeting, agenda) = held();
        let done = |on: &str, result: Option<&str>| {
            let action = MeetingAction { done_on: Some(day(on)), result: result.map(str::to_owned), ..action() };
            action.check(&meeting, &agenda).map_err(|refusal| refusal.what)
        };
        assert_eq!(action().check(&meeting, &agenda), Ok(()));
        assert_eq!(done("2026-12-01", Some("Every locality has its figures.")), Ok(()));
        assert!(done("2026-12-01", Some(" ")).unwrap_err().contains("what came of it"));
        assert!(done("2026-11-17", Some("Done.")).unwrap_err().contains("before the meeting"));
    }

    #[test]
    fn it_becomes_an_action_of_the_plan_once() {
        let (meeting, _) = held();
        let planned = action().for_plan(&meeting, "2.9", "2").unwrap();
        assert_eq!(
            (planned.reference.as_str(), planned.priority.as_str(), planned.due_on),
            ("2.9", "2", Some(day("2026-12-09")))
        );
        assert_eq!(planned.leads_words().as_deref(), Some("Performance analyst"));
        assert_eq!(planned.notes_raw.as_deref(), Some("Action 6 of the Improvement Board, 18 November 2026"));
        let twice = MeetingAction { became: Some("2.9".to_owned()), ..action() };
        assert!(twice.for_plan(&meeting, "2.10", "2").unwrap_err().what.contains("2.9"));
        let undated = MeetingAction { due_on: None, ..action() }.for_plan(&meeting, "2.9", "2").unwrap();
        assert_eq!(undated.schedule.kind, ScheduleKind::ToBeConfirmed);
    }
}
