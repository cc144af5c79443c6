//! Boards as they are read.

use chrono::NaiveDate;
use sightline_domain::board::{
    Agenda, AgendaTemplates, Body, Chaser, ClearDays, Decision, ForwardItem, LineOfReport, LoggedChallenge, Meeting,
    MeetingAction, MeetingAttendance, MeetingState, Minutes, Paper, PaperDue, PapersRule, PartnerAttendance, Quorate,
    attendance_by_partner, chasers, lines_of_report, papers_due,
};
use sightline_domain::calendar::WorkingDays;
use sightline_domain::plan::Board;
use sightline_store::{EntryKind, PlanId, PlanSummary};

use super::books::{BodyMeets, Books};
use crate::error::BoardError;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// The bodies of a programme.
#[derive(Clone, Debug)]
pub struct BoardsView {
    /// The plan.
    pub summary: PlanSummary,
    /// The bodies with terms of reference, in the order in which they were written.
    pub bodies: Vec<BodySummary>,
    /// Boards of the plan's register that have no terms yet.
    pub without_terms: Vec<Board>,
    /// Who reports to whom.
    pub lines: Vec<LineOfReport>,
    /// True when the caller keeps them.
    pub can_manage: bool,
}

/// A body in a list.
#[derive(Clone, Debug)]
pub struct BodySummary {
    /// Its terms.
    pub body: Body,
    /// Its next meeting.
    pub next: Option<Meeting>,
    /// Seats that are vacant today.
    pub vacant: usize,
    /// Papers of the next meeting that are late or due soon.
    pub papers_wanted: usize,
}

/// The next meeting of a body, for the first page.
#[derive(Clone, Debug)]
pub struct NextMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// Papers that its agenda asks for; none without an agenda.
    pub papers: usize,
    /// How many of them have come in.
    pub papers_in: usize,
    /// Papers that are late or due soon.
    pub chasers: Vec<Chaser>,
    /// True when it has an agenda.
    pub has_agenda: bool,
}

/// One body with everything on record.
#[derive(Clone, Debug)]
pub struct BodyView {
    /// The plan.
    pub summary: PlanSummary,
    /// Its terms.
    pub body: Body,
    /// When it meets, once it was said.
    pub meets: Option<BodyMeets>,
    /// Its meetings, by day.
    pub meetings: Vec<Meeting>,
    /// How partners attended the meetings that were held.
    pub attendance: Vec<PartnerAttendance>,
    /// Its decisions, by number.
    pub decisions: Vec<Decision>,
    /// Actions of its meetings, by number.
    pub actions: Vec<MeetingAction>,
    /// Its challenge log, by number.
    pub challenges: Vec<LoggedChallenge>,
    /// The items of its forward plan, by number.
    pub forward: Vec<ForwardItem>,
    /// Names of bodies that report to it.
    pub reported_by: Vec<String>,
    /// True when the caller keeps it.
    pub can_manage: bool,
    /// True when the caller may log a challenge.
    pub can_challenge: bool,
    /// Whether the caller has made an address for calendars; null for somebody without an account, who cannot.
    pub has_calendar: Option<bool>,
}

/// One meeting with everything on record.
#[derive(Clone, Debug)]
pub struct MeetingView {
    /// The plan.
    pub summary: PlanSummary,
    /// The meeting.
    pub meeting: Meeting,
    /// The body, as its terms are now.
    pub body: Body,
    /// Its agenda, once there is one.
    pub agenda: Option<Agenda>,
    /// Its papers, in the order of the agenda.
    pub papers: Vec<PaperDue>,
    /// Papers that came in.
    pub came_in: Vec<Paper>,
    /// Papers that are late or due soon.
    pub chasers: Vec<Chaser>,
    /// How long before a meeting papers go out, in words.
    pub papers_rule: String,
    /// Who was there, once it was recorded.
    pub attendance: Option<MeetingAttendance>,
    /// Whether it could decide.
    pub quorate: Option<Quorate>,
    /// Its minutes, once there are any.
    pub minutes: Option<Minutes>,
    /// Its decisions, by number.
    pub decisions: Vec<Decision>,
    /// Its actions, by number.
    pub actions: Vec<MeetingAction>,
    /// Challenges that were made at it, by number.
    pub challenges: Vec<LoggedChallenge>,
    /// Later meetings of the body that were held: where its minutes may be agreed.
    pub later_held: Vec<Meeting>,
    /// Its agenda may still be changed.
    pub is_open: bool,
    /// True when the caller keeps it.
    pub can_manage: bool,
    /// True when the caller may log a challenge.
    pub can_challenge: bool,
}

