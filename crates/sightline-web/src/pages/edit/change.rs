//! Changing one thing about an action.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sightline_app::domain::board_report::one_line;
use sightline_app::{AmendInput, Amendable, Error, StoreError};

use super::change_form;
use super::conflict::Conflict;
use super::what::What;
use super::{Group, day_field, reason_field};
use crate::components::{BackLink, ErrorSummary, FormField};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/change.html")]
struct ChangePage {
    frame: Frame,
    back: BackLink,
    summary: ErrorSummary,
    is_wrong: bool,
    conflict: Option<Conflict>,
    href: String,
    heading: &'static str,
    explanation: Option<&'static str>,
    button: &'static str,
    is_warning: bool,
    reference: String,
    title: String,
    groups: Vec<Group>,
    reason: FormField,
    on: FormField,
    seen: String,
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference, what)): Path<(String, String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let what = What::from_code(&what).ok_or(PageError::NotFound)?;
    let to_amend = site.app.action_to_amend(visitor.call(), Some(&plan), &reference).await?;
    let mut typed = change_form::first(what, &to_amend);
    typed.set_day("on", Some(visitor.call().today));
    Ok(render::page(&ChangePage::of(frame, what, &to_amend, &typed, &FormErrors::default(), None)))
}

/// Records the change; when somebody else was first, shows both.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, reference, what)): Path<(String, String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let what = What::from_code(&what).ok_or(PageError::NotFound)?;
    let to_amend = site.app.action_to_amend(call, Some(&plan), &reference).await?;
    let errors = match change_form::read(what, &to_amend.plan, &typed) {
        Err(errors) => errors,
        Ok(change) => {
            let input = AmendInput {
                action: to_amend.action.reference.clone(),
                change,
                reason: typed.get("reason").to_owned(),
                seen: typed.filled("seen").map(str::to_owned),
            };
            match site.app.amend(call, Some(&plan), typed.day("on").day(), &[input]).await {
                Ok(_) => {
                    let href = words::action_href(&to_amend.summary.handle, &to_amend.action.reference);
                    return Ok(render::done(&site, &href, format!("Action {reference} is changed.")));
                }
                Err(Error::Store(StoreError::Conflict { .. })) => {
                    let found = site.app.disagreement(call, Some(&plan), &reference, typed.get("seen")).await?;
                    let conflict = Conflict::of(what, &found, &to_amend.plan, &typed);
                    let none = FormErrors::default();
                    let page = ChangePage::of(frame, what, &to_amend, &typed, &none, Some(conflict));
                    return Ok((StatusCode::CONFLICT, render::page(&page)).into_response());
                }
                Err(error) => beside_its_field(what, error)?,
            }
        }
    };
    // What was read before stays what was read, so that a change made meanwhile is still noticed.
    let to_amend = Amendable { version: typed.get("seen").to_owned(), ..to_amend };
    Ok(render::refused(&ChangePage::of(frame, what, &to_amend, &typed, &errors, None)))
}

/// What a use case refused, beside the field that it is about; anything else comes back.
fn beside_its_field(what: What, error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    let first = match what {
        What::Words => "text",
        What::Timescale => "due",
        What::Leads => "leads",
        What::Items => "item-0-text",
        What::Milestones => "milestone-0-text",
        What::Success => "how",
        What::Sources => "sources",
        What::Place => "place",
        What::Split => "new-0-reference",
        What::Merge => "into",
        What::Withdraw | What::PutBack => "reason",
    };
    match &error {
        Error::NoChange { .. } => errors.add(first, "Change something: the action already says this"),
        Error::UnreadableTimescale { raw } => errors
            .add(first, format!("‘{raw}’ is no timescale: write 31 March 2027, Mar 27, quarterly, ongoing or TBC")),
        Error::ReferenceTaken { reference } => {
            errors.add(first, format!("Choose another reference: {reference} is in use or was used before"));
        }
        Error::NotLive { state, .. } => {
            errors.add("reason", format!("The action is {state}: put it back into the plan before you change it"));
        }
        Error::UnknownAction { .. } | Error::UnknownPriority { .. } | Error::UnknownAim { .. } => {
            errors.add(first, format!("{}. {}", words::capital(&error.to_string()), error.help()));
        }
        _ => return Err(error),
    }
    Ok(errors)
}

impl ChangePage {
    fn of(
        frame: Frame,
        what: What,
        to_amend: &Amendable,
        typed: &Typed,
        errors: &FormErrors,
        conflict: Option<Conflict>,
    ) -> Self {
        let action = &to_amend.action;
        let href = words::action_href(&to_amend.summary.handle, &action.reference);
        Self {
            frame,
            back: BackLink::new("Back to what can be changed", format!("{href}/edit")),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            conflict,
            href: format!("{href}/edit/{}", what.code()),
            heading: what.heading(),
            explanation: what.explanation(),
            button: what.button(),
            is_warning: what == What::Withdraw,
            reference: action.reference.clone(),
            title: one_line(action.title()),
            groups: change_form::groups(what, to_amend, typed, errors),
            reason: reason_field(typed, errors),
            on: day_field(typed, errors),
            seen: to_amend.version.clone(),
        }
    }
}
