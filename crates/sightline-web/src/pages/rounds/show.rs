//! One round: how far it is, who owes what, chasing and closing.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::domain::board_report::listed_title;
use sightline_app::{App, ChaseLine, Error, Reminder, RoundView};

use super::{month_words, read_month, round_href};
use crate::components::{Breadcrumbs, ErrorSummary, Link, Progress};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::{FlashKind, Frame};
use crate::pages::plans::navigation::plan_title;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "rounds/show.html")]
struct RoundPage {
    frame: Frame,
    plan: String,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    month: String,
    is_open: bool,
    sentence: String,
    progress: Progress,
    chase: Vec<ChaseView>,
    /// True when e-mail can be sent and somebody has an address.
    can_chase: bool,
    /// Why nobody can be reminded, when that is so.
    no_mail: Option<&'static str>,
    reminders: Vec<ReminderView>,
}

/// Somebody who owes updates.
struct ChaseView {
    id: String,
    name: String,
    address: Option<String>,
    actions: Vec<Link>,
    /// When they were last reminded, or why they could not be.
    reminded: String,
}

struct ReminderView {
    when: String,
    to: String,
    about: String,
    outcome: String,
}

/// Whom to remind: the addresses that were ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChaseForm {
    to: Vec<String>,
}

/// The round of a month.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, month)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = round_of(&app, &visitor, &plan, &month).await?;
    Ok(render::page(&RoundPage::of(frame, visitor.call().today, &view, &FormErrors::default())))
}

/// Sends reminders to those who were ticked.
pub(super) async fn chase(
    State(site): State<Site>,
    Path((plan, month)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<ChaseForm>,
) -> Result<Response, PageError> {
    let view = round_of(&site.app, &visitor, &plan, &month).await?;
    let mut errors = FormErrors::default();
    if form.to.is_empty() {
        errors.add("to", "Tick whom to remind");
        return Ok(render::refused(&RoundPage::of(frame, visitor.call().today, &view, &errors)));
    }
    let month = view.progress.round.month;
    match site.app.send_reminders(visitor.call(), &plan, month, Some(&form.to)).await {
        Ok(sent) => {
            let (kind, said) = outcome(&sent);
            Ok(render::see_other(&site, &round_href(&plan, month), kind, said))
        }
        Err(error @ Error::NoMail) => {
            errors.add("to", format!("{}. {}", words::capital(&error.to_string()), error.help()));
            Ok(render::refused(&RoundPage::of(frame, visitor.call().today, &view, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Closes the round.
pub(super) async fn close(
    State(site): State<Site>,
    Path((plan, month)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let month = read_month(&month).ok_or(PageError::NotFound)?;
    site.app.close_round(visitor.call(), &plan, month).await?;
    let said = format!("The round for {} is closed.", month_words(month));
    Ok(render::done(&site, &round_href(&plan, month), said))
}

async fn round_of(app: &App, visitor: &Visitor, plan: &str, month: &str) -> Result<RoundView, PageError> {
    let month: NaiveDate = read_month(month).ok_or(PageError::NotFound)?;
    Ok(app.round(visitor.call(), plan, month).await?)
}

/// How sending went, in a sentence.
fn outcome(sent: &[Reminder]) -> (FlashKind, String) {
    let failed: Vec<&Reminder> = sent.iter().filter(|reminder| reminder.not_sent_because.is_some()).collect();
    let reached = words::capital(&words::count(sent.len() - failed.len(), "reminder", "reminders"));
    match failed.as_slice() {
        [] => (FlashKind::Success, format!("{reached} sent.")),
        [one] => (
            FlashKind::Warning,
            format!("{reached} sent. The one to {} was not: see below why, and try again.", one.recipient),
        ),
        several => {
            (FlashKind::Warning, format!("{reached} sent. {} were not: see below why, and try again.", several.len()))
        }
    }
}

impl RoundPage {
    fn of(frame: Frame, today: NaiveDate, view: &RoundView, errors: &FormErrors) -> Self {
        let handle = &view.summary.handle;
        let plan_href = words::plan_href(handle);
        let round = &view.progress.round;
        let total = view.progress.answered + view.progress.owed;
        Self {
            frame,
            plan: plan_title(&view.summary),
            breadcrumbs: Breadcrumbs::new(vec![
                Link::new("Plans", "/plans"),
                Link::new(plan_title(&view.summary), plan_href.clone()),
                Link::new("Update rounds", format!("{plan_href}/rounds")),
            ]),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: round_href(handle, round.month),
            month: month_words(round.month),
            is_open: round.is_open(),
            sentence: match round.closed_on {
                None => {
                    format!("Opened on {}. {}", words::day(round.opened_on), words::last_day(round.due_on, today))
                }
                Some(on) => format!("It was open from {} to {}.", words::day(round.opened_on), words::day(on)),
            },
            progress: Progress::new(view.progress.answered, total, "actions updated"),
            chase: view.chase.iter().enumerate().map(|(place, line)| chase_view(view, line, place)).collect(),
            can_chase: view.can_send && round.is_open() && view.chase.iter().any(|line| line.address.is_some()),
            no_mail: (round.is_open() && !view.can_send).then_some(
                "Sightline cannot send e-mail yet: no mail server is set. Until it is, write to people yourself.",
            ),
            reminders: view.reminders.iter().rev().map(reminder_view).collect(),
        }
    }
}

fn chase_view(view: &RoundView, line: &ChaseLine, place: usize) -> ChaseView {
    let last = view.reminders.iter().rev().find(|reminder| Some(&reminder.address) == line.address.as_ref());
    ChaseView {
        // The first box has the field's own name, which an error summary leads to.
        id: if place == 0 { "to".to_owned() } else { format!("to-{place}") },
        name: line.name.clone(),
        address: line.address.clone(),
        actions: line
            .actions
            .iter()
            .map(|action| {
                let text = format!("{} {}", action.reference, listed_title(action));
                Link::new(text, words::action_href(&view.summary.handle, &action.reference))
            })
            .collect(),
        reminded: match last {
            None => "Not reminded".to_owned(),
            Some(reminder) => match &reminder.not_sent_because {
                None => format!("Reminded on {}", words::moment(reminder.sent_at)),
                Some(_) => format!("Could not be reminded on {}", words::moment(reminder.sent_at)),
            },
        },
    }
}

fn reminder_view(reminder: &Reminder) -> ReminderView {
    ReminderView {
        when: words::moment(reminder.sent_at),
        to: format!("{}, {}", reminder.recipient, reminder.address),
        about: words::list(&reminder.actions),
        outcome: match &reminder.not_sent_because {
            None => format!("Sent by {}", reminder.sent_by),
            Some(because) => format!("Not sent: {because}"),
        },
    }
}
