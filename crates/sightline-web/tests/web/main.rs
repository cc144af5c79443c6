//! The pages, through the router, in process: one binary, one module for each capability.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod actions;
mod api;
mod frame;
mod history;
mod home;
mod plan;
mod rounds;
mod sign_off;
mod support;
mod updates;
