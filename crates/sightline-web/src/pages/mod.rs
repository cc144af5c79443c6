//! The pages, one folder for each capability: route, handler, view and template together.

#[cfg(debug_assertions)]
mod components;
mod health;
mod help;
mod history;
mod home;
mod imports;

use crate::routes::Route;

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    [
        crate::assets::routes(),
        crate::api::routes(),
        health::routes(),
        help::routes(),
        history::routes(),
        home::routes(),
        imports::routes(),
        #[cfg(debug_assertions)]
        components::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
