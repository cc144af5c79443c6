//! An item of the forward plan.

use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board::ForwardItem;
use sightline_app::{BodyView, ForwardInput};

use super::cycle::managed;
use super::form::{FormWords, Group, beside, digits, line, number_of, required, select, tick};
use super::{body_breadcrumbs, body_href};
use crate::components::Choice;
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// The form for another item.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let mut typed = Typed::default();
    typed.set("minutes", "10");
    Ok(page(frame, &view, None, &typed, &FormErrors::default()))
}

/// The form for an item that is there.
pub(super) async fn show_one(
    State(site): State<Site>,
    Path((plan, body, number)): Path<(String, String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let item = view.forward.iter().find(|item| item.number == number).ok_or(PageError::NotFound)?;
    let mut typed = Typed::default();
    typed.set("title", &item.title);
    typed.set("presents", &item.presents);
    typed.set("minutes", item.minutes.to_string());
    typed.set("meeting", item.meeting.map(|meeting| meeting.to_string()).unwrap_or_default());
    if item.needs_paper {
        typed.set("needs_paper", "yes");
    }
    Ok(page(frame, &view, Some(item), &typed, &FormErrors::default()))
}

/// Keeps another item.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    keep(&site, &visitor, frame, &view, None, &typed).await
}

/// Keeps an item that is there.
pub(super) async fn save_one(
    State(site): State<Site>,
    Path((plan, body, number)): Path<(String, String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let item = view.forward.iter().find(|item| item.number == number).ok_or(PageError::NotFound)?;
    keep(&site, &visitor, frame, &view, Some(item), &typed).await
}

async fn keep(
    site: &Site,
    visitor: &Visitor,
    frame: Frame,
    view: &BodyView,
    item: Option<&ForwardItem>,
    typed: &Typed,
) -> Result<Response, PageError> {
    let plan = view.summary.handle.as_str();
    let errors = match read(typed) {
        Err(errors) => errors,
        Ok(input) => {
            match site.app.save_forward_item(visitor.call(), plan, item.map(|item| item.number), &input).await {
                Ok(_) => {
                    let said = "The item is kept. An agenda takes it when it is made from its template.";
                    return Ok(render::done(site, &body_href(plan, &view.body.name), said));
                }
                Err(error) => beside("meeting", error)?,
            }
        }
    };
    Ok(page(frame, view, item, typed, &errors))
}

fn read(typed: &Typed) -> Result<ForwardInput, FormErrors> {
    let mut errors = FormErrors::default();
    let title = required(typed, &mut errors, "title", "Say what the item is about");
    let presents = required(typed, &mut errors, "presents", "Enter the post that presents it");
    let minutes = number_of(typed, &mut errors, "minutes", "Enter a whole number of minutes, such as 10");
    let meeting = typed.get("meeting").parse().ok();
    if meeting.is_none() {
        errors.add("meeting", "Choose the meeting that it is to come to");
    }
    let needs_paper = typed.get("needs_paper") == "yes";
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(ForwardInput { title, presents, minutes: minutes.unwrap_or_default(), needs_paper, meeting })
}

fn page(frame: Frame, view: &BodyView, item: Option<&ForwardItem>, typed: &Typed, errors: &FormErrors) -> Response {
    let to_come = view.meetings.iter().filter(|meeting| meeting.state().is_open());
    let meetings = to_come.map(|meeting| Choice::new(meeting.number.to_string(), words::day(meeting.on())));
    let choices = std::iter::once(Choice::new("", "Choose a meeting")).chain(meetings);
    let fields = vec![
        line(typed, errors, "title", "What is it about?", ""),
        line(typed, errors, "presents", "Which post presents it?", ""),
        digits(typed, errors, "minutes", "How many minutes does it take?", ""),
        tick(typed, "needs_paper", "A paper", "Goes out for it"),
        select(typed, errors, "meeting", "Which meeting is it to come to?", choices),
    ];
    let own = body_href(&view.summary.handle, &view.body.name);
    let (heading, href) = match item {
        None => ("Add an item to the forward plan".to_owned(), format!("{own}/new-item")),
        Some(item) => {
            (format!("Change item {} of the forward plan", item.number), format!("{own}/items/{}", item.number))
        }
    };
    let form = FormWords {
        breadcrumbs: body_breadcrumbs(&view.summary, &view.body.name),
        caption: view.body.name.clone(),
        heading,
        about: Vec::new(),
        href,
        button: "Keep the item",
        hidden: Vec::new(),
        is_warning: false,
    };
    form.page(frame, Group::plain(fields), errors)
}
