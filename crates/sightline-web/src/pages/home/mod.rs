//! Home: what needs me.
//!
//! Each visitor sees what is asked of them: leads their updates, sponsors what
//! waits for their sign-off, the programme manager how the month stands,
//! everybody else where the plan stands.

mod lately;
mod needs;
mod show;
mod tested;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/", Needs::To(Action::OwnAccount), show::show)]
}
