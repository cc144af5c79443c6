//! What a calendar feed says of a meeting; a library writes it in the calendar's own form.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Meeting, MeetingState};

/// One entry of a calendar feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// What tells it from every other entry, the same whenever it is asked for.
    pub uid: String,
    /// How often the meeting has changed; a calendar takes the entry with the highest.
    pub sequence: u32,
    /// When it begins.
    pub starts: FeedTime,
    /// When it ends; of a whole day, the day after it.
    pub ends: FeedTime,
    /// What it is called.
    pub summary: String,
    /// Where.
    pub place: Option<String>,
    /// What became of its day, in sentences.
    pub notes: Vec<String>,
    /// True when the meeting does not take place, so that calendars take it out.
    pub is_cancelled: bool,
}

/// A day, or a time by the clock on the wall in England.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "at")]
pub enum FeedTime {
    /// The whole day.
    Day(NaiveDate),
    /// A time on a day, by the clock on the wall.
    Local(NaiveDateTime),
}

/// The entry of a meeting that has so many minutes; a meeting without a time takes the whole day.
///
/// `host` is where the feed is served, so that entries of two councils never have the same uid.
#[must_use]
pub fn feed_entry(meeting: &Meeting, minutes: u16, host: &str) -> FeedEntry {
    let on = meeting.on();
    let (starts, ends) = match meeting.starts_at {
        Some(at) => {
            let starts = on.and_time(at);
            let ends = starts.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(starts);
            (FeedTime::Local(starts), FeedTime::Local(ends))
        }
        None => (FeedTime::Day(on), FeedTime::Day(on.succ_opt().unwrap_or(on))),
    };
    let is_cancelled = meeting.state() == MeetingState::Cancelled;
    FeedEntry {
        uid: format!("meeting-{}@{host}", meeting.number),
        sequence: u32::try_from(meeting.events.len()).unwrap_or(u32::MAX),
        starts,
        ends,
        summary: if is_cancelled { format!("Cancelled: {}", meeting.body) } else { meeting.body.clone() },
        place: meeting.place.clone(),
        notes: meeting.history(),
        is_cancelled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{MeetingChange, MeetingEvent};

    fn meeting(changes: Vec<MeetingChange>) -> Meeting {
        let event =
            |change| MeetingEvent { change, by: "Jo Example".to_owned(), recorded_at: chrono::DateTime::UNIX_EPOCH };
        Meeting {
            number: 7,
            body: "Improvement Board".to_owned(),
            planned_on: "2026-12-16".parse().unwrap(),
            starts_at: Some("22:30:00".parse().unwrap()),
            place: Some("Committee room 1".to_owned()),
            events: changes.into_iter().map(event).collect(),
        }
    }

    #[test]
    fn a_moved_meeting_keeps_its_uid_and_counts_on() {
        let moved = MeetingChange::Moved { to: "2027-01-06".parse().unwrap(), reason: "Snow".to_owned() };
        let (first, then) = (meeting(Vec::new()), meeting(vec![moved]));
        let (first, then) = (feed_entry(&first, 120, "sightline.example"), feed_entry(&then, 120, "sightline.example"));
        assert_eq!((first.uid.as_str(), first.sequence), ("meeting-7@sightline.example", 0));
        assert_eq!((then.uid, then.sequence), (first.uid, 1));
        assert_eq!(first.ends, FeedTime::Local("2026-12-17T00:30:00".parse().unwrap()), "past midnight");
        assert_eq!(then.starts, FeedTime::Local("2027-01-06T22:30:00".parse().unwrap()));
        assert_eq!(then.notes, ["Moved from 16 December 2026 to 6 January 2027: Snow."]);
    }

    #[test]
    fn a_cancelled_meeting_says_so_and_one_without_a_time_takes_the_day() {
        let cancelled = meeting(vec![MeetingChange::Cancelled { reason: "Snow".to_owned() }]);
        let entry = feed_entry(&Meeting { starts_at: None, ..cancelled }, 120, "sightline.example");
        assert!(entry.is_cancelled && entry.summary == "Cancelled: Improvement Board");
        assert_eq!(entry.starts, FeedTime::Day("2026-12-16".parse().unwrap()));
        assert_eq!(entry.ends, FeedTime::Day("2026-12-17".parse().unwrap()));
    }
}
