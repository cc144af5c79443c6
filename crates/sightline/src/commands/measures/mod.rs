//! `measure`, `case-list`, `scorecard`: figures and their definitions; `benchmark`, `target` and `rebase`: what is
//! said of measures, and what they are compared with.

mod args;
mod benchmark;
mod case_list;
mod check;
mod definition;
mod figure_args;
mod measure;
mod rebase;
mod scorecard;
mod target;

pub(crate) use args::{BenchmarkCommand, RebaseCommand, TargetCommand};
pub(crate) use figure_args::FiguresCommand;
use figure_args::{CaseListCommand, MeasureCommand, Run, ScorecardCommand};

use crate::Outcome;
use crate::args::Global;
use crate::failure::Failure;
use crate::screen::Screen;

/// Runs a command about figures.
pub(super) async fn run(global: &Global, command: FiguresCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        FiguresCommand::Measure(command) => measure::run(global, command, screen).await,
        FiguresCommand::CaseList(command) => case_list::run(global, command, screen).await,
        FiguresCommand::Scorecard(command) => scorecard::run(global, command, screen).await,
        FiguresCommand::Benchmark(command) => benchmark::run(global, command, screen).await,
        FiguresCommand::Target(command) => target::run(global, command, screen).await,
        FiguresCommand::Rebase(command) => rebase::run(global, command, screen).await,
    }
}