impl App {
    /// The bodies of a programme, with their next meetings and what presses.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) when there is no such plan within reach.
    pub async fn boards(&self, call: &Call, plan: &str) -> Result<BoardsView> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let books = self.books(&view.summary.id).await?;
        let bodies: Vec<Body> = books.bodies.iter().map(|kept| kept.body.clone()).collect();
        let has_terms = |board: &Board| bodies.iter().any(|body| body.name == board.name);
        let without_terms = view.at.plan.boards.iter().filter(|board| !has_terms(board)).cloned().collect();
        let can_manage = call.allows(policy::Action::BoardManage, &Target::Plan(&view.summary));
        Ok(BoardsView {
            bodies: bodies.iter().map(|body| summary_of(&books, body, call.today)).collect(),
            without_terms,
            lines: lines_of_report(&bodies).map_err(BoardError::Refused)?,
            can_manage,
            summary: view.summary,
        })
    }

    /// One body with everything on record.
    ///
    /// # Errors
    ///
    /// [`BoardError::UnknownBody`] when there is none of this name.
    pub async fn board(&self, call: &Call, plan: &str, body: &str) -> Result<BodyView> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let kept = books.body(body)?;
        let has_calendar = self.has_feed_link(call, &summary.id, kept.entry).await?;
        let body = kept.body.clone();
        let name = body.name.as_str();
        let held: Vec<MeetingAttendance> = books
            .attendance
            .iter()
            .filter(|kept| books.is_of(kept.body.meeting, name))
            .map(|kept| kept.body.clone())
            .collect();
        let at_its_meeting = |meeting: Option<u64>| meeting.is_none_or(|meeting| books.is_of(meeting, name));
        let reports_here = |other: &&Body| other.reports_to.as_deref() == Some(name);
        let plan = Target::Plan(&summary);
        Ok(BodyView {
            meets: books.meets(name).map(|kept| kept.body.clone()),
            meetings: books.meetings_of(name).into_iter().map(|kept| kept.body.clone()).collect(),
            attendance: attendance_by_partner(&body, &held),
            decisions: bodies_of(&books.decisions, |one| books.is_of(one.meeting, name)),
            actions: bodies_of(&books.actions, |one| books.is_of(one.meeting, name)),
            challenges: bodies_of(&books.challenges, |one| at_its_meeting(one.meeting)),
            forward: bodies_of(&books.forward, |one| at_its_meeting(one.meeting)),
            reported_by: books
                .bodies
                .iter()
                .map(|kept| &kept.body)
                .filter(reports_here)
                .map(|one| one.name.clone())
                .collect(),
            can_manage: call.allows(policy::Action::BoardManage, &plan),
            can_challenge: call.allows(policy::Action::BoardChallenge, &plan),
            has_calendar,
            body,
            summary,
        })
    }

    /// One meeting with everything on record.
    ///
    /// # Errors
    ///
    /// [`BoardError::Unknown`] when there is none of this number.
    pub async fn meeting(&self, call: &Call, plan: &str, number: u64) -> Result<MeetingView> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting = books.meeting(number)?.body.clone();
        let (papers, came_in, wanted) = papers_of(&books, &meeting, call.today);
        let later = books.meetings_of(&meeting.body).into_iter().map(|kept| &kept.body);
        let is_later = |other: &&Meeting| other.on() > meeting.on() && other.state() == MeetingState::Held;
        let later_held = later.filter(is_later).cloned().collect();
        let plan = Target::Plan(&summary);
        Ok(MeetingView {
            body: books.body(&meeting.body)?.body.clone(),
            agenda: books.agenda(number).map(|kept| kept.body.clone()),
            papers,
            came_in,
            chasers: wanted,
            papers_rule: clear_days_of(&books, &meeting.body).words(),
            attendance: books.attendance(number).map(|kept| kept.body.clone()),
            quorate: books.quorate(&meeting),
            minutes: books.minutes(number).map(|kept| kept.body.clone()),
            decisions: bodies_of(&books.decisions, |one| one.meeting == number),
            actions: bodies_of(&books.actions, |one| one.meeting == number),
            challenges: bodies_of(&books.challenges, |one| one.meeting == Some(number)),
            later_held,
            is_open: meeting.state().is_open(),
            can_manage: call.allows(policy::Action::BoardManage, &plan),
            can_challenge: call.allows(policy::Action::BoardChallenge, &plan),
            meeting,
            summary,
        })
    }
}

