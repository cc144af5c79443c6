//! Signing in and out: password, code, single sign-on, and on to the page that was wanted.

mod code;
mod enter;
mod next;
mod out;
mod password;
mod single_sign_on;

pub(in crate::pages) use out::signed_out;
use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/sign-in", Needs::Nothing, password::show),
        post("/sign-in", Needs::Nothing, password::sign_in),
        get("/sign-in/code", Needs::Nothing, code::show),
        post("/sign-in/code", Needs::Nothing, code::sign_in),
        get("/sign-in/oidc", Needs::Nothing, single_sign_on::begin),
        get("/sign-in/oidc/callback", Needs::Nothing, single_sign_on::come_back),
        post("/sign-out", Needs::To(Action::OwnAccount), out::sign_out),
    ]
}
