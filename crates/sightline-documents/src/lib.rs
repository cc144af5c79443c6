//! Plans read from office files and text; papers written as PDF, Word and Excel; charts; attached files told apart.
//!
//! No database and no clock: `sightline-app` looks people up and saves.

pub mod attachment;
pub mod charts;
pub mod codes;
pub mod error;
pub mod generators;
pub mod importers;
pub mod template;

pub use error::{Error, Result};
