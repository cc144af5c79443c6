//! What came of a meeting: who was there, what was said, decided and challenged, and what is to be done.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::board::{
    Attendance, ChallengeAnswer, ChallengeClosing, Decision, ForwardItem, LoggedChallenge, Meeting, MeetingAction,
    MeetingAttendance, Minutes, MinutesState, Presence, Quorate,
};
use sightline_store::{EntryKind, NewVersion};

use crate::error::BoardError;
use crate::policy;
use crate::use_cases::amend::wording::filled;
use crate::{App, Call, Result};

/// A decision as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionInput {
    /// Number of the item on the agenda.
    pub item: u32,
    /// What was decided.
    pub text: String,
    /// The post that sees to it.
    pub owner: String,
    /// The day by which.
    pub due_on: Option<NaiveDate>,
    /// The number of an earlier decision that this one takes the place of.
    pub replaces: Option<u32>,
}

/// An action of a meeting as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingActionInput {
    /// Number of the item on the agenda.
    pub item: u32,
    /// The number of the decision it follows from.
    pub decision: Option<u32>,
    /// What is to be done.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// The day by which.
    pub due_on: Option<NaiveDate>,
}

/// A challenge as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoggedChallengeInput {
    /// Number of the meeting at which it was made; none between meetings.
    pub meeting: Option<u64>,
    /// Number of the item on the agenda.
    pub item: Option<u32>,
    /// The post that made it.
    pub by_post: String,
    /// The post that is to answer.
    pub to_post: String,
    /// What was asked or doubted.
    pub text: String,
    /// References of actions it is about.
    pub actions: Vec<String>,
}

/// An item of the forward plan as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForwardInput {
    /// Its title.
    pub title: String,
    /// The post that presents it.
    pub presents: String,
    /// Minutes.
    pub minutes: u16,
    /// True when a paper goes out for it.
    pub needs_paper: bool,
    /// Number of the meeting it is to come to.
    pub meeting: Option<u64>,
}

