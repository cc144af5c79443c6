//! `benchmark`, `target` and `rebase`: what is said of measures, and what they are compared with.

mod args;
mod benchmark;
mod rebase;
mod target;

pub(crate) use args::{BenchmarkCommand, RebaseCommand, TargetCommand};
pub(super) use benchmark::run as benchmark;
pub(super) use rebase::run as rebase;
pub(super) use target::run as target;
