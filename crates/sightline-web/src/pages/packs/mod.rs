//! Packs for boards and the highlight reports that go into them: built, kept, issued; written, signed.

mod build;
mod list;
mod open;
mod report;
mod reports;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let (read, build) = (Needs::To(Action::ReportRead), Needs::To(Action::ReportBuild));
    vec![
        get("/plans/{plan}/packs", read, list::show),
        post("/plans/{plan}/packs", build, build::order),
        get("/plans/{plan}/packs/{pack}/{file}", read, open::open),
        post("/plans/{plan}/packs/{pack}/issue", build, build::issue),
        get("/plans/{plan}/highlight-reports", read, reports::show),
        get("/plans/{plan}/highlight-reports/{priority}", read, report::show),
        post("/plans/{plan}/highlight-reports/{priority}", build, report::write),
        post("/plans/{plan}/highlight-reports/{priority}/sign", Needs::To(Action::PlanSignOff), report::sign),
    ]
}

fn packs_href(plan: &str) -> String {
    format!("{}/packs", words::plan_href(plan))
}

fn reports_href(plan: &str) -> String {
    format!("{}/highlight-reports", words::plan_href(plan))
}

fn report_href(plan: &str, priority: &str) -> String {
    format!("{}/{}", reports_href(plan), words::segment(priority))
}
