//! The pages, through the router, in process: one binary, one module for each capability.

mod api;
mod frame;
mod support;
