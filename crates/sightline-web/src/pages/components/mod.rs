//! Every part that pages are made of, with its examples, for whoever builds pages.
//!
//! Only in programs built for development.

mod show;

use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![get("/dev/components", Needs::To(Action::OwnAccount), show::show)]
}
