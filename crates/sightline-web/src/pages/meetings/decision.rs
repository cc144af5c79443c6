//! A decision of a meeting.

use axum::extract::State;
use axum::response::Response;
use sightline_app::{BodyView, DecisionInput, MeetingView};

use super::{form_words, items, managed, meeting_href};
use crate::components::Choice;
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, area, beside, day, day_of, line, required, select};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let body = site.app.board(visitor.call(), &plan, &view.body.name).await?;
    Ok(page(frame, &view, &body, &Typed::default(), &FormErrors::default()))
}

/// Records it.
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
        Ok(input) => match site.app.record_decision(visitor.call(), &plan, number, &input).await {
            Ok(given) => {
                let said = format!("Decision {given} is on record. It is never changed, only followed by another.");
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => beside("text", error)?,
        },
    };
    let body = site.app.board(visitor.call(), &plan, &view.body.name).await?;
    Ok(page(frame, &view, &body, &typed, &errors))
}

fn read(typed: &Typed) -> Result<DecisionInput, FormErrors> {
    let mut errors = FormErrors::default();
    let text = required(typed, &mut errors, "text", "Say what was decided");
    let item = typed.get("item").parse().ok();
    if item.is_none() {
        errors.add("item", "Choose the item of the agenda");
    }
    let owner = required(typed, &mut errors, "owner", "Enter the post that sees to it");
    let due_on = day_of(typed, &mut errors, "due");
    let replaces = typed.get("replaces").parse().ok();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(DecisionInput { item: item.unwrap_or_default(), text, owner, due_on, replaces })
}

fn page(frame: Frame, view: &MeetingView, body: &BodyView, typed: &Typed, errors: &FormErrors) -> Response {
    let earlier = body.decisions.iter().rev().map(|decision| {
        let words: String = decision.text.chars().take(80).collect();
        Choice::new(decision.number.to_string(), format!("{}. {words}", decision.number))
    });
    let replaces = std::iter::once(Choice::new("", "None")).chain(earlier);
    let fields = vec![
        area(typed, errors, "text", "What was decided?", "In one sentence."),
        select(typed, errors, "item", "At which item?", items(view)),
        line(typed, errors, "owner", "Which post sees to it?", ""),
        day(typed, errors, "due", "By when? (optional)", "Leave it empty when it is done by deciding."),
        select(typed, errors, "replaces", "Which earlier decision does it take the place of?", replaces),
    ];
    form_words(view, "new-decision", "Record a decision", "Record the decision").page(
        frame,
        Group::plain(fields),
        errors,
    )
}
