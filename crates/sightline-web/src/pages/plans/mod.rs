//! Plans: the list of them, and each plan as a table, by rating, as a timeline,
//! on a page, by lead, by inspection finding, what changed, and its priorities.
//!
//! Every page shows the plan as at a day (`?as_at=2026-06-30`); links keep the
//! day. [`navigation`] is what all pages of a plan begin with, also those of
//! other capabilities.

mod action_table;
pub(crate) mod address;
mod by_finding;
mod by_lead;
mod by_rating;
mod chart;
mod compare;
mod export;
pub(crate) mod key;
mod list;
pub(crate) mod navigation;
mod on_a_page;
mod optimism;
mod priority;
pub(crate) mod row;
mod saved_views;
mod table;
mod table_filter;
mod timeline;
mod timeline_chart;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::PlanRead);
    vec![
        get("/plans", read, list::show),
        get("/plans/{plan}", read, table::show),
        get("/plans/{plan}/table.csv", Needs::To(Action::PlanExport), export::csv),
        get("/plans/{plan}/table.xlsx", Needs::To(Action::PlanExport), export::xlsx),
        post("/plans/{plan}/views", Needs::To(Action::OwnAccount), saved_views::save),
        post("/plans/{plan}/views/{view}/delete", Needs::To(Action::OwnAccount), saved_views::delete),
        get("/plans/{plan}/by-rating", read, by_rating::show),
        get("/plans/{plan}/timeline", read, timeline::show),
        get("/plans/{plan}/on-a-page", read, on_a_page::show),
        get("/plans/{plan}/by-lead", read, by_lead::show),
        get("/plans/{plan}/optimism", read, optimism::show),
        get("/plans/{plan}/by-finding", read, by_finding::show),
        get("/plans/{plan}/compare", read, compare::show),
        get("/plans/{plan}/priorities/{priority}", read, priority::show),
    ]
}
