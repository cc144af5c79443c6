//! Minutes: what was said at each item, agreed at a later meeting.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Agenda, Meeting, MeetingState};
use crate::board_report::day_words;
use crate::refusal::{Refusal, is_blank};

/// Minutes cannot be so.
const MINUTES: &str = "SL-D435";

/// The minutes of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Number of the meeting.
    pub meeting: u64,
    /// What was said at each item: its number on the agenda, and the words.
    pub items: Vec<(u32, String)>,
    /// Who wrote them.
    pub by: String,
    /// Where they stand.
    pub state: MinutesState,
}

/// Where minutes stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum MinutesState {
    /// Not agreed yet; they may be rewritten.
    #[default]
    Draft,
    /// Agreed; they are never changed again.
    Agreed {
        /// Number of the meeting that agreed them.
        at_meeting: u64,
        /// Its day.
        on: NaiveDate,
    },
}

impl Minutes {
    /// Numbers of the items that say nothing, in the order of the agenda.
    #[must_use]
    pub fn silent_items(&self, agenda: &Agenda) -> Vec<u32> {
        let says = |number: u32| self.items.iter().any(|(item, words)| *item == number && !is_blank(words));
        agenda.items.iter().map(|item| item.number).filter(|number| !says(*number)).collect()
    }

    /// The minutes with other words for one item.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D435` – they are agreed, or the agenda has no such item.
    pub fn rewritten(mut self, agenda: &Agenda, item: u32, words: &str) -> Result<Self, Refusal> {
        if let MinutesState::Agreed { on, .. } = self.state {
            let next = "Have the correction minuted at the next meeting.";
            return Err(Refusal::new(MINUTES, format!("These minutes were agreed on {}.", day_words(on)), next));
        }
        if agenda.meeting != self.meeting || agenda.item(item).is_none() {
            let what = format!("There is no item {item} on the agenda of that meeting.");
            return Err(Refusal::new(MINUTES, what, "Name one of its items."));
        }
        self.items.retain(|(number, _)| *number != item);
        self.items.push((item, words.trim().to_owned()));
        self.items.sort_by_key(|(number, _)| *number);
        Ok(self)
    }

    /// The minutes as agreed at a later meeting of the same body.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D435` – they are agreed already; an item says nothing; the meeting that agrees them was not
    /// held, is of another body, or is not later.
    pub fn agreed(mut self, agenda: &Agenda, of: &Meeting, at: &Meeting) -> Result<Self, Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(MINUTES, what, next));
        if let MinutesState::Agreed { on, .. } = self.state {
            return refused(format!("These minutes were agreed on {}.", day_words(on)), "There is nothing to do.");
        }
        if let Some(item) = self.silent_items(agenda).first() {
            return refused(
                format!("The minutes say nothing on item {item}."),
                "Write what was said, or that it was not taken.",
            );
        }
        let is_later = at.body == of.body && at.number != of.number && at.on() > of.on();
        if at.state() != MeetingState::Held || !is_later {
            let what = format!(
                "The minutes of {} cannot be agreed at the meeting of the {} on {}.",
                day_words(of.on()),
                at.body,
                day_words(at.on())
            );
            return refused(what, "Choose a later meeting of the same body that was held.");
        }
        self.state = MinutesState::Agreed { at_meeting: at.number, on: at.on() };
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decision::tests::held;
    use super::*;

    fn minutes() -> Minutes {
        Minutes { meeting: 3, items: Vec::new(), by: "Jo Example".to_owned(), state: MinutesState::Draft }
    }

    #[test]
    fn minutes_are_rewritten_until_a_later_meeting_agrees_them() {
        let (meeting, agenda) = held();
        let next = Meeting { number: 4, planned_on: "2027-01-20".parse().unwrap(), ..meeting.clone() };
        assert_eq!(minutes().silent_items(&agenda), [4]);
        assert!(minutes().agreed(&agenda, &meeting, &next).unwrap_err().what.contains("nothing on item 4"));
        let written = minutes().rewritten(&agenda, 4, " First. ").unwrap().rewritten(&agenda, 4, "Second.").unwrap();
        assert_eq!(written.items, [(4, "Second.".to_owned())]);
        assert!(written.clone().agreed(&agenda, &meeting, &meeting).unwrap_err().what.contains("cannot be agreed"));
        let planned = Meeting { events: Vec::new(), ..next.clone() };
        assert!(written.clone().agreed(&agenda, &meeting, &planned).is_err());
        let other = Meeting { body: "Clinic".to_owned(), ..next.clone() };
        assert!(written.clone().agreed(&agenda, &meeting, &other).is_err());
        let agreed = written.agreed(&agenda, &meeting, &next).unwrap();
        assert_eq!(agreed.state, MinutesState::Agreed { at_meeting: 4, on: next.on() });
        let refusal = agreed.clone().rewritten(&agenda, 4, "Third.").unwrap_err();
        assert_eq!(refusal.code, "SL-D435");
        assert!(agreed.agreed(&agenda, &meeting, &next).is_err());
        assert!(minutes().rewritten(&agenda, 9, "Words").unwrap_err().what.contains("no item 9"));
    }
}
