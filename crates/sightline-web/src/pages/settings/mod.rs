//! Settings: words, update cycle, branding, rating scales, signing in, children's records. Each change is in the history.
//!
//! Each group has a page: its form, a preview that saves nothing, and a button that saves.

mod branding;
mod index;
mod letters;
mod preview;
mod records;
mod scales;
mod sign_in;
mod updates;
mod words;

use sightline_app::policy::Action;

use crate::components::BackLink;
use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let needs = Needs::To(Action::SettingsChange);
    vec![
        get("/settings", needs, index::show),
        get("/settings/words", needs, words::show),
        post("/settings/words", needs, words::save),
        get("/settings/updates", needs, updates::show),
        post("/settings/updates", needs, updates::save),
        get("/settings/branding", needs, branding::show),
        post("/settings/branding", needs, branding::save),
        get("/settings/scales", needs, scales::show),
        post("/settings/scales", needs, scales::choose),
        post("/settings/scales/add", needs, scales::add),
        post("/settings/scales/remove", needs, scales::remove),
        get("/settings/sign-in", needs, sign_in::show),
        post("/settings/sign-in", needs, sign_in::save),
        get("/settings/letters", needs, letters::show),
        post("/settings/letters/again", needs, letters::again),
        get("/settings/records", needs, records::show),
        post("/settings/records", needs, records::save),
    ]
}

fn back() -> BackLink {
    BackLink::new("Back to settings", "/settings")
}
