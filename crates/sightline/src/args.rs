//! What people can type.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::commands::account::AccountCommand;
use crate::commands::data::DataCommand;
use crate::commands::demo::DemoArgs;
use crate::commands::measures::FiguresCommand;
use crate::commands::pack::PapersCommand;
use crate::commands::reference::Reference;
use crate::commands::synth::Synth;
use crate::commands::verdict::VerdictArgs;

/// The system a council runs its children's-services improvement programme on.
#[derive(Debug, Parser)]
#[command(
    name = "sightline",
    version,
    max_term_width = 110,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  sightline demo                              an invented council's plan and its year
  sightline plan import plan.docx --dry-run   what would be imported, and what is doubtful
  sightline plan import plan.docx             make it a live plan
  sightline plan show                         the plan on a page
  sightline report build --out board.pdf      the paper for the board

Exit codes: 0 fine, 1 findings, 2 failure."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Folder that holds the plans; made on first use
    #[arg(
        long,
        global = true,
        env = "SIGHTLINE_DATA_DIR",
        hide_env_values = true,
        default_value = "sightline-data",
        value_name = "DIR"
    )]
    pub(crate) data_dir: PathBuf,
    /// The settings file [default: sightline.toml in the data directory, when it is there]
    #[arg(long, global = true, env = "SIGHTLINE_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A PostgreSQL database instead of a file in the data directory
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Your name as it stands in the history [default: whoever is signed in]
    #[arg(long, global = true, env = "SIGHTLINE_ACTOR", hide_env_values = true, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// When to use colours; they are never the only sign
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, alias = "color", value_name = "WHEN")]
    pub(crate) colour: Colour,
    /// The moment to take for now, for rehearsals and tests
    #[arg(long, global = true, hide = true, value_name = "INSTANT")]
    pub(crate) now: Option<DateTime<Utc>>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "read once, at the start")]
