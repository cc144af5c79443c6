//! One meeting: its agenda with papers due, who was there, and what came of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::board::{Agenda, MeetingState, MinutesState, Quorate};
use sightline_app::{App, MeetingView};

use super::{ActionRow, ChallengeRow, DecisionRow, meeting_href, state_tag};
use crate::components::{Breadcrumbs, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::boards::{body_breadcrumbs, body_href};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "meetings/show.html")]
struct MeetingPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    body: Link,
    day: String,
    about: String,
    state: Tag,
    history: Vec<String>,
    href: String,
    /// Its day has passed, and nobody has said whether it was held.
    is_unsaid: bool,
    can: Can,
    agenda: Option<AgendaView>,
    chasers: Vec<String>,
    papers_rule: String,
    attendance: Vec<(String, String)>,
    quorate: Option<String>,
    minutes: Vec<(String, String)>,
    minutes_state: Option<String>,
    decisions: Vec<DecisionRow>,
    actions: Vec<ActionRow>,
    challenges: Vec<ChallengeRow>,
}

/// What the visitor may do with the meeting as it stands.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of its own")]
struct Can {
    /// Move it, cancel it, and write its agenda.
    prepare: bool,
    /// Say that it was held: its day has come.
    hold: bool,
    /// Record what came of it.
    record: bool,
    /// Write the minutes: there is an agenda, and they are not agreed.
    minute: bool,
    /// Record that a later meeting agreed them.
    agree: bool,
    challenge: bool,
}

struct AgendaView {
    length: String,
    over: Option<String>,
    items: Vec<ItemView>,
}

struct ItemView {
    number: u32,
    title: String,
    presents: String,
    time: String,
    paper: Option<PaperView>,
}

struct PaperView {
    item: u32,
    words: String,
    tag: Tag,
    is_in: bool,
}

/// The meeting.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = app.meeting(visitor.call(), &plan, number).await?;
    Ok(render::page(&MeetingPage::of(frame, &view, visitor.call().today)))
}

impl MeetingPage {
    fn of(frame: Frame, view: &MeetingView, today: NaiveDate) -> Self {
        let plan = view.summary.handle.as_str();
        let meeting = &view.meeting;
        let time = meeting.starts_at.map(|at| at.format("%H:%M").to_string());
        let about: Vec<String> = time.into_iter().chain(meeting.place.clone()).collect();
        Self {
            breadcrumbs: body_breadcrumbs(&view.summary, &view.body.name),
            body: Link::new(&view.body.name, body_href(plan, &view.body.name)),
            day: words::day(meeting.on()),
            about: about.join(", "),
            state: state_tag(meeting.state()),
            history: meeting.history(),
            href: meeting_href(plan, meeting.number),
            is_unsaid: view.is_open && meeting.on() < today,
            can: Can::of(view, today),
            agenda: view.agenda.as_ref().map(|agenda| AgendaView::of(agenda, view, today)),
            chasers: view.chasers.iter().map(|chaser| format!("{}: {}", chaser.paper.post, chaser.sentence)).collect(),
            papers_rule: view.papers_rule.clone(),
            attendance: attendance(view),
            quorate: view.quorate.as_ref().and_then(quorate_words),
            minutes: minutes(view),
            minutes_state: view.minutes.as_ref().map(|minutes| match minutes.state {
                MinutesState::Draft => format!("Draft, written by {}. A later meeting agrees them.", minutes.by),
                MinutesState::Agreed { on, .. } => format!("Agreed at the meeting of {}.", words::day(on)),
            }),
            decisions: DecisionRow::all(plan, &view.decisions, today),
            actions: ActionRow::all(plan, &view.actions, view.can_manage, today),
            challenges: ChallengeRow::all(plan, &view.challenges, view.can_manage, today),
            frame,
        }
    }
}

