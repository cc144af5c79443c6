//! One body: its terms, who sits on it, when it meets, and what came of its meetings.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::board::{
    ChallengeStage, ForwardItem, ForwardPlan, Meeting, MeetingState, PartnerAttendance, Seated,
};
use sightline_app::{App, BodyView};

use super::{body_href, breadcrumbs, cycle};
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, EmptyState, Link, SummaryList, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::meetings::{ActionRow, ChallengeRow, DecisionRow, meeting_href, state_tag};
use crate::pages::plans::navigation::plan_title;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// Days ahead within which the end of a term is told.
const TERMS_AHEAD: u64 = 90;

#[derive(Template)]
#[template(path = "boards/body.html")]
struct BodyPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    plan: String,
    name: String,
    href: String,
    terms: SummaryList,
    partners: Vec<Partner>,
    ending: Vec<String>,
    meets: Option<String>,
    to_come: Vec<MeetingLine>,
    past: Vec<MeetingLine>,
    no_meeting: EmptyState,
    attendance: Vec<AttendanceLine>,
    decisions: Vec<DecisionRow>,
    actions: Vec<ActionRow>,
    challenges: Vec<ChallengeRow>,
    unanswered: Option<String>,
    forward: Vec<ForwardLines>,
    /// Items without a meeting to come to, with the reason.
    waiting: Vec<(String, Option<Link>)>,
    can_manage: bool,
    calendar: Calendar,
}

/// The seats of one partner.
struct Partner {
    name: String,
    seats: Vec<SeatLine>,
}

struct SeatLine {
    post: String,
    person: Option<String>,
    is_chair: bool,
}

struct MeetingLine {
    link: Link,
    state: Tag,
    about: String,
}

