//! Theories of change: why an action should move a measure; and the driver diagram made of them.

mod diagram;
mod write;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    let link = Needs::To(Action::MeasureLink);
    vec![
        get("/plans/{plan}/driver-diagram", read, diagram::show),
        get("/plans/{plan}/actions/{reference}/theory", link, write::show),
        post("/plans/{plan}/actions/{reference}/theory", link, write::save),
    ]
}
