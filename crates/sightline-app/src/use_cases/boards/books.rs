//! Everything that the bodies of a programme have on record, read at once.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use sightline_domain::board::{
    Agenda, Body, Decision, ForwardItem, LoggedChallenge, Meeting, MeetingAction, MeetingAttendance, MeetingCycle,
    Minutes, Paper, Quorate,
};
use sightline_store::{EntryKind, EntryVersion, PlanId};

use crate::error::BoardError;
use crate::{App, Result};

/// When and where a body meets, and what its agendas are made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyMeets {
    /// Name of the body.
    pub body: String,
    /// How often.
    pub cycle: MeetingCycle,
    /// When meetings begin.
    pub starts_at: Option<NaiveTime>,
    /// Where.
    pub place: Option<String>,
    /// Id of the template of its agendas.
    pub template: String,
}

/// Papers that came in for a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct MeetingPapers {
    /// Number of the meeting.
    pub meeting: u64,
    /// Which, and when.
    pub came_in: Vec<Paper>,
}

/// An entry as it stands.
pub(super) type Kept<T> = EntryVersion<T>;

/// Everything on record.
#[derive(Clone, Debug)]
pub(super) struct Books {
    pub bodies: Vec<Kept<Body>>,
    pub meets: Vec<Kept<BodyMeets>>,
    pub meetings: Vec<Kept<Meeting>>,
    pub agendas: Vec<Kept<Agenda>>,
    pub papers: Vec<Kept<MeetingPapers>>,
    pub attendance: Vec<Kept<MeetingAttendance>>,
    pub minutes: Vec<Kept<Minutes>>,
    pub decisions: Vec<Kept<Decision>>,
    pub actions: Vec<Kept<MeetingAction>>,
    pub challenges: Vec<Kept<LoggedChallenge>>,
    pub forward: Vec<Kept<ForwardItem>>,
}

impl App {
    pub(super) async fn books(&self, plan: &PlanId) -> Result<Books> {
        let store = &self.store;
        let mut books = Books {
            bodies: store.entries(plan, EntryKind::Body).await?,
            meets: store.entries(plan, EntryKind::MeetingCycle).await?,
            meetings: store.entries(plan, EntryKind::Meeting).await?,
            agendas: store.entries(plan, EntryKind::Agenda).await?,
            papers: store.entries(plan, EntryKind::Papers).await?,
            attendance: store.entries(plan, EntryKind::Attendance).await?,
            minutes: store.entries(plan, EntryKind::Minutes).await?,
            decisions: store.entries(plan, EntryKind::Decision).await?,
            actions: store.entries(plan, EntryKind::MeetingAction).await?,
            challenges: store.entries(plan, EntryKind::LoggedChallenge).await?,
            forward: store.entries(plan, EntryKind::ForwardItem).await?,
        };
        // The number of an entry is given when it is kept, so it is not in what was kept first.
        let short = |entry: u64| u32::try_from(entry).unwrap_or(u32::MAX);
        books.meetings.iter_mut().for_each(|kept| kept.body.number = kept.entry);
        books.forward.iter_mut().for_each(|kept| kept.body.number = kept.entry);
        books.decisions.iter_mut().for_each(|kept| kept.body.number = short(kept.entry));
        books.actions.iter_mut().for_each(|kept| kept.body.number = short(kept.entry));
        books.challenges.iter_mut().for_each(|kept| kept.body.number = short(kept.entry));
        Ok(books)
    }
}

impl Books {
    /// The body of a name.
    pub(super) fn body(&self, name: &str) -> Result<&Kept<Body>> {
        let found = self.bodies.iter().find(|kept| kept.body.name == name);
        Ok(found.ok_or_else(|| BoardError::UnknownBody { name: name.to_owned() })?)
    }

    /// The meeting of a number.
    pub(super) fn meeting(&self, number: u64) -> Result<&Kept<Meeting>> {
        let found = self.meetings.iter().find(|kept| kept.entry == number);
        Ok(found.ok_or(BoardError::Unknown { what: "meeting", number })?)
    }

    /// The meetings of a body, by the day they stand for.
    pub(super) fn meetings_of(&self, body: &str) -> Vec<&Kept<Meeting>> {
        let mut meetings: Vec<_> = self.meetings.iter().filter(|kept| kept.body.body == body).collect();
        meetings.sort_by_key(|kept| (kept.body.on(), kept.entry));
        meetings
    }

    pub(super) fn meets(&self, body: &str) -> Option<&Kept<BodyMeets>> {
        self.meets.iter().find(|kept| kept.body.body == body)
    }

    pub(super) fn agenda(&self, meeting: u64) -> Option<&Kept<Agenda>> {
        self.agendas.iter().find(|kept| kept.body.meeting == meeting)
    }

    /// The agenda of a meeting that has one.
    pub(super) fn written_agenda(&self, meeting: &Meeting) -> Result<&Kept<Agenda>> {
        Ok(self.agenda(meeting.number).ok_or(BoardError::Lacks { what: "agenda" })?)
    }

    pub(super) fn papers(&self, meeting: u64) -> Option<&Kept<MeetingPapers>> {
        self.papers.iter().find(|kept| kept.body.meeting == meeting)
    }

    pub(super) fn attendance(&self, meeting: u64) -> Option<&Kept<MeetingAttendance>> {
        self.attendance.iter().find(|kept| kept.body.meeting == meeting)
    }

    pub(super) fn minutes(&self, meeting: u64) -> Option<&Kept<Minutes>> {
        self.minutes.iter().find(|kept| kept.body.meeting == meeting)
    }

    /// Whether a meeting could decide; not known without its attendance.
    pub(super) fn quorate(&self, meeting: &Meeting) -> Option<Quorate> {
        let body = self.bodies.iter().find(|kept| kept.body.name == meeting.body)?;
        self.attendance(meeting.number).map(|kept| kept.body.quorate(&body.body))
    }

    /// True when the meeting is of the body.
    pub(super) fn is_of(&self, meeting: u64, body: &str) -> bool {
        self.meetings.iter().any(|kept| kept.entry == meeting && kept.body.body == body)
    }

    /// Ids of items of templates that were taken at meetings of the body that were held before a day.
    pub(super) fn taken(&self, body: &str, before: NaiveDate) -> std::collections::BTreeSet<String> {
        use sightline_domain::board::MeetingState;

        let held = self.meetings_of(body).into_iter().filter(|kept| kept.body.state() == MeetingState::Held);
        held.filter(|kept| kept.body.on() < before)
            .filter_map(|kept| self.agenda(kept.entry))
            .flat_map(|kept| kept.body.items.iter().filter_map(|item| item.template_item.clone()))
            .collect()
    }
}
