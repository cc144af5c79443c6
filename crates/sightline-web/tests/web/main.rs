//! The pages, through the router, in process: one binary, one module for each capability.

mod account;
mod accounts;
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod api;
mod browser;
mod frame;
mod kept_forms;
mod set_up;
mod sign_in;
mod history;
mod support;
