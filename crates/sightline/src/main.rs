//! The command line: turns what people type into a use case, and what comes back into text.
//!
//! Exit codes: 0 fine, 1 findings (something a person should look at), 2 failure.

mod advice;
mod args;
mod commands;
mod configuration;
mod failure;
mod json;
mod keys;
mod screen;
mod settings;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use failure::Failure;
use screen::Screen;

/// Counting measures asks for memory in many small pieces, from several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command that could be run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to look at.
    Fine,
    /// Something a person should look at.
    Findings,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too; they are not failures.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let mut screen = Screen::new(cli.global.colour);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(cli, &mut screen)),
        Err(source) => Err(Failure::Runtime(source)),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // Whoever read our output has seen enough, as in `sightline plan show | head`.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}
