//! Improvement plans, as councils write them.

pub mod interpret;
pub mod read;
pub mod recognise;
pub mod source;
