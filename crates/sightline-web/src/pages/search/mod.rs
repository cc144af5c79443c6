//! Search: words, found in everything that the visitor may see.

mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/search", Needs::To(Action::PlanRead), show::show)]
}
