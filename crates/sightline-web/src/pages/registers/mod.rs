//! The registers of a plan: people, posts and who holds them, bodies, inspections and
//! their findings, abbreviations, priorities. Each entry is amended with a reason.

mod bodies;
mod change;
mod entry;
mod glossary;
mod holder;
mod hub;
mod inspections;
mod kind;
mod list;
mod people;
mod posts;
mod priorities;

use sightline_app::policy::Action;

use crate::components::FormField;
use crate::routes::{Needs, Route, get, post};

use bodies::Bodies;
use glossary::Abbreviations;
use inspections::Inspections;
use people::People;
use posts::Posts;
use priorities::Priorities;

/// The routes of one register at its address.
macro_rules! register {
    ($kind:ident at $path:literal, listed by $list:expr) => {{
        let (read, amend) = (Needs::To(Action::PlanRead), Needs::To(Action::RegisterAmend));
        [
            get($path, read, $list),
            get(concat!($path, "/add"), amend, entry::show_new::<$kind>),
            post(concat!($path, "/add"), amend, change::add::<$kind>),
            get(concat!($path, "/{number}"), read, entry::show::<$kind>),
            post(concat!($path, "/{number}"), amend, change::save::<$kind>),
            post(concat!($path, "/{number}/remove"), amend, change::remove::<$kind>),
        ]
    }};
}

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/plans/{plan}/registers", Needs::To(Action::PlanRead), hub::show),
        post("/plans/{plan}/posts/{number}/holder", Needs::To(Action::RegisterAmend), holder::change),
    ];
    routes.extend(register!(People at "/plans/{plan}/people", listed by list::show::<People>));
    routes.extend(register!(Posts at "/plans/{plan}/posts", listed by list::show::<Posts>));
    routes.extend(register!(Bodies at "/plans/{plan}/bodies", listed by list::show::<Bodies>));
    routes.extend(register!(Inspections at "/plans/{plan}/inspections", listed by inspections::show));
    routes.extend(register!(Abbreviations at "/plans/{plan}/abbreviations", listed by list::show::<Abbreviations>));
    routes.extend(register!(Priorities at "/plans/{plan}/edit/priorities", listed by list::show::<Priorities>));
    routes
}

/// Fields that belong together, under a legend when there are several such groups.
struct Group {
    legend: Option<String>,
    fields: Vec<FormField>,
}
