//! The forward plan: which items come to which meeting.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Meeting, MeetingState};
use crate::refusal::{Refusal, is_blank};

/// An item of the forward plan cannot be so.
const FORWARD: &str = "SL-D440";

/// An item that is to come to a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForwardItem {
    /// Number, never given to another item of the body.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// The post that presents it.
    pub presents: String,
    /// Minutes.
    pub minutes: u16,
    /// True when a paper goes out for it.
    pub needs_paper: bool,
    /// Number of the meeting it is to come to; null when none is chosen.
    pub meeting: Option<u64>,
    /// Number of the meeting at which it was taken.
    pub taken_at: Option<u64>,
}

/// A meeting with the items that are to come to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardMeeting<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// The day it stands for.
    pub on: NaiveDate,
    /// Its items, by number.
    pub items: Vec<&'a ForwardItem>,
    /// Minutes of them together.
    pub minutes: u32,
}

/// What is to come to the meetings of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardPlan<'a> {
    /// Meetings to come, the next first, also those without items.
    pub meetings: Vec<ForwardMeeting<'a>>,
    /// Items that were not taken and have no meeting to come to, by number: none was chosen, or it was held without
    /// them, or cancelled, or is not there.
    pub without_meeting: Vec<&'a ForwardItem>,
}

impl ForwardItem {
    /// Nothing when the item can be kept.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D440` – no title, nobody who presents it, or no time; a meeting to come to that is not there,
    /// was held or was cancelled, while it was not taken.
    pub fn check(&self, meetings: &[Meeting]) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(FORWARD, what, next));
        if is_blank(&self.title) || is_blank(&self.presents) || self.minutes == 0 {
            let next = "Say what it is about, which post presents it, and how many minutes it takes.";
            return refused("The item has no title, nobody who presents it, or no time.".to_owned(), next);
        }
        let (Some(number), None) = (self.meeting, self.taken_at) else { return Ok(()) };
        let chosen = meetings.iter().find(|meeting| meeting.number == number);
        if chosen.is_none_or(|meeting| !meeting.state().is_open()) {
            let what = format!("{} cannot come to that meeting.", self.title.trim());
            return refused(what, "Choose a meeting that is to come, or none.");
        }
        Ok(())
    }
}

impl<'a> ForwardPlan<'a> {
    /// The forward plan of a body on a day.
    ///
    /// A meeting that stands for an earlier day and is not recorded as held is still to come: its items are not lost.
    #[must_use]
    pub fn of(meetings: &'a [Meeting], items: &'a [ForwardItem]) -> Self {
        let mut to_come: Vec<&Meeting> = meetings.iter().filter(|meeting| meeting.state().is_open()).collect();
        to_come.sort_by_key(|meeting| (meeting.on(), meeting.number));
        let mut waiting: Vec<&ForwardItem> = items.iter().filter(|item| item.taken_at.is_none()).collect();
        waiting.sort_by_key(|item| item.number);
        let lines = to_come.iter().map(|meeting| {
            let own: Vec<&ForwardItem> =
                waiting.iter().copied().filter(|item| item.meeting == Some(meeting.number)).collect();
            let minutes = own.iter().map(|item| u32::from(item.minutes)).sum();
            ForwardMeeting { meeting, on: meeting.on(), items: own, minutes }
        });
        let has_meeting = |item: &&ForwardItem| to_come.iter().any(|meeting| item.meeting == Some(meeting.number));
        Self {
            meetings: lines.collect(),
            without_meeting: waiting.iter().copied().filter(|item| !has_meeting(item)).collect(),
        }
    }

    /// Why an item of [`without_meeting`](Self::without_meeting) has none, as a sentence.
    #[must_use]
    pub fn why_without(item: &ForwardItem, meetings: &[Meeting]) -> String {
        let chosen = item.meeting.and_then(|number| meetings.iter().find(|meeting| meeting.number == number));
        let words = |meeting: &Meeting| crate::board_report::day_words(meeting.on());
        match chosen.map(|meeting| (meeting, meeting.state())) {
            Some((meeting, MeetingState::Held)) => format!("It was not taken on {}.", words(meeting)),
            Some((meeting, MeetingState::Cancelled)) => format!("The meeting on {} was cancelled.", words(meeting)),
            _ => "No meeting is chosen for it.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{MeetingChange, MeetingEvent};

    fn meeting(number: u64, on: &str, change: Option<MeetingChange>) -> Meeting {
        let event =
            |change| MeetingEvent { change, by: "Jo Example".to_owned(), recorded_at: chrono::DateTime::UNIX_EPOCH };
        Meeting {
            number,
            body: "Improvement Board".to_owned(),
            planned_on: on.parse().unwrap(),
            starts_at: None,
            place: None,
            events: change.map(event).into_iter().collect(),
        }
    }

    fn item(number: u64, meeting: Option<u64>, taken_at: Option<u64>) -> ForwardItem {
        ForwardItem { number, meeting, taken_at, minutes: 10, ..ForwardItem::default() }
    }

    #[test]
    fn items_stand_under_their_meeting_and_none_is_lost() {
        let moved = MeetingChange::Moved { to: "2027-03-01".parse().unwrap(), reason: "Snow".to_owned() };
        let cancelled = MeetingChange::Cancelled { reason: "Snow".to_owned() };
        let meetings = [
            meeting(1, "2026-11-18", Some(MeetingChange::Held)),
            meeting(2, "2026-12-16", Some(moved)),
            meeting(3, "2027-01-20", None),
            meeting(4, "2027-02-17", Some(cancelled)),
        ];
        let items = [
            item(15, Some(2), None),
            item(11, Some(1), Some(1)),
            item(12, Some(1), None),
            item(13, Some(4), None),
            item(14, None, None),
            item(10, Some(2), None),
        ];
        let plan = ForwardPlan::of(&meetings, &items);
        let named = |item: &ForwardItem| ForwardItem {
            title: "Placements".to_owned(),
            presents: "Lead".to_owned(),
            ..item.clone()
        };
        let kept: Vec<bool> = items.iter().map(|item| named(item).check(&meetings).is_ok()).collect();
        assert_eq!(kept, [true, true, false, false, true, true]);
        assert_eq!(items[0].check(&meetings).unwrap_err().code, "SL-D440");
        let lines: Vec<(u64, Vec<u64>, u32)> = plan
            .meetings
            .iter()
            .map(|line| (line.meeting.number, line.items.iter().map(|item| item.number).collect(), line.minutes))
            .collect();
        assert_eq!(lines, [(3, vec![], 0), (2, vec![10, 15], 20)]);
        let without: Vec<String> = plan
            .without_meeting
            .iter()
            .map(|item| format!("{}: {}", item.number, ForwardPlan::why_without(item, &meetings)))
            .collect();
        assert_eq!(
            without,
            [
                "12: It was not taken on 18 November 2026.",
                "13: The meeting on 17 February 2027 was cancelled.",
                "14: No meeting is chosen for it.",
            ]
        );
    }
}
