//! Reports: a board report is ordered, built while people go on, and downloaded; what was made stays as it is.

mod list;
mod open;
mod order;
pub(crate) mod under_way;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/plans/{plan}/reports", Needs::To(Action::ReportRead), list::show),
        post("/plans/{plan}/reports", Needs::To(Action::ReportBuild), list::order),
        get("/plans/{plan}/reports/{report}", Needs::To(Action::ReportRead), open::open),
    ]
}

fn reports_href(plan: &str) -> String {
    format!("{}/reports", words::plan_href(plan))
}
