//! Adding an action.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::plan::Plan;
use sightline_app::{AmendInput, Change, Error, NewAction, PlanSummary};

use super::{check_reason_and_day, day_field, places, reason_field};
use crate::components::{Breadcrumbs, ErrorSummary, FormField, Link, TextInput, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Query, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// Reference of the priority it should stand under.
    priority: Option<String>,
}

#[derive(Template)]
#[template(path = "edit/add.html")]
struct AddPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    has_places: bool,
    priorities_href: String,
    fields: Vec<FormField>,
}

/// The form, with the next free reference.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, plan) = site.app.plan_for_amending(call, Some(&plan)).await?;
    let mut typed = Typed::default();
    let place = places::all(&plan)
        .into_iter()
        .find(|place| wanted.priority.as_ref().is_none_or(|priority| place.priority == *priority));
    if let Some(place) = place {
        let last = plan.actions.iter().rfind(|action| action.priority == place.priority);
        let like = last.map_or_else(|| format!("{}.1", place.priority), |last| last.reference.clone());
        typed.set("reference", plan.next_reference(&like));
        typed.set("place", place.value());
    }
    typed.set_day("on", Some(call.today));
    Ok(render::page(&AddPage::of(frame, &summary, &plan, &typed, &FormErrors::default())))
}

/// Adds it.
pub(super) async fn save(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, current) = site.app.plan_for_amending(call, Some(&plan)).await?;
    let errors = match read(&current, &typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.amend(call, Some(&plan), typed.day("on").day(), &[input]).await {
            Ok(_) => {
                let reference = typed.get("reference").trim();
                let href = words::action_href(&summary.handle, reference);
                return Ok(render::done(&site, &href, format!("Action {reference} is in the plan.")));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&AddPage::of(frame, &summary, &current, &typed, &errors)))
}

fn read(plan: &Plan, typed: &Typed) -> Result<AmendInput, FormErrors> {
    let mut errors = FormErrors::default();
    let place = places::chosen(plan, typed.get("place"));
    if place.is_none() {
        errors.add("place", "Choose where it stands");
    }
    if typed.filled("reference").is_none() {
        errors.add("reference", "Enter a reference, such as 1.4");
    }
    if typed.filled("text").is_none() {
        errors.add("text", "Enter the action in words");
    }
    check_reason_and_day(typed, &mut errors);
    let Some(place) = place.filter(|_| errors.is_empty()) else { return Err(errors) };
    let filled = |name: &str| typed.filled(name).map(str::to_owned);
    Ok(AmendInput {
        action: typed.get("reference").trim().to_owned(),
        change: Change::Add {
            priority: place.priority,
            aim: place.aim,
            group: filled("group"),
            action: NewAction {
                reference: String::new(),
                text: typed.get("text").to_owned(),
                leads_raw: Some(typed.lines("leads").join("; ")).filter(|leads| !leads.is_empty()),
                start_raw: filled("start"),
                due_raw: filled("due"),
            },
        },
        reason: typed.get("reason").to_owned(),
        seen: None,
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::ReferenceTaken { reference } => {
            errors.add("reference", format!("Choose another reference: {reference} is in use or was used before"));
        }
        Error::UnreadableTimescale { raw } => {
            errors
                .add("due", format!("‘{raw}’ is no timescale: write 31 March 2027, Mar 27, quarterly, ongoing or TBC"));
        }
        Error::UnknownPriority { .. } | Error::UnknownAim { .. } => errors.add("place", "Choose where it stands"),
        _ => return Err(error),
    }
    Ok(errors)
}

impl AddPage {
    fn of(frame: Frame, summary: &PlanSummary, plan: &Plan, typed: &Typed, errors: &FormErrors) -> Self {
        let own = words::plan_href(&summary.handle);
        let line = |name: &str, label: &str, hint: &str| -> FormField {
            let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name));
            if hint.is_empty() { input.into() } else { input.hint(hint).into() }
        };
        let fields = vec![
            places::field(plan, typed.get("place"), errors.of("place")).into(),
            line("group", "Heading it stands under (optional)", ""),
            TextInput::new("reference", "Reference")
                .hint("The next free one is suggested. A reference is never used again.")
                .value(typed.get("reference"))
                .error(errors.of("reference"))
                .width(10)
                .into(),
            Textarea::new("text", "The action in words").value(typed.get("text")).error(errors.of("text")).into(),
            Textarea::new("leads", "Who leads it")
                .hint("One on each line. A post goes on to its next holder.")
                .rows(2)
                .value(typed.get("leads"))
                .error(errors.of("leads"))
                .into(),
            line("start", "Start (optional)", "For example April 2026."),
            line("due", "Timescale", "For example 31 March 2027, Mar 27, quarterly, ongoing or TBC."),
            reason_field(typed, errors),
            day_field(typed, errors),
        ];
        let mut breadcrumbs = PlanNavigation::breadcrumbs(summary, true);
        breadcrumbs.links.push(Link::new("Edit the plan", format!("{own}/edit")));
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: format!("{own}/edit/add"),
            has_places: !plan.priorities.is_empty(),
            priorities_href: format!("{own}/edit/priorities"),
            fields,
        }
    }
}