impl App {
    /// Keeps who was at a meeting that was held; `seats` gives each seat that somebody held.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::UnknownBody`] – there is no such meeting or body.
    /// * [`BoardError::Refused`] – it was not held, or a seat cannot be so (`SL-D433`).
    pub async fn record_attendance(
        &self,
        call: &Call,
        plan: &str,
        number: u64,
        seats: &[(u32, Presence)],
    ) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting = &books.meeting(number)?.body;
        let seats = seats.iter().map(|(seat, presence)| Attendance { seat: *seat, presence: *presence }).collect();
        let attendance = MeetingAttendance { meeting: number, on: meeting.on(), seats };
        attendance.check(&books.body(&meeting.body)?.body, meeting).map_err(BoardError::Refused)?;
        let new = match books.attendance(number) {
            None => NewVersion::first(EntryKind::Attendance, &attendance)?,
            Some(before) => NewVersion::next(EntryKind::Attendance, before, &attendance, "")?,
        };
        let detail = json!({ "meeting": number, "attendance_of_seats": attendance.seats.len() });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }

    /// Keeps what was said at items of a meeting: the number of each on the agenda, and the words.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Lacks`] – there is no such meeting, or it has no agenda.
    /// * [`BoardError::Refused`] – the minutes are agreed, or an item is not on the agenda (`SL-D435`).
    pub async fn write_minutes(&self, call: &Call, plan: &str, number: u64, items: &[(u32, String)]) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let agenda = &books.written_agenda(&books.meeting(number)?.body)?.body;
        let before = books.minutes(number);
        let mut minutes = before.map_or_else(
            || Minutes { meeting: number, items: Vec::new(), by: call.actor.name.clone(), state: MinutesState::Draft },
            |kept| kept.body.clone(),
        );
        for (item, words) in items {
            minutes = minutes.rewritten(agenda, *item, words).map_err(BoardError::Refused)?;
        }
        let new = match before {
            None => NewVersion::first(EntryKind::Minutes, &minutes)?,
            Some(before) => NewVersion::next(EntryKind::Minutes, before, &minutes, "")?,
        };
        let detail = json!({ "meeting": number, "minutes_of_items": items.len() });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }

    /// Records that a later meeting agreed the minutes; they are never changed again.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Lacks`] – something of it is not there.
    /// * [`BoardError::Refused`] – they cannot be agreed there (`SL-D435`).
    pub async fn agree_minutes(&self, call: &Call, plan: &str, number: u64, at_meeting: u64) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let (of, at) = (&books.meeting(number)?.body, &books.meeting(at_meeting)?.body);
        let agenda = &books.written_agenda(of)?.body;
        let before = books.minutes(number).ok_or(BoardError::Lacks { what: "minutes" })?;
        let agreed = before.body.clone().agreed(agenda, of, at).map_err(BoardError::Refused)?;
        let new = NewVersion::next(EntryKind::Minutes, before, &agreed, "")?;
        let detail = json!({ "meeting": number, "minutes_agreed_at": at_meeting });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }

    /// Records a decision, and gives its number.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Lacks`] – there is no such meeting, or it has no agenda.
    /// * [`BoardError::Refused`] – it cannot be decided so (`SL-D434`); without its attendance a body with a quorum cannot.
    pub async fn record_decision(&self, call: &Call, plan: &str, number: u64, input: &DecisionInput) -> Result<u64> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting = &books.meeting(number)?.body;
        let agenda = &books.written_agenda(meeting)?.body;
        let has_quorum = books.body(&meeting.body)?.body.quorum.is_some();
        let quorate = match books.quorate(meeting) {
            Some(quorate) => quorate,
            None if has_quorum => return Err(BoardError::Lacks { what: "record of who was there" }.into()),
            None => Quorate::NotStated,
        };
        let decision = Decision {
            number: 0,
            meeting: number,
            on: meeting.on(),
            item: input.item,
            text: input.text.trim().to_owned(),
            owner: input.owner.trim().to_owned(),
            due_on: input.due_on,
            replaces: input.replaces,
        };
        decision.check(meeting, agenda, &quorate).map_err(BoardError::Refused)?;
        if let Some(replaced) = input.replaces {
            let is_there = |one: &Decision| one.number == replaced && books.is_of(one.meeting, &meeting.body);
            if !books.decisions.iter().any(|kept| is_there(&kept.body)) {
                return Err(BoardError::Unknown { what: "decision", number: replaced.into() }.into());
            }
        }
        let new = [NewVersion::first(EntryKind::Decision, &decision)?];
        let detail = json!({ "meeting": number, "decision_on_item": input.item });
        let given = self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }

    /// Records what somebody is to do after a meeting, and gives its number.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Lacks`] – something of it is not there.
    /// * [`BoardError::Refused`] – it cannot be so (`SL-D434`).
    pub async fn record_meeting_action(
        &self,
        call: &Call,
        plan: &str,
        number: u64,
        input: &MeetingActionInput,
    ) -> Result<u64> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting = &books.meeting(number)?.body;
        let agenda = &books.written_agenda(meeting)?.body;
        if let Some(decision) = input.decision
            && !books.decisions.iter().any(|kept| kept.body.number == decision)
        {
            return Err(BoardError::Unknown { what: "decision", number: decision.into() }.into());
        }
        let action = MeetingAction {
            number: 0,
            meeting: number,
            item: input.item,
            decision: input.decision,
            text: input.text.trim().to_owned(),
            owner: input.owner.trim().to_owned(),
            due_on: input.due_on,
            done_on: None,
            result: None,
            became: None,
        };
        action.check(meeting, agenda).map_err(BoardError::Refused)?;
        let new = [NewVersion::first(EntryKind::MeetingAction, &action)?];
        let detail = json!({ "meeting": number, "action_of_item": input.item });
        let given = self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }

    /// Records that an action of a meeting is done, with what came of it.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is none of this number, or it is done already.
    /// * [`BoardError::NothingSaid`] – nothing is said of what came of it.
    pub async fn finish_meeting_action(&self, call: &Call, plan: &str, number: u64, result: &str) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let open = books.actions.iter().find(|kept| kept.entry == number && kept.body.done_on.is_none());
        let before = open.ok_or(BoardError::Unknown { what: "open action", number })?;
        let result = filled(Some(result)).ok_or(BoardError::NothingSaid { of: "what came of it" })?;
        let mut done = before.body.clone();
        done.done_on = Some(call.today);
        done.result = Some(result.to_owned());
        let new = [NewVersion::next(EntryKind::MeetingAction, before, &done, "")?];
        let detail = json!({ "meeting_action": number, "is": "done" });
        self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await.map(drop)
    }

    /// Records a challenge that a member made, and gives its number.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is no such meeting.
    /// * [`BoardError::Refused`] – something of it is missing (`SL-D436`).
    pub async fn log_challenge(&self, call: &Call, plan: &str, input: &LoggedChallengeInput) -> Result<u64> {
        call.may(policy::Action::BoardChallenge)?;
        let summary = self.resolve(call, policy::Action::BoardChallenge, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting: Option<&Meeting> = match input.meeting {
            Some(number) => Some(&books.meeting(number)?.body),
            None => None,
        };
        let challenge = LoggedChallenge {
            number: 0,
            meeting: input.meeting,
            item: input.item,
            on: meeting.map_or(call.today, |meeting| meeting.on().min(call.today)),
            by_post: input.by_post.trim().to_owned(),
            to_post: input.to_post.trim().to_owned(),
            text: input.text.trim().to_owned(),
            actions: input.actions.clone(),
            answers: Vec::new(),
            closed: None,
        };
        challenge.check_new().map_err(BoardError::Refused)?;
        let new = [NewVersion::first(EntryKind::LoggedChallenge, &challenge)?];
        let detail = json!({ "challenge_of_meeting": input.meeting, "to": challenge.to_post });
        let given = self.keep(call, &summary, policy::Action::BoardChallenge, &new, detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }

    /// Answers a challenge of the log, or closes it with what changed through it.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is none of this number.
    /// * [`BoardError::Refused`] – it is closed, was not answered yet, or nothing is said (`SL-D436`).
    pub async fn settle_logged_challenge(
        &self,
        call: &Call,
        plan: &str,
        number: u64,
        by_post: &str,
        words: &str,
        closes: bool,
    ) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let before = books.challenges.iter().find(|kept| kept.entry == number);
        let before = before.ok_or(BoardError::Unknown { what: "challenge", number })?;
        let (by_post, text, on) = (by_post.trim().to_owned(), words.trim().to_owned(), call.today);
        let challenge = before.body.clone();
        let settled = if closes {
            challenge.closed(ChallengeClosing { by_post, on, outcome: text })
        } else {
            challenge.answered(ChallengeAnswer { by_post, on, text })
        };
        let new = [NewVersion::next(EntryKind::LoggedChallenge, before, &settled.map_err(BoardError::Refused)?, "")?];
        let detail = json!({ "logged_challenge": number, "is": if closes { "closed" } else { "answered" } });
        self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await.map(drop)
    }

    /// Keeps an item of the forward plan: a new one when `number` is none. Gives its number.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is none of this number.
    /// * [`BoardError::Refused`] – it cannot be so (`SL-D440`).
    pub async fn save_forward_item(
        &self,
        call: &Call,
        plan: &str,
        number: Option<u64>,
        input: &ForwardInput,
    ) -> Result<u64> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let before = match number {
            Some(number) => {
                let found = books.forward.iter().find(|kept| kept.entry == number);
                Some(found.ok_or(BoardError::Unknown { what: "item of the forward plan", number })?)
            }
            None => None,
        };
        let item = ForwardItem {
            number: number.unwrap_or_default(),
            title: input.title.trim().to_owned(),
            presents: input.presents.trim().to_owned(),
            minutes: input.minutes,
            needs_paper: input.needs_paper,
            meeting: input.meeting,
            taken_at: before.and_then(|kept| kept.body.taken_at),
        };
        let meetings: Vec<Meeting> = books.meetings.iter().map(|kept| kept.body.clone()).collect();
        item.check(&meetings).map_err(BoardError::Refused)?;
        let new = [match before {
            None => NewVersion::first(EntryKind::ForwardItem, &item)?,
            Some(before) => NewVersion::next(EntryKind::ForwardItem, before, &item, "")?,
        }];
        let detail = json!({ "forward_item": item.title, "meeting": item.meeting });
        let given = self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }
}
