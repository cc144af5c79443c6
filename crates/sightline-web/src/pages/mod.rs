//! The pages, one folder for each capability: route, handler, view and template together.

mod account;
mod accounts;
mod actions;
mod boards;
mod case_lists;
mod challenges;
#[cfg(debug_assertions)]
mod components;
mod data;
mod edit;
mod figure_files;
mod health;
mod help;
mod history;
mod home;
mod imports;
mod kept_forms;
mod measures;
mod meetings;
mod obsessions;
pub(crate) mod plans;
mod registers;
mod reports;
mod risks;
mod rounds;
mod search;
mod set_up;
mod settings;
mod sign_in;
mod sign_off;
mod updates;

use crate::routes::Route;

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    [
        crate::assets::routes(),
        crate::api::routes(),
        actions::routes(),
        boards::routes(),
        case_lists::routes(),
        challenges::routes(),
        data::routes(),
        edit::routes(),
        figure_files::routes(),
        health::routes(),
        sign_in::routes(),
        set_up::routes(),
        kept_forms::routes(),
        account::routes(),
        accounts::routes(),
        help::routes(),
        history::routes(),
        home::routes(),
        imports::routes(),
        measures::routes(),
        meetings::routes(),
        obsessions::routes(),
        registers::routes(),
        search::routes(),
        settings::routes(),
        reports::routes(),
        risks::routes(),
        rounds::routes(),
        sign_off::routes(),
        updates::routes(),
        plans::routes(),
        #[cfg(debug_assertions)]
        components::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
