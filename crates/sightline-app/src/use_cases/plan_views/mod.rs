//! A plan shown in different ways.
//!
//! Every way is worked out from one [`Standpoint`](sightline_domain::standpoint::Standpoint),
//! so that a count on one page is the length of the list on another.

pub(crate) mod by_finding;
pub(crate) mod by_lead;
pub(crate) mod by_rating;
pub(crate) mod changes;
pub(crate) mod filter;
mod heading;
mod leads;
pub(crate) mod on_a_page;
pub(crate) mod optimism;
pub(crate) mod priority;
mod row;
pub(crate) mod saved;
pub(crate) mod table;
pub(crate) mod table_export;
pub(crate) mod timeline;

#[cfg(test)]
mod tests;

pub use heading::PlanHeading;
pub use row::{ActionRow, StandingCounts};
