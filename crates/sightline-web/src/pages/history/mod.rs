//! History: who did what, when, and the proof that nothing was changed afterwards.
//!
//! Everything here is read; nothing can be changed.

mod deeds;
mod export;
mod list;
mod proof;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    let needs = Needs::To(Action::HistoryRead);
    vec![
        get("/history", needs, list::list),
        get("/history/export", needs, export::export),
        get("/history/proof", needs, proof::show),
    ]
}
