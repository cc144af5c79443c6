//! The pages, through the router, in process: one binary, one module for each capability.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod account;
mod accounts;
mod actions;
mod api;
mod boards;
mod browser;
mod data;
mod edit;
mod evidence;
mod faults;
mod figure_files;
mod frame;
mod history;
mod home;
mod imports;
mod kept_forms;
mod measures;
mod obsessions;
mod packs;
mod plan;
mod plan_pages;
mod registers;
mod reports;
mod risks;
mod rounds;
mod search;
mod set_up;
mod settings;
mod sign_in;
mod sign_off;
mod single_sign_on;
mod support;
mod updates;
mod verdicts;
