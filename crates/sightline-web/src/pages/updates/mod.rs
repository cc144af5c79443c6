//! Giving an update: two ratings and a sentence, on a phone if need be.

mod form;
mod give;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let update = Needs::To(Action::PlanUpdate);
    vec![
        get("/plans/{plan}/actions/{reference}/update", update, give::show),
        post("/plans/{plan}/actions/{reference}/update", update, give::send),
        post("/plans/{plan}/actions/{reference}/update/discard", update, give::discard),
    ]
}
