//! One file for each group of commands.

pub(crate) mod account;
mod amend;
mod config;
pub(crate) mod data;
pub(crate) mod demo;
mod explain;
mod history;
mod import;
pub(crate) mod measures;
pub(crate) mod pack;
mod plans;
pub(crate) mod reference;
mod report;
mod serve;
mod show;
mod store;
pub(crate) mod synth;
pub(crate) mod verdict;
mod words;

use clap::CommandFactory;

use self::pack::PapersCommand;
use crate::Outcome;
use crate::args::{Cli, Command, ConfigCommand, Plan, Report};
use crate::failure::Failure;
use crate::screen::Screen;

/// Runs one command.
pub(crate) async fn run(cli: Cli, screen: &mut Screen) -> Result<Outcome, Failure> {
    let global = cli.global;
    let outcome = match cli.command {
        Command::Plan(Plan::Import(args)) => import::import(&global, args, screen).await,
        Command::Plan(Plan::List { json }) => plans::list(&global, json, screen).await,
        Command::Plan(Plan::Show { name, plan, as_at, json }) => {
            show::show(&global, name.as_deref(), plan.as_deref(), as_at, json, screen).await
        }
        Command::Plan(Plan::Compare(args)) => plans::compare(&global, args, screen).await,
        Command::Plan(Plan::Update(args)) => amend::update(&global, args, screen).await,
        Command::Plan(Plan::Amend(args)) => amend::amend(&global, args, screen).await,
        Command::Plan(Plan::Baseline { name, plan, on, json }) => {
            plans::baseline(&global, name.as_deref(), plan.as_deref(), on, json, screen).await
        }
        Command::Plan(Plan::Export { plan, format, out, as_at }) => {
            plans::export(&global, plan.as_deref(), format, out, as_at, screen).await
        }
        Command::Plan(Plan::Problems { plan, json }) => import::problems(&global, plan.as_deref(), json, screen).await,
        Command::Papers(PapersCommand::Report(Report::Build { plan, as_at, out, board, meeting, json })) => {
            let input = sightline_app::ReportInput { plan, as_at, out, board, meeting_on: meeting };
            report::build(&global, &input, json, screen).await
        }
        Command::Papers(PapersCommand::Pack(command)) => Box::pin(pack::run(&global, command, screen)).await,
        Command::Data(command) => Box::pin(data::run(&global, command, screen)).await,
        Command::Figures(command) => Box::pin(measures::run(&global, command, screen)).await,
        Command::Verdict(args) => Box::pin(verdict::verdict(&global, &args, screen)).await,
        Command::Account(command) => account::run(&global, command, screen).await,
        Command::History(args) => history::history(&global, args, screen).await,
        Command::Backup { file, json } => store::backup(&global, &file, json, screen).await,
        Command::Restore { file, json } => store::restore(&global, &file, json, screen).await,
        Command::Serve(args) => serve::serve(&global, &args, screen).await,
        Command::Config(ConfigCommand::Check) => config::check(&global, screen),
        Command::Demo(args) => Box::pin(demo::demo(global, &args, screen)).await,
        Command::Synth(args) => synth::synth(&global, args, screen),
        Command::Explain { code } => explain::explain(&code, screen),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "sightline", &mut script);
            screen.bytes(&script)?;
            Ok(Outcome::Fine)
        }
        Command::Reference { page } => reference::print(page, screen).await,
    }?;
    screen.flush()?;
    Ok(outcome)
}