pub(crate) enum Command {
    /// Import, see, update, amend, compare and export plans
    #[command(subcommand)]
    Plan(Plan),
    #[command(flatten)]
    Papers(PapersCommand),
    /// Load, see, check, withdraw and compare extracts of children's records
    #[command(subcommand)]
    Data(DataCommand),
    #[command(flatten)]
    Figures(FiguresCommand),
    /// Say what the evidence supports, beside what was reported: of every action, or of one with the reasons
    #[command(after_help = "Examples:
  sightline verdict
  sightline verdict wexcombe --action 1.3
  sightline verdict --as-at 2026-06-30 --json
  sightline verdict keep                      keep them, to show later how they came about")]
    Verdict(VerdictArgs),
    /// See what was done by whom, and prove that nothing was changed
    History(History),
    /// Look after accounts: who may sign in
    #[command(subcommand)]
    Account(AccountCommand),
    /// Copy everything into one file
    #[command(after_help = "Example:
  sightline backup sightline-2026-11-20.backup")]
    Backup {
        /// The file to write; it appears whole or not at all
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Fill an empty data directory from a backup
    #[command(after_help = "Example:
  sightline restore sightline-2026-11-20.backup --data-dir restored")]
    Restore {
        /// The backup
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Serve the web application
    #[command(after_help = "Examples:
  sightline serve                             on this machine, http://127.0.0.1:8080
  sightline serve --address 0.0.0.0:8080      for others; put a proxy with TLS before it

It stops on Ctrl-C or SIGTERM, after running requests have ended.")]
    Serve(Serve),
    /// See and check the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Show an invented council's plan with a year of history, and write its board report
    ///
    /// Serves it then, until it is stopped, with one sign-in for each role.
    #[command(after_help = "Examples:
  sightline demo --out demo               papers, then the web application
  sightline demo --out demo --no-serve    only the papers

Then look further:
  sightline --data-dir demo/data plan show 2.8
  sightline --data-dir demo/data plan compare --baseline \"As agreed in September 2025\"")]
    Demo(DemoArgs),
    /// Make a synthetic council: invented children's records in the formats that councils send
    #[command(after_help = "Examples:
  sightline synth --out council                              5,000 children, ten years, every format
  sightline synth --out council --scenario errors            with planted errors and an answer key
  sightline synth --out council --children 60000 --format annex_a
  sightline synth --out england --authorities 153 --children 20000 --format ssd_parquet

The same seed, numbers and as-at date give the same bytes. Nothing is taken from a real child.
docs/synthetic.md says what is in the files.")]
    Synth(Synth),
    /// Say what an error code means
    #[command(after_help = "Example:
  sightline explain SL-A012")]
    Explain {
        /// The code, such as SL-A012
        code: String,
    },
    /// Print what makes a shell complete these commands
    #[command(after_help = "Example (bash):
  sightline completions bash > ~/.local/share/bash-completion/completions/sightline")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a page of the reference; `make generate` uses it
    #[command(hide = true)]
    Reference {
        /// Which page
        page: Reference,
    },
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "read once, at the start")]
pub(crate) enum Plan {
    /// Read a plan document and make it a live plan
    #[command(after_help = "Examples:
  sightline plan import plan.docx --dry-run
  sightline plan import plan.xlsx --map \"What we will do=action\" --map \"Who=leads\"
  sightline plan import part1.docx part2.docx --as care-plan-2026

Word, Excel, CSV, Markdown, text and PDF with a text layer are read.
With --dry-run the exit code is 1 when there is a warning or a question.")]
    Import(Import),
    /// List the plans
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a plan on a page, or one action with its history
    #[command(after_help = "Examples:
  sightline plan show
  sightline plan show wexcombe --as-at 2026-03-31
  sightline plan show 2.8")]
    Show {
        /// A plan's handle or an action's reference; the only plan when left out
        name: Option<String>,
        /// The plan of the action
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
        /// As it stood on a day [default: today]
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_at: Option<NaiveDate>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what changed: added, reworded, re-dated, re-led, merged, split, withdrawn
    #[command(after_help = "Examples:
  sightline plan compare wexcombe-2025 wexcombe-2027
  sightline plan compare --from 2026-01-01 --to 2026-06-30
  sightline plan compare --baseline \"As first agreed\"")]
    Compare(Compare),
    /// Report on an action: two ratings and a sentence
    #[command(after_help = "Examples:
  sightline plan update 1.3 --action-rating green --impact-rating amber --note \"Health joined from June.\"
  sightline plan update 1.3 --note \"The builder is late.\" --forecast 2027-03-31
  sightline plan update 3.1 --action-rating blue --note \"All open.\" --evidence \"Hub register\" --sustained \"Funded to 2028\"

