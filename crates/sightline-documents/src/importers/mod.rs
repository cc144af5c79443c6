//! Documents read into draft domain values with a list of problems.

pub mod benchmarks;
pub mod plan;
