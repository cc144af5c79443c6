//! The minutes of a meeting: written item by item, agreed at a later meeting.

use axum::extract::State;
use axum::response::Response;
use sightline_app::MeetingView;

use super::{form_words, managed, meeting_href};
use crate::components::{Choice, FormField};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, area, beside, select};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut typed = Typed::default();
    for (item, words) in view.minutes.iter().flat_map(|minutes| &minutes.items) {
        typed.set(field(*item), words);
    }
    Ok(page(frame, &view, &typed, &FormErrors::default()))
}

/// Keeps what was written.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let numbers = view.agenda.iter().flat_map(|agenda| &agenda.items).map(|item| item.number);
    let items: Vec<(u32, String)> = numbers.map(|number| (number, typed.get(&field(number)).to_owned())).collect();
    let errors = match site.app.write_minutes(visitor.call(), &plan, number, &items).await {
        Ok(()) => return Ok(render::done(&site, &meeting_href(&plan, number), "The minutes are kept as a draft.")),
        Err(error) => beside(&field(1), error)?,
    };
    Ok(page(frame, &view, &typed, &errors))
}

/// The form that says which meeting agreed them.
pub(super) async fn show_agree(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    Ok(agree_page(frame, &view, &Typed::default(), &FormErrors::default()))
}

/// Records which meeting agreed them.
pub(super) async fn agree(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut errors = FormErrors::default();
    match typed.get("at").parse() {
        Err(_) => errors.add("at", "Choose the meeting that agreed them"),
        Ok(at) => match site.app.agree_minutes(visitor.call(), &plan, number, at).await {
            Ok(()) => {
                let said = "The minutes are agreed, and never change again.";
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => errors = beside("at", error)?,
        },
    }
    Ok(agree_page(frame, &view, &typed, &errors))
}

fn field(item: u32) -> String {
    format!("item-{item}")
}

fn page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let items = view.agenda.iter().flat_map(|agenda| &agenda.items);
    let fields: Vec<FormField> = items
        .map(|item| area(typed, errors, &field(item.number), &format!("{}. {}", item.number, item.title), ""))
        .collect();
    let mut form = form_words(view, "minutes", "Write the minutes", "Keep the minutes");
    form.about.push("Do not name children or families. Decisions and actions are recorded by themselves.".to_owned());
    form.page(frame, Group::plain(fields), errors)
}

fn agree_page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let later = view.later_held.iter();
    let meetings = later.map(|meeting| Choice::new(meeting.number.to_string(), words::day(meeting.on())));
    let choices = std::iter::once(Choice::new("", "Choose a meeting")).chain(meetings);
    let fields = vec![select(typed, errors, "at", "Which meeting agreed them?", choices)];
    let mut form = form_words(view, "agree-minutes", "Agree the minutes", "Record that they were agreed");
    form.about.push("Minutes that are agreed never change again.".to_owned());
    form.page(frame, Group::plain(fields), errors)
}
