//! Putting the actions of a priority or aim in another order.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::plan::Plan;
use sightline_app::{Error, OrderInput, PlanSummary};

use super::places::{self, Place};
use super::{check_reason_and_day, day_field, reason_field};
use crate::components::{Breadcrumbs, ErrorSummary, FormField, Link, TextInput};
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
    /// Where: as [`Place::value`] writes it.
    place: Option<String>,
}

#[derive(Template)]
#[template(path = "edit/order.html")]
struct OrderPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    /// Where actions can be put in order, when none is chosen.
    places: Vec<Link>,
    chosen: Option<Chosen>,
    reason: FormField,
    on: FormField,
}

struct Chosen {
    value: String,
    words: String,
    actions: Vec<Line>,
}

struct Line {
    reference: String,
    title: String,
    place: TextInput,
}

/// The places, or the actions of one.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, plan) = site.app.plan_for_amending(call, Some(&plan)).await?;
    let place = wanted.place.as_deref().and_then(|value| places::chosen(&plan, value));
    let mut typed = Typed::default();
    typed.set_day("on", Some(call.today));
    Ok(render::page(&OrderPage::of(frame, &summary, &plan, place, &typed, &FormErrors::default())))
}

/// Puts them in order.
pub(super) async fn save(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, current) = site.app.plan_for_amending(call, Some(&plan)).await?;
    let place = places::chosen(&current, typed.get("place")).ok_or(PageError::NotFound)?;
    let errors = match read(&place, &typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.reorder_actions(call, Some(&plan), typed.day("on").day(), &input).await {
            Ok(_) => {
                let href = words::priority_href(&summary.handle, &place.priority);
                return Ok(render::done(&site, &href, "The actions are in their new order."));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&OrderPage::of(frame, &summary, &current, Some(place), &typed, &errors)))
}

/// The references as they stood when the page was shown.
fn shown(typed: &Typed) -> Vec<String> {
    typed.all("reference").map(str::to_owned).collect()
}

fn read(place: &Place, typed: &Typed) -> Result<OrderInput, FormErrors> {
    let mut errors = FormErrors::default();
    check_reason_and_day(typed, &mut errors);
    let shown = shown(typed);
    let mut places = Vec::new();
    for (number, reference) in shown.iter().enumerate() {
        let field = format!("place-{number}");
        match typed.get(&field).trim().parse::<u32>() {
            Ok(place) if place > 0 => places.push((place, number, reference.clone())),
            _ => errors.add(field, format!("Enter the place of {reference} as a number, such as {}", number + 1)),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // Where two have the same number, one that is moved up comes before the one that stood there, one moved down after it.
    places.sort_by_key(|(place, number, _)| {
        let stood = u32::try_from(number + 1).unwrap_or(u32::MAX);
        (*place, place.cmp(&stood), *number)
    });
    Ok(OrderInput {
        priority: place.priority.clone(),
        aim: place.aim.clone(),
        actions: places.into_iter().map(|(_, _, reference)| reference).collect(),
        reason: typed.get("reason").to_owned(),
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::NoChange { .. } => errors.add("place-0", "Change a number: this is the order they have"),
        Error::OrderChanged { .. } => errors.add(
            "place-0",
            "Somebody has added, moved or withdrawn an action meanwhile. The list below is the new one: put it in order again",
        ),
        _ => return Err(error),
    }
    Ok(errors)
}

impl OrderPage {
    fn of(
        frame: Frame,
        summary: &PlanSummary,
        plan: &Plan,
        place: Option<Place>,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        let own = words::plan_href(&summary.handle);
        let href = format!("{own}/edit/order");
        let live = |place: &Place| -> Vec<(String, String)> {
            plan.siblings(&place.priority, place.aim.as_deref())
                .filter(|action| action.is_live())
                .map(|action| (action.reference.clone(), one_line(action.title())))
                .collect()
        };
        let places = places::all(plan)
            .into_iter()
            .filter(|place| live(place).len() > 1)
            .map(|place| {
                let value = words::segment(&place.value());
                Link::new(place.words, format!("{href}?place={value}"))
            })
            .collect();
        let chosen = place.map(|place| {
            let actions = live(&place);
            let is_as_shown =
                actions.iter().map(|(reference, _)| reference.clone()).collect::<Vec<_>>() == shown(typed);
            let as_field = |(number, (reference, title)): (usize, (String, String))| {
                let field = format!("place-{number}");
                let now = (number + 1).to_string();
                let value = if is_as_shown { typed.get(&field).to_owned() } else { now };
                let input = TextInput::new(&field, format!("Place of {reference}")).digits().width(3);
                Line { reference, title, place: input.value(value).error(errors.of(&field)) }
            };
            Chosen {
                value: place.value(),
                words: place.words.clone(),
                actions: actions.into_iter().enumerate().map(as_field).collect(),
            }
        });
        let mut breadcrumbs = PlanNavigation::breadcrumbs(summary, true);
        breadcrumbs.links.push(Link::new("Edit the plan", format!("{own}/edit")));
        if chosen.is_some() {
            breadcrumbs.links.push(Link::new("Order of actions", &href));
        }
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href,
            places,
            chosen,
            reason: reason_field(typed, errors),
            on: day_field(typed, errors),
        }
    }
}
