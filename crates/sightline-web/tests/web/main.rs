//! The pages, through the router, in process: one binary, one module for each capability.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod api;
mod frame;
mod plan_pages;
mod support;
