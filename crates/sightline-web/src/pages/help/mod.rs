//! Help: the guide by role, the accessibility statement, privacy.
//!
//! The words are those of `docs/guide/src`, one file for each page.

mod code;
mod guide;
mod show;

use crate::routes::{Needs, Route, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/help", Needs::Nothing, show::index),
        get("/help/{page}", Needs::Nothing, show::page),
        get("/help/codes/{code}", Needs::Nothing, code::show),
    ]
}
