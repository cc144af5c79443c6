//! An action of a meeting: recorded, done, or taken into the plan.

use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board::MeetingAction;
use sightline_app::domain::plan::Plan;
use sightline_app::{MeetingActionInput, MeetingView};

use super::{form_words, items, managed, meeting_href};
use crate::components::Choice;
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, area, beside, day, day_of, line, required, select};
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
    Ok(page(frame, &view, &Typed::default(), &FormErrors::default()))
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
        Ok(input) => match site.app.record_meeting_action(visitor.call(), &plan, number, &input).await {
            Ok(given) => {
                let said = format!("Action {given} is on record.");
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => beside("text", error)?,
        },
    };
    Ok(page(frame, &view, &typed, &errors))
}

/// The form that says that it is done.
pub(super) async fn show_done(
    State(site): State<Site>,
    Path((plan, number, action)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    Ok(done_page(frame, &view, of(&view, action)?, &Typed::default(), &FormErrors::default()))
}

/// Records that it is done.
pub(super) async fn save_done(
    State(site): State<Site>,
    Path((plan, number, action)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let known = of(&view, action)?;
    let errors = match site.app.finish_meeting_action(visitor.call(), &plan, action.into(), typed.get("result")).await {
        Ok(()) => {
            let said = format!("Action {action} is done.");
            return Ok(render::done(&site, &meeting_href(&plan, number), said));
        }
        Err(error) => beside("result", error)?,
    };
    Ok(done_page(frame, &view, known, &typed, &errors))
}

/// The form that takes it into the plan.
pub(super) async fn show_into_plan(
    State(site): State<Site>,
    Path((plan, number, action)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let (_, live) = site.app.plan_for_amending(visitor.call(), Some(&plan)).await?;
    Ok(into_plan_page(frame, &view, of(&view, action)?, &live, &Typed::default(), &FormErrors::default()))
}

/// Takes it into the plan.
pub(super) async fn save_into_plan(
    State(site): State<Site>,
    Path((plan, number, action)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let known = of(&view, action)?;
    let mut errors = FormErrors::default();
    let priority = required(&typed, &mut errors, "priority", "Choose the priority that it stands under");
    let reference = required(&typed, &mut errors, "reference", "Enter the reference that it gets, such as 2.9");
    if errors.is_empty() {
        match site.app.plan_meeting_action(visitor.call(), &plan, action.into(), &reference, &priority).await {
            Ok(()) => {
                let said = format!("It is action {reference} of the plan now.");
                return Ok(render::done(&site, &words::action_href(&plan, &reference), said));
            }
            Err(error) => errors = beside("reference", error)?,
        }
    }
    let (_, live) = site.app.plan_for_amending(visitor.call(), Some(&plan)).await?;
    Ok(into_plan_page(frame, &view, known, &live, &typed, &errors))
}

fn of(view: &MeetingView, number: u32) -> Result<&MeetingAction, PageError> {
    view.actions.iter().find(|action| action.number == number).ok_or(PageError::NotFound)
}

fn read(typed: &Typed) -> Result<MeetingActionInput, FormErrors> {
    let mut errors = FormErrors::default();
    let text = required(typed, &mut errors, "text", "Say what is to be done");
    let item = typed.get("item").parse().ok();
    if item.is_none() {
        errors.add("item", "Choose the item of the agenda");
    }
    let owner = required(typed, &mut errors, "owner", "Enter the post that does it");
    let due_on = day_of(typed, &mut errors, "due");
    let decision = typed.get("decision").parse().ok();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(MeetingActionInput { item: item.unwrap_or_default(), decision, text, owner, due_on })
}

fn page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let decisions = view.decisions.iter().map(|decision| {
        let words: String = decision.text.chars().take(80).collect();
        Choice::new(decision.number.to_string(), format!("{}. {words}", decision.number))
    });
    let decisions = std::iter::once(Choice::new("", "None")).chain(decisions);
    let fields = vec![
        area(typed, errors, "text", "What is to be done?", ""),
        select(typed, errors, "item", "At which item?", items(view)),
        select(typed, errors, "decision", "Which decision does it follow from?", decisions),
        line(typed, errors, "owner", "Which post does it?", ""),
        day(typed, errors, "due", "By when? (optional)", ""),
    ];
    form_words(view, "new-action", "Record an action", "Record the action").page(frame, Group::plain(fields), errors)
}

fn done_page(frame: Frame, view: &MeetingView, action: &MeetingAction, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = vec![area(typed, errors, "result", "What came of it?", "What is different now.")];
    let path = format!("actions/{}/done", action.number);
    let heading = format!("Action {} is done", action.number);
    let mut form = form_words(view, &path, &heading, "Record that it is done");
    form.about.push(action.text.clone());
    form.page(frame, Group::plain(fields), errors)
}

fn into_plan_page(
    frame: Frame,
    view: &MeetingView,
    action: &MeetingAction,
    plan: &Plan,
    typed: &Typed,
    errors: &FormErrors,
) -> Response {
    let priorities = plan.priorities.iter().map(|priority| {
        let title = priority.title.as_deref().unwrap_or_default();
        Choice::new(&priority.reference, format!("{} {title}", priority.reference).trim())
    });
    let choices = std::iter::once(Choice::new("", "Choose a priority")).chain(priorities);
    let fields = vec![
        select(typed, errors, "priority", "Which priority does it stand under?", choices),
        line(
            typed,
            errors,
            "reference",
            "Which reference does it get?",
            "One that the plan does not have, such as 2.9.",
        ),
    ];
    let path = format!("actions/{}/into-plan", action.number);
    let heading = format!("Add action {} to the plan", action.number);
    let mut form = form_words(view, &path, &heading, "Add it to the plan");
    form.about.push(action.text.clone());
    form.about.push("Its words, who does it and its day go over. It is followed in the plan from then on.".to_owned());
    form.page(frame, Group::plain(fields), errors)
}
