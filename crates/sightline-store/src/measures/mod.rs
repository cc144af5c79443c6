//! What people say of measures: targets, rebases of their charts, and the actions they are to show the effect of.

mod links;
mod rebases;
mod targets;

pub use links::MeasureLink;
pub use rebases::{DoneBy, NewRebase, RebaseDecision, RebaseRecord};
