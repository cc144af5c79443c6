//! The pages, through the router, in process: one binary, one module for each capability.

mod account;
mod accounts;
mod api;
mod browser;
mod frame;
mod kept_forms;
mod set_up;
mod sign_in;
mod support;
