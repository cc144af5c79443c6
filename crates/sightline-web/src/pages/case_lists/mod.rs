//! Case lists: what is still to be done for each child, by when, and by whom.
//!
//! Rows are shown to those who may see the children of a team; whoever opens a
//! list is in the history. No address names a child.

mod list;
mod my_team;
mod rows;
mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::CaseListRead);
    vec![
        get("/case-lists", read, list::show),
        get("/case-lists/{list}", read, show::show),
        get("/my-team", read, my_team::show),
    ]
}

/// The address of a case list.
fn list_href(id: &str) -> String {
    format!("/case-lists/{}", words::segment(id))
}
