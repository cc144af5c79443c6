//! A decision of a body: numbered, dated, with the item it belongs to, an owner and a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Agenda, Meeting, MeetingState, Quorate};
use crate::board_report::day_words;
use crate::refusal::{Refusal, is_blank};

/// A decision or an action of a meeting cannot be so.
pub(super) const DECISION: &str = "SL-D434";

/// What a body decided; never changed afterwards, only followed by another decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number, never given to another decision of the body.
    pub number: u32,
    /// Number of the meeting.
    pub meeting: u64,
    /// The day it was decided: that of the meeting.
    pub on: NaiveDate,
    /// Number of the item on the agenda.
    pub item: u32,
    /// What was decided.
    pub text: String,
    /// The post that sees to it.
    pub owner: String,
    /// The day by which; null when it is done by deciding.
    pub due_on: Option<NaiveDate>,
    /// The number of an earlier decision that this one takes the place of.
    pub replaces: Option<u32>,
}

impl Decision {
    /// How papers name it: `Decision 14 of 18 November 2026`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("Decision {} of {}", self.number, day_words(self.on))
    }

    /// True when another of these decisions has taken its place by the day.
    #[must_use]
    pub fn is_replaced_on(&self, all: &[Self], day: NaiveDate) -> bool {
        all.iter().any(|other| other.replaces == Some(self.number) && other.on <= day)
    }

    /// Nothing when it can be recorded.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D434` – the meeting was not held, not on that day, or was not quorate; no such item; nothing
    /// is decided or nobody owns it; it is due before the meeting; it takes its own place.
    pub fn check(&self, meeting: &Meeting, agenda: &Agenda, quorate: &Quorate) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(DECISION, what, next));
        if let Quorate::NotMet { lacking } = quorate {
            let next = "Record it as a recommendation in the minutes, and decide it at a meeting that is quorate.";
            return refused(format!("The meeting could not decide. {lacking}"), next);
        }
        if self.replaces == Some(self.number) {
            return refused(format!("Decision {} takes its own place.", self.number), "Name an earlier decision.");
        }
        of_meeting(
            &Said {
                meeting: self.meeting,
                on: Some(self.on),
                item: self.item,
                text: &self.text,
                owner: &self.owner,
                due_on: self.due_on,
            },
            meeting,
            agenda,
        )
    }
}

/// What a decision and an action of a meeting have in common.
pub(super) struct Said<'a> {
    pub(super) meeting: u64,
    pub(super) on: Option<NaiveDate>,
    pub(super) item: u32,
    pub(super) text: &'a str,
    pub(super) owner: &'a str,
    pub(super) due_on: Option<NaiveDate>,
}

/// Nothing when a meeting can have said it.
pub(super) fn of_meeting(said: &Said<'_>, meeting: &Meeting, agenda: &Agenda) -> Result<(), Refusal> {
    let refused = |what: String, next: &str| Err(Refusal::new(DECISION, what, next));
    let (held_on, held, body) = (meeting.on(), day_words(meeting.on()), &meeting.body);
    if meeting.state() != MeetingState::Held {
        return refused(
            format!("The meeting of the {body} on {held} is not recorded as held."),
            "Record first that it was held.",
        );
    }
    if let Some(on) = said.on.filter(|on| *on != held_on) {
        return refused(
            format!("It is dated {}, and the meeting of the {body} was on {held}.", day_words(on)),
            "Give the day of the meeting.",
        );
    }
    if said.meeting != meeting.number || agenda.meeting != meeting.number || agenda.item(said.item).is_none() {
        return refused(
            format!("There is no item {} on the agenda of that meeting.", said.item),
            "Name one of its items.",
        );
    }
    if is_blank(said.text) {
        return refused("It does not say what.".to_owned(), "Write it in one sentence.");
    }
    if is_blank(said.owner) {
        return refused("It has no owner.".to_owned(), "Name the post that sees to it.");
    }
    if let Some(due_on) = said.due_on.filter(|due_on| *due_on < held_on) {
        return refused(
            format!("It is due on {}, before the meeting.", day_words(due_on)),
            "Give the day of the meeting or a later one.",
        );
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::board::{AgendaItem, MeetingChange, MeetingEvent};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(in crate::board) fn held() -> (Meeting, Agenda) {
        let event = MeetingEvent {
            change: MeetingChange::Held,
            by: "Jo Example".to_owned(),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        };
        let meeting = Meeting {
            number: 3,
            body: "Improvement Board".to_owned(),
            planned_on: day("2026-11-18"),
            starts_at: None,
            place: None,
            events: vec![event],
        };
        let item = AgendaItem { number: 4, title: "Risks".to_owned(), ..AgendaItem::default() };
        (meeting, Agenda { meeting: 3, minutes: 60, items: vec![item] })
    }

    fn decision() -> Decision {
        Decision {
            number: 14,
            meeting: 3,
            on: day("2026-11-18"),
            item: 4,
            text: "Two more advocates are recruited.".to_owned(),
            owner: "Head of Service".to_owned(),
            due_on: Some(day("2026-12-31")),
            replaces: None,
        }
    }

    #[test]
    fn a_decision_is_named_by_number_and_day() {
        assert_eq!(decision().name(), "Decision 14 of 18 November 2026");
    }

    #[test]
    fn a_decision_that_no_meeting_can_have_made_is_refused() {
        let (meeting, agenda) = held();
        assert_eq!(decision().check(&meeting, &agenda, &Quorate::Met), Ok(()));
        assert_eq!(decision().check(&meeting, &agenda, &Quorate::NotStated), Ok(()));
        let told = |change: &dyn Fn(&mut Decision)| {
            let mut decision = decision();
            change(&mut decision);
            decision.check(&meeting, &agenda, &Quorate::Met).unwrap_err().what
        };
        assert!(told(&|decision| decision.on = day("2026-11-17")).contains("dated 17 November 2026"));
        assert!(told(&|decision| decision.item = 5).contains("no item 5"));
        assert!(told(&|decision| decision.meeting = 4).contains("no item 4"));
        assert!(told(&|decision| decision.text = " ".to_owned()).contains("does not say what"));
        assert!(told(&|decision| decision.owner = String::new()).contains("no owner"));
        assert!(told(&|decision| decision.due_on = Some(day("2026-11-17"))).contains("before the meeting"));
        assert!(told(&|decision| decision.replaces = Some(14)).contains("its own place"));
        let planned = Meeting { events: Vec::new(), ..meeting.clone() };
        assert!(decision().check(&planned, &agenda, &Quorate::Met).unwrap_err().what.contains("not recorded as held"));
        let inquorate = Quorate::NotMet { lacking: "Not quorate: 1 of the 2 members needed were there.".to_owned() };
        assert!(decision().check(&meeting, &agenda, &inquorate).unwrap_err().what.contains("could not decide"));
    }

    #[test]
    fn a_decision_holds_until_the_day_another_takes_its_place() {
        let later = Decision { number: 15, on: day("2027-01-20"), replaces: Some(14), ..decision() };
        let all = [decision(), later];
        assert!(!all[0].is_replaced_on(&all, day("2027-01-19")));
        assert!(all[0].is_replaced_on(&all, day("2027-01-20")));
        assert!(!all[1].is_replaced_on(&all, day("2027-01-20")));
    }
}
