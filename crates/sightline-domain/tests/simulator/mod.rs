//! Actions whose true effect is known, so that verdicts can be compared with the truth.
//!
//! Everything is drawn from one seeded generator: the same seed gives the same
//! actions on every run.

mod actions;
mod random;
mod report;
mod world;

pub(crate) use report::{Amounts, report};
