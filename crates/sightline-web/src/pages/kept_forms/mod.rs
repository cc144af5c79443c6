//! Forms that were sent after a time-out: nothing typed is lost.

mod again;
mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let own = Needs::To(Action::OwnAccount);
    vec![
        get("/kept-forms", own, show::show),
        post("/kept-forms/{form}/send", own, again::send),
        post("/kept-forms/{form}/forget", own, again::forget),
    ]
}
