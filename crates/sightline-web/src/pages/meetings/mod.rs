//! Meetings of boards: the agenda and its papers, and what came of them.

mod action;
mod agenda;
mod attendance;
mod challenge;
mod change;
mod decision;
mod minutes;
mod rows;
mod show;

use sightline_app::domain::board::MeetingState;
use sightline_app::policy::{Action, Target};
use sightline_app::{Error, MeetingView};

pub(in crate::pages) use rows::{ActionRow, ChallengeRow, DecisionRow};

use super::boards::{FormWords, body_breadcrumbs};
use crate::components::{Breadcrumbs, Choice, Link, Tag};
use crate::routes::{Needs, Route, get, post};
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let (read, manage) = (Needs::To(Action::PlanRead), Needs::To(Action::BoardManage));
    let (challenge, amend) = (Needs::To(Action::BoardChallenge), Needs::To(Action::PlanAmend));
    vec![
        get("/plans/{plan}/meetings/{number}", read, show::show),
        post("/plans/{plan}/meetings/{number}/draft-agenda", manage, agenda::draft),
        get("/plans/{plan}/meetings/{number}/agenda", manage, agenda::show),
        post("/plans/{plan}/meetings/{number}/agenda", manage, agenda::save),
        post("/plans/{plan}/meetings/{number}/papers", manage, agenda::record_paper),
        get("/plans/{plan}/meetings/{number}/move", manage, change::show_move),
        post("/plans/{plan}/meetings/{number}/move", manage, change::save_move),
        get("/plans/{plan}/meetings/{number}/cancel", manage, change::show_cancel),
        post("/plans/{plan}/meetings/{number}/cancel", manage, change::save_cancel),
        post("/plans/{plan}/meetings/{number}/held", manage, change::held),
        get("/plans/{plan}/meetings/{number}/attendance", manage, attendance::show),
        post("/plans/{plan}/meetings/{number}/attendance", manage, attendance::save),
        get("/plans/{plan}/meetings/{number}/minutes", manage, minutes::show),
        post("/plans/{plan}/meetings/{number}/minutes", manage, minutes::save),
        get("/plans/{plan}/meetings/{number}/agree-minutes", manage, minutes::show_agree),
        post("/plans/{plan}/meetings/{number}/agree-minutes", manage, minutes::agree),
        get("/plans/{plan}/meetings/{number}/new-decision", manage, decision::show),
        post("/plans/{plan}/meetings/{number}/new-decision", manage, decision::save),
        get("/plans/{plan}/meetings/{number}/new-action", manage, action::show),
        post("/plans/{plan}/meetings/{number}/new-action", manage, action::save),
        get("/plans/{plan}/meetings/{number}/actions/{action}/done", manage, action::show_done),
        post("/plans/{plan}/meetings/{number}/actions/{action}/done", manage, action::save_done),
        get("/plans/{plan}/meetings/{number}/actions/{action}/into-plan", amend, action::show_into_plan),
        post("/plans/{plan}/meetings/{number}/actions/{action}/into-plan", amend, action::save_into_plan),
        get("/plans/{plan}/meetings/{number}/new-challenge", challenge, challenge::show),
        post("/plans/{plan}/meetings/{number}/new-challenge", challenge, challenge::save),
        get("/plans/{plan}/meetings/{number}/challenges/{challenge}", manage, challenge::show_settle),
        post("/plans/{plan}/meetings/{number}/challenges/{challenge}", manage, challenge::save_settle),
    ]
}

/// A meeting of a plan.
pub(in crate::pages) fn meeting_href(plan: &str, number: u64) -> String {
    format!("{}/meetings/{number}", words::plan_href(plan))
}

/// How a meeting stands.
pub(in crate::pages) fn state_tag(state: MeetingState) -> Tag {
    let colour = match state {
        MeetingState::Planned => "blue",
        MeetingState::Moved => "yellow",
        MeetingState::Held => "green",
        MeetingState::Cancelled => "grey",
    };
    Tag::new(state.name(), colour)
}

/// A meeting, for somebody who keeps it.
async fn managed(site: &Site, visitor: &Visitor, plan: &str, number: u64) -> Result<MeetingView, Error> {
    let view = site.app.meeting(visitor.call(), plan, number).await?;
    visitor.call().may_on(Action::BoardManage, &Target::Plan(&view.summary))?;
    Ok(view)
}

/// The way to a page below a meeting.
fn below(view: &MeetingView) -> Breadcrumbs {
    let plan = view.summary.handle.as_str();
    let mut breadcrumbs = body_breadcrumbs(&view.summary, &view.body.name);
    breadcrumbs.links.push(Link::new(words::day(view.meeting.on()), meeting_href(plan, view.meeting.number)));
    breadcrumbs
}

/// What the form of a meeting says; `path` is where it stands below the meeting.
fn form_words(view: &MeetingView, path: &str, heading: &str, button: &'static str) -> FormWords {
    FormWords {
        breadcrumbs: below(view),
        caption: format!("{}, {}", view.body.name, words::day(view.meeting.on())),
        heading: heading.to_owned(),
        about: Vec::new(),
        href: format!("{}/{path}", meeting_href(&view.summary.handle, view.meeting.number)),
        button,
        hidden: Vec::new(),
        is_warning: false,
    }
}

/// The items of the agenda, to choose one of.
fn items(view: &MeetingView) -> Vec<Choice> {
    let items = view.agenda.iter().flat_map(|agenda| &agenda.items);
    let choices = items.map(|item| Choice::new(item.number.to_string(), format!("{}. {}", item.number, item.title)));
    std::iter::once(Choice::new("", "Choose an item")).chain(choices).collect()
}
