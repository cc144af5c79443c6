//! The pages, one folder for each capability: route, handler, view and template together.

mod health;
mod home;

use crate::routes::Route;

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    [crate::assets::routes(), health::routes(), home::routes()].into_iter().flatten().collect()
}