struct AttendanceLine {
    partner: String,
    cells: [(&'static str, String); 6],
}

struct ForwardLines {
    meeting: Link,
    items: Vec<(String, Option<Link>)>,
}

/// How the meetings come into a calendar.
struct Calendar {
    may_have: bool,
    has: bool,
}

/// The body.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = app.board(visitor.call(), &plan, &body).await?;
    Ok(render::page(&BodyPage::of(frame, &view, visitor.call().today)))
}

impl BodyPage {
    fn of(frame: Frame, view: &BodyView, today: NaiveDate) -> Self {
        let plan = view.summary.handle.as_str();
        let body = &view.body;
        let line = |meeting: &&Meeting| MeetingLine::of(plan, meeting, today);
        let is_to_come = |meeting: &&Meeting| meeting.state().is_open();
        let (to_come, mut past): (Vec<&Meeting>, Vec<&Meeting>) = view.meetings.iter().partition(is_to_come);
        past.reverse();
        let unanswered = view.challenges.iter().filter(|one| one.stage_on(today) == ChallengeStage::Unanswered).count();
        let until = today.checked_add_days(chrono::Days::new(TERMS_AHEAD)).unwrap_or(today);
        let ending = body.ending(today, until).into_iter().map(|(seat, term)| {
            let on = term.to_on.map(words::day).unwrap_or_default();
            format!("{} sits for {} until {on}, and nobody is named to follow.", term.person, seat.post)
        });
        let items: Vec<ForwardItem> = view.forward.clone();
        let forward = ForwardPlan::of(&view.meetings, &items);
        let own = body_href(plan, &body.name);
        Self {
            breadcrumbs: breadcrumbs(&view.summary),
            plan: plan_title(&view.summary),
            name: body.name.clone(),
            terms: terms(view, today),
            partners: partners(&body.seated_on(today), body.chair),
            ending: ending.collect(),
            meets: view.meets.as_ref().map(cycle::words_of),
            to_come: to_come.iter().map(line).collect(),
            past: past.iter().map(line).collect(),
            no_meeting: EmptyState::new(
                "No meeting is planned",
                if view.can_manage {
                    "Say when the board meets, and its meetings of the next year are planned."
                } else {
                    "The programme manager plans its meetings."
                },
            ),
            attendance: view.attendance.iter().map(AttendanceLine::of).collect(),
            decisions: DecisionRow::all(plan, &view.decisions, today),
            actions: ActionRow::all(plan, &view.actions, view.can_manage, today),
            challenges: ChallengeRow::all(plan, &view.challenges, view.can_manage, today),
            unanswered: (unanswered > 0).then(|| {
                format!("{} waiting for an answer.", words::count(unanswered, "challenge is", "challenges are"))
            }),
            forward: forward
                .meetings
                .iter()
                .filter(|of| !of.items.is_empty())
                .map(|of| ForwardLines {
                    meeting: Link::new(words::day(of.on), meeting_href(plan, of.meeting.number)),
                    items: of.items.iter().map(|item| item_line(&own, item, view.can_manage, None)).collect(),
                })
                .collect(),
            waiting: forward
                .without_meeting
                .iter()
                .map(|item| {
                    let why = ForwardPlan::why_without(item, &view.meetings);
                    item_line(&own, item, view.can_manage, Some(why))
                })
                .collect(),
            can_manage: view.can_manage,
            calendar: Calendar { may_have: view.has_calendar.is_some(), has: view.has_calendar == Some(true) },
            href: own,
            frame,
        }
    }
}

fn item_line(own: &str, item: &ForwardItem, can_manage: bool, why: Option<String>) -> (String, Option<Link>) {
    let minutes = words::count(item.minutes.into(), "minute", "minutes");
    let about = format!("{}: {}, {minutes}.", item.title, item.presents);
    let about = why.map_or_else(|| about.clone(), |why| format!("{about} {why}"));
    (about, can_manage.then(|| Link::new("Change", format!("{own}/items/{}", item.number))))
}

fn terms(view: &BodyView, today: NaiveDate) -> SummaryList {
    let body = &view.body;
    let chair = match body.chair_on(today) {
        Some(Seated { seat, person: Some(person) }) => format!("{person}, {}", seat.post),
        Some(Seated { seat, person: None }) => format!("{}: vacant", seat.post),
        None => String::new(),
    };
    let quorum = body.quorum.as_ref().map_or_else(
        || "The terms state none".to_owned(),
        |quorum| {
            let seats = words::count(usize::try_from(quorum.seats).unwrap_or(usize::MAX), "seat", "seats");
            let sent = if quorum.counts_substitutes { "; somebody sent in a member’s place counts" } else { "" };
            let with = match quorum.partners.as_slice() {
                [] => String::new(),
                partners => format!(", with {} there", words::list(partners)),
            };
            format!("{seats}{with}{sent}")
        },
    );
    let reported_by = words::list(&view.reported_by);
    let mut rows = vec![
        SummaryRow::new("What it is for", &body.purpose),
        SummaryRow::new("Chair", chair),
        SummaryRow::new("Reports to", body.reports_to.clone().unwrap_or_else(|| "Nobody here".to_owned())),
        SummaryRow::new("Quorum", quorum),
    ];
    if !reported_by.is_empty() {
        rows.push(SummaryRow::new("Reported to by", reported_by));
    }
    SummaryList::new(rows)
}

/// The seats by partner, in the order in which partners first stand in the terms.
fn partners(seated: &[Seated<'_>], chair: Option<u32>) -> Vec<Partner> {
    let mut partners: Vec<Partner> = Vec::new();
    for of in seated {
        let name = of.seat.partner_words();
        let line = SeatLine {
            post: of.seat.post.clone(),
            person: of.person.map(str::to_owned),
            is_chair: chair == Some(of.seat.number),
        };
        match partners.iter_mut().find(|partner| partner.name == name) {
            Some(partner) => partner.seats.push(line),
            None => partners.push(Partner { name: name.to_owned(), seats: vec![line] }),
        }
    }
    partners
}

impl MeetingLine {
    fn of(plan: &str, meeting: &Meeting, today: NaiveDate) -> Self {
        let is_unsaid = meeting.state().is_open() && meeting.on() < today;
        let mut about = meeting.history();
        if is_unsaid {
            about.insert(0, "Its day has passed, and nobody has said whether it was held.".to_owned());
        }
        if meeting.state() != MeetingState::Cancelled
            && let Some(place) = &meeting.place
        {
            about.push(place.clone());
        }
        let time = meeting.starts_at.map(|at| format!(", {}", at.format("%H:%M"))).unwrap_or_default();
        Self {
            link: Link::new(format!("{}{time}", words::day(meeting.on())), meeting_href(plan, meeting.number)),
            state: state_tag(meeting.state()),
            about: about.join(" "),
        }
    }
}

impl AttendanceLine {
    fn of(counted: &PartnerAttendance) -> Self {
        let rate =
            counted.percent().map_or_else(|| "Nothing recorded".to_owned(), |rate| format!("{}%", rate.shown(0)));
        Self {
            partner: counted.partner.clone(),
            cells: [
                ("Present", counted.present.to_string()),
                ("Sent someone", counted.sent_someone.to_string()),
                ("Apologies", counted.apologies.to_string()),
                ("Absent", counted.absent.to_string()),
                ("Vacant", counted.vacant.to_string()),
                ("Was there or sent someone", rate),
            ],
        }
    }
}
