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
mod evidence;
mod figure_files;
mod health;
mod help;
mod history;
mod home;
mod impact_tests;
mod imports;
mod kept_forms;
mod line_of_sight;
mod measures;
mod meetings;
mod obsessions;
mod packs;
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
mod success_measures;
mod theories;
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
        evidence::routes(),
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
        impact_tests::routes(),
        imports::routes(),
        line_of_sight::routes(),
        measures::routes(),
        meetings::routes(),
        obsessions::routes(),
        packs::routes(),
        registers::routes(),
        search::routes(),
        settings::routes(),
        reports::routes(),
        risks::routes(),
        rounds::routes(),
        sign_off::routes(),
        success_measures::routes(),
        theories::routes(),
        updates::routes(),
        plans::routes(),
        #[cfg(debug_assertions)]
        components::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
