//! Measures and case lists: SQL over record tables, counted once for all.

pub mod functions;
