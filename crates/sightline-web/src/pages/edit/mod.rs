//! Editing a plan, each change with a reason: an action's words, dates, leads and place,
//! new actions, their order, baselines, and questions left open by the import.

mod add;
mod baselines;
mod change;
mod change_form;
mod choose;
mod conflict;
mod facts;
mod findings;
mod hub;
mod order;
mod places;
mod questions;
mod what;

use sightline_app::policy::Action;

use crate::components::{DateInput, FormField, Textarea};
use crate::forms::{FormErrors, Typed, TypedDay};
use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let (amend, register, baseline) =
        (Needs::To(Action::PlanAmend), Needs::To(Action::RegisterAmend), Needs::To(Action::PlanBaseline));
    vec![
        get("/plans/{plan}/edit", amend, hub::show),
        get("/plans/{plan}/edit/add", amend, add::show),
        post("/plans/{plan}/edit/add", amend, add::save),
        get("/plans/{plan}/edit/order", amend, order::show),
        post("/plans/{plan}/edit/order", amend, order::save),
        get("/plans/{plan}/edit/questions", amend, questions::show),
        post("/plans/{plan}/edit/questions/{number}", amend, questions::settle),
        get("/plans/{plan}/baselines", Needs::To(Action::PlanRead), baselines::show),
        post("/plans/{plan}/baselines", baseline, baselines::freeze),
        get("/plans/{plan}/actions/{reference}/edit", amend, choose::show),
        get("/plans/{plan}/actions/{reference}/edit/findings", register, findings::show),
        post("/plans/{plan}/actions/{reference}/edit/findings", register, findings::save),
        get("/plans/{plan}/actions/{reference}/edit/{what}", amend, change::show),
        post("/plans/{plan}/actions/{reference}/edit/{what}", amend, change::save),
    ]
}

/// Fields that belong together, under a legend when there are several such groups.
struct Group {
    legend: Option<String>,
    fields: Vec<FormField>,
}

impl Group {
    fn plain(fields: Vec<FormField>) -> Self {
        Self { legend: None, fields }
    }

    fn named(legend: impl Into<String>, fields: Vec<FormField>) -> Self {
        Self { legend: Some(legend.into()), fields }
    }
}

/// The reason of a change.
fn reason_field(typed: &Typed, errors: &FormErrors) -> FormField {
    Textarea::new("reason", "Why?")
        .hint("A sentence, such as ‘Agreed by the board on 6 May’. It is shown wherever the change is.")
        .rows(2)
        .value(typed.get("reason"))
        .error(errors.of("reason"))
        .into()
}

/// The day from which a change holds.
fn day_field(typed: &Typed, errors: &FormErrors) -> FormField {
    let [day, month, year] = ["on_day", "on_month", "on_year"].map(|part| typed.get(part).to_owned());
    DateInput::new("on", "From which day does this hold?")
        .hint("Today, unless it was agreed earlier or begins later. Pages of days before it show the plan without it.")
        .typed(day, month, year)
        .error(errors.of("on"))
        .into()
}

/// What is wrong with reason and day.
fn check_reason_and_day(typed: &Typed, errors: &mut FormErrors) {
    if typed.filled("reason").is_none() {
        errors.add("reason", "Say why in a few words");
    }
    if typed.day("on") == TypedDay::NoDay {
        errors.add("on", "Enter the real day from which it holds, such as 31 10 2026");
    }
}
