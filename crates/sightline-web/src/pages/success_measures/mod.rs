//! How a plan says it will know: what shows each success measure, and what nothing shows yet.

mod bind;
mod list;

use sightline_app::domain::success::Printed;
use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    let link = Needs::To(Action::MeasureLink);
    vec![
        get("/plans/{plan}/success-measures", read, list::show),
        get("/plans/{plan}/success-measures/{measure}", link, bind::show),
        post("/plans/{plan}/success-measures/{measure}", link, bind::save),
    ]
}

/// The success measures of a plan.
fn href(plan: &str) -> String {
    format!("{}/success-measures", words::plan_href(plan))
}

/// Where a success measure is printed, in words.
fn place(printed: &Printed) -> String {
    match printed {
        Printed::Action { action } => format!("Action {action}"),
        Printed::MeasuredBy { priority } => format!("Priority {priority}, measured by"),
        Printed::Target { priority } => format!("Priority {priority}, target"),
        Printed::Impact { priority } => format!("Priority {priority}, impact"),
        Printed::Register { actions } if actions.is_empty() => "Measures register".to_owned(),
        Printed::Register { actions } => format!("Measures register, for {}", words::list(actions)),
    }
}
