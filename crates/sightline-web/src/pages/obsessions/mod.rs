//! Obsessions: six weeks on a few actions and one measure, with a look every week.

mod begin;
mod list;
mod show;

use sightline_app::domain::obsession::{Obsession, Stage};
use sightline_app::policy::Action;

use crate::components::Tag;
use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let (read, manage) = (Needs::To(Action::PlanRead), Needs::To(Action::ObsessionManage));
    vec![
        get("/plans/{plan}/obsessions", read, list::show),
        get("/plans/{plan}/obsessions/begin", manage, begin::show),
        post("/plans/{plan}/obsessions/begin", manage, begin::save),
        get("/plans/{plan}/obsessions/{number}", read, show::show),
        post("/plans/{plan}/obsessions/{number}/check-in", manage, show::check_in),
        post("/plans/{plan}/obsessions/{number}/close", manage, show::close),
    ]
}

fn href(plan: &str) -> String {
    format!("{}/obsessions", crate::words::plan_href(plan))
}

/// The page of one obsession of a plan.
pub(in crate::pages) fn obsession_href(plan: &str, number: u64) -> String {
    format!("{}/{number}", href(plan))
}

/// Where an obsession stands today.
pub(in crate::pages) fn stage_tag(obsession: &Obsession, today: chrono::NaiveDate) -> Tag {
    match obsession.stage_on(today) {
        Stage::ToCome => Tag::new("To come", "grey"),
        Stage::Running { week, weeks } => Tag::new(format!("Week {week} of {weeks}"), "green"),
        Stage::WithoutResult => Tag::new("Ended without a result", "red"),
        Stage::Closed => Tag::new("Closed", "grey"),
    }
}