impl App {
    /// The next meeting of each body of a plan, the first to come first.
    pub(in crate::use_cases) async fn next_meetings(
        &self,
        plan: &PlanId,
        today: NaiveDate,
    ) -> Result<Vec<NextMeeting>> {
        if self.store.entries::<Meeting>(plan, EntryKind::Meeting).await?.is_empty() {
            return Ok(Vec::new());
        }
        let books = self.books(plan).await?;
        let mut next: Vec<NextMeeting> = books
            .bodies
            .iter()
            .filter_map(|kept| next_of(&books, &kept.body.name, today))
            .map(|meeting| {
                let (papers, came_in, chasers) = papers_of(&books, meeting, today);
                let is_in = |paper: &&PaperDue| came_in.iter().any(|came| came.item == paper.item);
                NextMeeting {
                    papers_in: papers.iter().filter(is_in).count(),
                    papers: papers.len(),
                    chasers,
                    has_agenda: books.agenda(meeting.number).is_some(),
                    meeting: meeting.clone(),
                }
            })
            .collect();
        next.sort_by_key(|next| (next.meeting.on(), next.meeting.number));
        Ok(next)
    }
}

fn next_of<'a>(books: &'a Books, body: &str, today: NaiveDate) -> Option<&'a Meeting> {
    let to_come = |meeting: &&Meeting| meeting.state().is_open() && meeting.on() >= today;
    books.meetings_of(body).into_iter().map(|kept| &kept.body).find(to_come)
}

fn bodies_of<T: Clone>(kept: &[super::books::Kept<T>], is_wanted: impl Fn(&T) -> bool) -> Vec<T> {
    kept.iter().map(|kept| &kept.body).filter(|body| is_wanted(body)).cloned().collect()
}

fn summary_of(books: &Books, body: &Body, today: NaiveDate) -> BodySummary {
    let next = next_of(books, &body.name, today).cloned();
    BodySummary {
        vacant: body.vacant_on(today).len(),
        papers_wanted: next.as_ref().map_or(0, |meeting| papers_of(books, meeting, today).2.len()),
        next,
        body: body.clone(),
    }
}

/// How long before the meetings of a body papers go out: as its template says, and else as the general rule.
fn clear_days_of(books: &Books, body: &str) -> ClearDays {
    let templates = AgendaTemplates::built_in();
    let template = books.meets(body).and_then(|kept| templates.get(&kept.body.template));
    template.and_then(|template| template.papers).unwrap_or(PapersRule::built_in().clear_days)
}

/// The papers that a meeting's agenda asks for, those that came in, and those to be asked for today.
fn papers_of(books: &Books, meeting: &Meeting, today: NaiveDate) -> (Vec<PaperDue>, Vec<Paper>, Vec<Chaser>) {
    let Some(agenda) = books.agenda(meeting.number) else { return (Vec::new(), Vec::new(), Vec::new()) };
    let rule = PapersRule::built_in();
    let due = papers_due(&agenda.body, meeting.on(), clear_days_of(books, &meeting.body), WorkingDays::of_england());
    let came_in = books.papers(meeting.number).map(|kept| kept.body.came_in.clone()).unwrap_or_default();
    let wanted = if meeting.state().is_open() { chasers(&due, &came_in, today, rule) } else { Vec::new() };
    (due, came_in, wanted)
}
