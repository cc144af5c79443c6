//! The forward plan: which items come to which meeting.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Meeting, MeetingState};

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
        let words = |meeting: &Meeting| crate::board_report::Day::of(meeting.on()).words;
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
