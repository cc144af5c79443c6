//! Home: what needs me.

mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/", Needs::To(Action::OwnAccount), show::show)]
}
