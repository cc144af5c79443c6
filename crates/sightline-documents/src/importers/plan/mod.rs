//! Improvement plans, as councils write them.

mod interpret;
pub mod read;
pub mod source;
mod vocabulary;

pub use vocabulary::Vocabulary;
