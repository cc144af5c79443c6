//! Looking after accounts: who has one, what it may do, and how its owner gets in.

mod edit;
mod form;
mod link;
mod list;
mod new;
mod reach;
mod show;
mod state;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(in crate::pages) use reach::words as reach_words;

pub(crate) fn routes() -> Vec<Route> {
    let manage = Needs::To(Action::AccountManage);
    vec![
        get("/accounts", manage, list::show),
        get("/accounts/new", manage, new::show),
        post("/accounts/new", manage, new::create),
        get("/accounts/{account}", manage, show::show),
        get("/accounts/{account}/edit", manage, edit::show),
        post("/accounts/{account}/edit", manage, edit::change),
        post("/accounts/{account}/link", manage, link::make),
        post("/accounts/{account}/disable", manage, state::disable),
        post("/accounts/{account}/enable", manage, state::enable),
        post("/accounts/{account}/unlock", manage, state::unlock),
        post("/accounts/{account}/second-factor/remove", manage, state::remove_second_factor),
    ]
}