impl Can {
    fn of(view: &MeetingView, today: NaiveDate) -> Self {
        let is_held = view.meeting.state() == MeetingState::Held;
        let has_agenda = view.agenda.is_some();
        let is_draft = view.minutes.as_ref().is_none_or(|minutes| minutes.state == MinutesState::Draft);
        let manage = view.can_manage;
        Self {
            prepare: manage && view.is_open,
            hold: manage && view.is_open && view.meeting.on() <= today,
            record: manage && is_held,
            minute: manage && is_held && has_agenda && is_draft,
            agree: manage && view.minutes.is_some() && is_draft && !view.later_held.is_empty(),
            challenge: view.can_challenge && view.meeting.state() != MeetingState::Cancelled,
        }
    }
}

impl AgendaView {
    fn of(agenda: &Agenda, view: &MeetingView, today: NaiveDate) -> Self {
        let over = agenda.minutes_over();
        let slots = view.meeting.starts_at.map(|at| agenda.timetable(at)).unwrap_or_default();
        let items = agenda.items.iter().map(|item| {
            let slot = slots.iter().find(|slot| slot.item == item.number);
            let minutes = words::count(item.minutes.into(), "minute", "minutes");
            ItemView {
                number: item.number,
                title: item.title.clone(),
                presents: item.presents.clone(),
                time: slot.map_or(minutes.clone(), |slot| format!("{}, {minutes}", slot.starts_at.format("%H:%M"))),
                paper: PaperView::of(view, item.number, today),
            }
        });
        Self {
            length: format!("The meeting has {}.", words::count(agenda.minutes.into(), "minute", "minutes")),
            over: (over > 0).then(|| {
                let over = words::count(usize::try_from(over).unwrap_or(usize::MAX), "minute", "minutes");
                format!("Its items take {over} more than it has.")
            }),
            items: items.collect(),
        }
    }
}

impl PaperView {
    fn of(view: &MeetingView, item: u32, today: NaiveDate) -> Option<Self> {
        let paper = view.papers.iter().find(|paper| paper.item == item)?;
        let came = view.came_in.iter().find(|came| came.item == item);
        let due = words::day(paper.due_on);
        let (words, tag) = match came {
            Some(came) if came.in_on > paper.due_on => {
                (format!("Came in on {}, due {due}", words::day(came.in_on)), Tag::new("In late", "yellow"))
            }
            Some(came) => (format!("Came in on {}", words::day(came.in_on)), Tag::new("In", "green")),
            None if paper.due_on < today => (format!("Was due on {due}"), Tag::new("Late", "red")),
            None => (format!("Due by {due}"), Tag::new("Due", "blue")),
        };
        Some(Self { item, words, tag, is_in: came.is_some() })
    }
}

fn attendance(view: &MeetingView) -> Vec<(String, String)> {
    let Some(attendance) = &view.attendance else { return Vec::new() };
    let seated = view.body.seated_on(attendance.on);
    let line = |of: &sightline_app::domain::board::Seated<'_>| {
        let who = of.person.map_or_else(
            || format!("{}, {}", of.seat.post, of.seat.partner_words()),
            |person| format!("{person}, {}, {}", of.seat.post, of.seat.partner_words()),
        );
        let recorded = attendance.seats.iter().find(|line| line.seat == of.seat.number);
        let was = match (of.person, recorded) {
            (None, _) => "Vacant",
            (Some(_), Some(line)) => line.presence.name(),
            (Some(_), None) => "Not recorded",
        };
        (who, was.to_owned())
    };
    seated.iter().map(line).collect()
}

fn quorate_words(quorate: &Quorate) -> Option<String> {
    match quorate {
        Quorate::NotStated => None,
        Quorate::Met => Some("Quorate: enough members were there to decide.".to_owned()),
        Quorate::NotMet { lacking } => Some(lacking.clone()),
    }
}

fn minutes(view: &MeetingView) -> Vec<(String, String)> {
    let (Some(minutes), Some(agenda)) = (&view.minutes, &view.agenda) else { return Vec::new() };
    let words = |number: u32| minutes.items.iter().find(|(item, _)| *item == number).map(|(_, words)| words.clone());
    let line = |item: &sightline_app::domain::board::AgendaItem| {
        let said = words(item.number).filter(|words| !words.is_empty());
        (format!("{}. {}", item.number, item.title), said.unwrap_or_else(|| "Nothing written yet.".to_owned()))
    };
    agenda.items.iter().map(line).collect()
}