A rating that is left out stays as it is.
The best level needs evidence, a note, and how it will last.")]
    Update(Update),
    /// Change an action, with a reason; nothing is overwritten
    #[command(after_help = "Examples:
  sightline plan amend 1.4 --redate \"Oct 26\" --reason \"The police team is being reorganised.\"
  sightline plan amend 2.14 --relead \"Head of Corporate Parenting\" --reason \"The board asked for a name.\"
  sightline plan amend 1.14 --merge-into 1.13 --reason \"Reported twice.\"
  sightline plan amend 2.10 --split-into \"2.15=Check every child\" --split-into \"2.16=Offer therapy\" --reason \"Two jobs.\"
  sightline plan amend 4.10 --add \"Give each team an administrator\" --priority 4 --leads \"Head of Service\" --due \"Dec 26\" --reason \"Asked for by staff.\"
  sightline plan amend 2.5 --milestone \"Homes registered=30 Sep 2026\" --reason \"Agreed with the partner.\"")]
    Amend(Amend),
    /// Freeze the plan under a name, or list what was frozen
    #[command(after_help = "Examples:
  sightline plan baseline \"As first agreed\"
  sightline plan baseline")]
    Baseline {
        /// Name of the new baseline; lists them when left out
        name: Option<String>,
        /// The plan; the only one when left out
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
        /// The day to freeze [default: today]
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Option<NaiveDate>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a plan as a file; importing it again gives the same plan
    #[command(after_help = "Examples:
  sightline plan export --format docx --out plan.docx
  sightline plan export wexcombe --format json > plan.json

Text goes to the terminal when no file is named; Word and Excel to a file named after the plan.")]
    Export {
        /// The plan; the only one when left out
        plan: Option<String>,
        /// What to write
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// As it stood on a day [default: today]
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_at: Option<NaiveDate>,
    },
    /// List what was noticed when a plan was imported
    #[command(after_help = "The exit code is 1 when there is a warning or a question.")]
    Problems {
        /// The plan; the only one when left out
        plan: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The documents; several files together are one plan
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Say what would be imported and save nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON: {"plan": …, "problems": […]}
    #[arg(long)]
    pub(crate) json: bool,
    /// What a heading of this document means, such as "Who=leads"; may be repeated
    #[arg(long, value_name = "HEADING=FIELD", value_parser = pair)]
    pub(crate) map: Vec<(String, String)>,
    /// Handle of the new plan [default: made from its title and year]
    #[arg(long = "as", value_name = "HANDLE")]
    pub(crate) handle: Option<String>,
    /// The day of the import [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Import it even if exactly these files are imported already
    #[arg(long)]
    pub(crate) again: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The earlier plan, or the only one to compare with itself
    pub(crate) earlier: Option<String>,
    /// The later plan
    #[arg(conflicts_with_all = ["from", "to", "baseline"])]
    pub(crate) later: Option<String>,
    /// The earlier day
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "baseline")]
    pub(crate) from: Option<NaiveDate>,
    /// The later day [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) to: Option<NaiveDate>,
    /// Compare with a baseline
    #[arg(long, value_name = "NAME")]
    pub(crate) baseline: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Reference of the action
    pub(crate) action: String,
    /// The plan; the only one when left out
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<String>,
    /// Are we doing it: a level of the plan's scale
    #[arg(long, value_name = "LEVEL")]
    pub(crate) action_rating: Option<String>,
    /// Is it making a difference: a level of the plan's scale
    #[arg(long, value_name = "LEVEL")]
    pub(crate) impact_rating: Option<String>,
    /// What happened
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// When completion is now expected
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) forecast: Option<NaiveDate>,
    /// What it rests on; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) evidence: Vec<String>,
    /// How it is going to last
    #[arg(long, value_name = "TEXT")]
    pub(crate) sustained: Option<String>,
    /// The day it reports on [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Amend {
    /// Reference of the action; of the new one with --add
    pub(crate) action: String,
    #[command(flatten)]
    pub(crate) change: AmendChange,
    /// Why; it is shown wherever the change is
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// The plan; the only one when left out
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<String>,
    /// The day from which it holds [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Priority of an added action
    #[arg(long, value_name = "REF", requires = "add")]
    pub(crate) priority: Option<String>,
    /// Aim of an added action
    #[arg(long, value_name = "REF", requires = "add")]
    pub(crate) aim: Option<String>,
    /// Heading over an added action
    #[arg(long, value_name = "TEXT", requires = "add")]
    pub(crate) group: Option<String>,
    /// Leads of an added action, as a plan would print them
    #[arg(long, value_name = "TEXT", requires = "add")]
    pub(crate) leads: Option<String>,
    /// Start of an added action, as a plan would print it
    #[arg(long, value_name = "WORDS", requires = "add")]
    pub(crate) start: Option<String>,
    /// Timescale of an added action, as a plan would print it
    #[arg(long, value_name = "WORDS", requires = "add")]
    pub(crate) due: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The change itself; one at a time, so that each has its own reason.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct AmendChange {
    /// Other words
    #[arg(long, value_name = "TEXT")]
    pub(crate) reword: Option<String>,
    /// Another timescale, as a plan would print it
    #[arg(long, value_name = "WORDS")]
    pub(crate) redate: Option<String>,
    /// Other leads, as a plan would print them; several with semicolons
    #[arg(long, value_name = "TEXT")]
    pub(crate) relead: Option<String>,
    /// Take it out of the plan
    #[arg(long)]
    pub(crate) withdraw: bool,
    /// It is now part of another action
    #[arg(long, value_name = "REF")]
    pub(crate) merge_into: Option<String>,
    /// It is replaced by new actions, each "REF=words"; repeat for each
    #[arg(long, value_name = "REF=TEXT", value_parser = pair)]
    pub(crate) split_into: Vec<(String, String)>,
    /// A new action in these words
    #[arg(long, value_name = "TEXT", requires = "priority")]
    pub(crate) add: Option<String>,
    /// A new milestone, "words=date"; may be repeated
    #[arg(long, value_name = "TEXT=DATE", value_parser = pair)]
    pub(crate) milestone: Vec<(String, String)>,
    /// A milestone is complete; the beginning of its words is enough
    #[arg(long, value_name = "TEXT")]
    pub(crate) milestone_done: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// By the schema in schemas/plan.schema.json
    Json,
    /// A workbook
    Xlsx,
    /// A Word document
    Docx,
    /// Markdown
    Md,
    /// Comma-separated values
    Csv,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Write the board report as PDF, Word or Excel
    #[command(after_help = "Examples:
  sightline report build --out board.pdf
  sightline report build --plan wexcombe --as-at 2026-10-31 --out board.pdf --out board.docx --out board.xlsx

The report is compared with the last one made for an earlier day.
The same plan, history and day give the same bytes.")]
    Build {
        /// The plan; the only one when left out
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
        /// The day it shows [default: today]
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_at: Option<NaiveDate>,
        /// The file to write; its ending says the format; may be repeated
        #[arg(long, value_name = "FILE", required = true)]
        out: Vec<PathBuf>,
        /// The board it is for [default: the plan's first board]
        #[arg(long, value_name = "NAME")]
        board: Option<String>,
        /// The day of the meeting
        #[arg(long, value_name = "DATE", value_parser = day)]
        meeting: Option<NaiveDate>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  sightline history --limit 20
  sightline history verify
  sightline history export > history.jsonl

The exit code of verify is 1 when the history was changed."
)]
pub(crate) struct History {
    #[command(subcommand)]
    pub(crate) command: Option<HistoryCommand>,
    #[command(flatten)]
    pub(crate) list: HistoryList,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HistoryCommand {
    /// List what was done, the latest first
    List(HistoryList),
    /// Prove that nothing was changed from outside
    Verify {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print every row with its hashes, the first first, one JSON object on each line
    Export,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct HistoryList {
    /// At most this many rows
    #[arg(long, default_value_t = 50, value_name = "ROWS")]
    pub(crate) limit: u64,
    /// Only this kind of action, such as plan.update, or a family such as plan.
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: Option<String>,
    /// First day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<NaiveDate>,
    /// Last day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) to: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A day: `2026-10-31` or `31/10/2026`.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .map_err(|_| "write the day as 2026-10-31 or 31/10/2026".to_owned())
}

/// Two texts with an equals sign between them.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => {
            Ok((left.trim().to_owned(), right.trim().to_owned()))
        }
        _ => Err("write both sides with = between them".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_is_read_in_two_ways() {
        assert_eq!(day("2026-10-31"), day("31/10/2026"));
        assert!(day("31 October").is_err());
    }

    #[test]
    fn a_pair_needs_both_sides() {
        assert_eq!(pair("What we will do = action"), Ok(("What we will do".to_owned(), "action".to_owned())));
        assert!(pair("action=").is_err());
    }
}

/// How the web application is served, beside the settings file.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) address: Option<std::net::SocketAddr>,
}

/// What can be done with the settings.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say which settings hold and where each comes from, or what is wrong
    Check,
}
