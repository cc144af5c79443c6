//! Measures and case lists: SQL over record tables, counted once for all.
//!
//! A measure is a folder of `content/measures/`: what it is, one query that
//! returns its cohort, and made-up children with known answers. The engine
//! does the rest, the same for all: it counts, breaks down, and lists the
//! children behind a figure. No network, no file, no clock: tables are given
//! to it, and so are the days that it is asked about.

mod attributes;
mod cases;
mod catalogue;
mod cohort;
mod engine;
mod error;
pub mod functions;
mod lift;
mod lists;
mod rows;
mod session;
mod shapes;
mod sql;
mod tally;
pub mod wire;

pub use catalogue::{
    Benchmark, CaseCheck, CaseListDefinition, CaseWeight, CaseWeights, Catalogue, MeasureDefinition, Row, Scorecard,
    Section, Source, Threshold,
};
pub use cohort::{CohortList, CohortRow};
pub use engine::{Engine, Limits};
pub use error::{Error, Result};
pub use rows::{Column, Rows};
pub use shapes::{ColumnShape, ColumnType, Shapes, TableShape};
pub use sightline_domain::content::Fault;
