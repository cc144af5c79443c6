//! The agenda of a meeting: made from its template, changed by hand, its papers coming in.

use axum::extract::State;
use axum::response::Response;
use sightline_app::{AgendaItemInput, MeetingView};

use super::{form_words, managed, meeting_href};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, MOST_ROWS, beside, digits, line, number_of, rows, tick};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// Empty rows for more items.
const MORE_ITEMS: usize = 2;

/// Makes the agenda from its template.
pub(super) async fn draft(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.draft_agenda(visitor.call(), &plan, number).await?;
    Ok(render::done(&site, &meeting_href(&plan, number), "The agenda is made from its template."))
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    Ok(page(frame, &view, &filled_in(&view), &FormErrors::default()))
}

/// Keeps the agenda.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok((minutes, items)) => match site.app.save_agenda(visitor.call(), &plan, number, minutes, &items).await {
            Ok(()) => return Ok(render::done(&site, &meeting_href(&plan, number), "The agenda is kept.")),
            Err(error) => beside("minutes", error)?,
        },
    };
    Ok(page(frame, &view, &typed, &errors))
}

/// Records that a paper came in today, or that it did not after all.
pub(super) async fn record_paper(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    typed: Typed,
) -> Result<Response, PageError> {
    let item = typed.get("item").parse().map_err(|_| PageError::NotFound)?;
    let is_in = typed.get("is_in") == "yes";
    site.app.record_paper(visitor.call(), &plan, number, item, is_in).await?;
    let said = if is_in { "came in today" } else { "has not come in" };
    Ok(render::done(
        &site,
        &meeting_href(&plan, number),
        format!("It is on record that the paper for item {item} {said}."),
    ))
}

fn filled_in(view: &MeetingView) -> Typed {
    let mut typed = Typed::default();
    let Some(agenda) = &view.agenda else {
        typed.set("minutes", "120");
        return typed;
    };
    typed.set("minutes", agenda.minutes.to_string());
    for (row, item) in agenda.items.iter().enumerate() {
        typed.set(format!("item-{row}-number"), item.number.to_string());
        typed.set(format!("item-{row}-place"), item.number.to_string());
        typed.set(format!("item-{row}-title"), &item.title);
        typed.set(format!("item-{row}-presents"), &item.presents);
        typed.set(format!("item-{row}-minutes"), item.minutes.to_string());
        if item.needs_paper {
            typed.set(format!("item-{row}-paper"), "yes");
        }
    }
    typed
}

fn read(typed: &Typed) -> Result<(u16, Vec<AgendaItemInput>), FormErrors> {
    const WHOLE: &str = "Enter a whole number of minutes, such as 10";
    let mut errors = FormErrors::default();
    let minutes = number_of(typed, &mut errors, "minutes", WHOLE);
    let mut items: Vec<(u16, AgendaItemInput)> = Vec::new();
    for row in 0..MOST_ROWS {
        let name = |field: &str| format!("item-{row}-{field}");
        let Some(title) = typed.filled(&name("title")) else { continue };
        if typed.filled(&name("presents")).is_none() {
            errors.add(name("presents"), "Enter the post that presents this item");
        }
        let takes = number_of(typed, &mut errors, &name("minutes"), WHOLE);
        if takes.is_none() && typed.filled(&name("minutes")).is_none() {
            errors.add(name("minutes"), WHOLE);
        }
        let place = number_of(typed, &mut errors, &name("place"), "Enter the place of this item, such as 3");
        let input = AgendaItemInput {
            number: typed.filled(&name("number")).and_then(|number| number.parse().ok()),
            title: title.to_owned(),
            minutes: takes.unwrap_or_default(),
            presents: typed.get(&name("presents")).to_owned(),
            needs_paper: typed.get(&name("paper")) == "yes",
        };
        items.push((place.unwrap_or(u16::MAX), input));
    }
    if items.is_empty() {
        errors.add("item-0-title", "Enter at least one item");
    }
    // Of two items at one place the one that stands first in the form comes first.
    items.sort_by_key(|(place, _)| *place);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok((minutes.unwrap_or_default(), items.into_iter().map(|(_, item)| item).collect()))
}

fn page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let mut groups =
        Group::plain(vec![digits(typed, errors, "minutes", "How many minutes does the meeting have?", "")]);
    for row in rows(typed, "item", "title", MORE_ITEMS) {
        let name = |field: &str| format!("item-{row}-{field}");
        let fields = vec![
            line(typed, errors, &name("title"), "Title", ""),
            line(typed, errors, &name("presents"), "Which post presents it?", ""),
            digits(typed, errors, &name("minutes"), "Minutes", ""),
            digits(typed, errors, &name("place"), "Place on the agenda", "The last one when you leave it empty."),
            tick(typed, &name("paper"), "A paper", "Goes out for it"),
        ];
        groups.push(Group { legend: Some(format!("Item {}", row + 1)), fields });
    }
    let number = |row: usize| format!("item-{row}-number");
    let mut form = form_words(view, "agenda", "Change the agenda", "Keep the agenda");
    form.about.push("Empty the title of an item to take it off the agenda.".to_owned());
    form.hidden =
        (0..MOST_ROWS).filter_map(|row| Some((number(row), typed.filled(&number(row))?.to_owned()))).collect();
    form.page(frame, groups, errors)
}
