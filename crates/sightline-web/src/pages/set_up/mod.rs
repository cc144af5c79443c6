//! One-time links: the first administrator, a first password, a new one.

mod choose;
mod first;
mod forgotten;

pub(in crate::pages) use choose::{check_typed_twice, new_password, unfit};

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/set-up/{token}", Needs::Nothing, choose::show),
        post("/set-up/{token}", Needs::Nothing, choose::choose),
        post("/set-up/{token}/first", Needs::Nothing, first::set_up),
        get("/reset", Needs::Nothing, forgotten::show),
        post("/reset", Needs::Nothing, forgotten::send),
    ]
}
