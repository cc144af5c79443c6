//! Charts that tell change from noise: XmR charts, by two named methods.
//!
//! One value for each month (or quarter) makes a series. Its mean and the
//! average difference between neighbours give limits; a point beyond them, and
//! three patterns inside them, are special causes: something changed. All else
//! is noise, and asking for its reasons wastes everybody's time.
//!
//! Limits are statistics, worked out in floating point and rounded when shown;
//! the values themselves stay exact.

mod chart;
mod denominators;
mod limits;
mod rebase;
mod rules;
mod series;
mod target;
#[cfg(test)]
mod tests;

pub use chart::{Assurance, NoAssurance, Note, Provenance, ReadPoint, Segment, SpcChart, Standing, Variation, read};
pub use denominators::{Advice, SMALL_DENOMINATOR, advice_on_denominators};
pub use limits::Limits;
pub use rebase::{RebaseDecision, RebaseFault, rebase_offers};
pub use rules::{Rule, Signal, Towards};
pub use series::{Method, Point, PointValue, Refused, Settings};
pub use target::{DatedTarget, TargetInForce, TargetPath, Targets};
