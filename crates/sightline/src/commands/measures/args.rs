//! What can be typed after `sightline benchmark`, `sightline target` and `sightline rebase`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use sightline_app::domain::measure::Better;
use sightline_app::domain::target::TargetKind;

use crate::args::day;

/// What can be done with published figures.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchmarkCommand {
    /// Load files of published figures
    #[command(after_help = "Examples:
  sightline benchmark load rereferrals.csv rereferrals.meta.csv --name \"Children in need 2025\"
  sightline benchmark load dataset.zip --dry-run
  sightline benchmark load bds_long.csv lait_data_dictionary.csv

Data sets of Explore Education Statistics and the long form of the Local Authority
Interactive Tool are told by their headers. Of each area and period the value loaded
last counts. The exit code is 1 when something was left out.")]
    Load(LoadBenchmarks),
    /// List the files that were loaded, and their measures
    List {
        /// Only measures whose key or title holds these words
        #[arg(value_name = "WORDS")]
        about: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what is published of one measure: England, region, statistical neighbours, quartiles
    #[command(after_help = "Examples:
  sightline benchmark show ReReferral
  sightline benchmark show ReReferral --better lower --year 2024

Whom the council compares itself with is set under [council] in the settings file.")]
    Show {
        /// The key of the published measure
        key: String,
        /// Which way is good [default: what the publication says]
        #[arg(long, value_name = "WAY", value_parser = better)]
        better: Option<Better>,
        /// The year that the period begins with [default: the latest]
        #[arg(long, value_name = "YEAR")]
        year: Option<i32>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What to load, and what the files do not tell.
#[derive(Debug, Args)]
pub(crate) struct LoadBenchmarks {
    /// CSV files and zip archives, with their .meta.csv and data dictionary
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Name of the publication [default: the name of the file]
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// Who publishes it [default: Department for Education]
    #[arg(long, value_name = "TEXT")]
    pub(crate) publisher: Option<String>,
    /// Edition [default: the latest period in it]
    #[arg(long, value_name = "TEXT")]
    pub(crate) edition: Option<String>,
    /// Say what would be loaded and save nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be done with targets.
#[derive(Debug, Subcommand)]
pub(crate) enum TargetCommand {
    /// Set a target; one of the same kind and day is replaced, and kept in the history
    #[command(
        group(ArgGroup::new("side").required(true).args(["at_least", "at_most"])),
        after_help = "Example:
  sightline target set assessments_in_time --at-least 90 --for 2027-03-31 --reason \"Agreed by the board\""
    )]
    Set {
        /// The measure, by its id
        measure: String,
        /// The value or more
        #[arg(long, value_name = "NUMBER")]
        at_least: Option<String>,
        /// The value or less
        #[arg(long, value_name = "NUMBER")]
        at_most: Option<String>,
        /// The day from which it is to be reached
        #[arg(long = "for", value_name = "DATE", value_parser = day)]
        for_on: NaiveDate,
        /// Whose target it is: own, statutory, national or neighbours
        #[arg(long, value_name = "KIND", default_value = "own", value_parser = kind)]
        kind: TargetKind,
        /// Why; it stands in the history
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a target back; it stays in the history
    Withdraw {
        /// The measure, by its id
        measure: String,
        /// The day of the target
        #[arg(long = "for", value_name = "DATE", value_parser = day)]
        for_on: NaiveDate,
        /// Its kind: own, statutory, national or neighbours
        #[arg(long, value_name = "KIND", default_value = "own", value_parser = kind)]
        kind: TargetKind,
        /// Why; it stands in the history
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the targets that stand
    List {
        /// Only of this measure
        measure: Option<String>,
        /// Those that were replaced or taken back too
        #[arg(long)]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What can be done with rebases.
#[derive(Debug, Subcommand)]
pub(crate) enum RebaseCommand {
    /// Ask for new limits of a chart from a day on; somebody else decides
    #[command(after_help = "Example:
  sightline rebase ask assessments_in_time --from 2026-03-01 --reason \"The old limits tell nothing\" \\
    --cause \"A second team began\" --evidence \"Eight months above the mean\"")]
    Ask {
        /// The measure, by its id
        measure: String,
        /// First day of the new segment
        #[arg(long, value_name = "DATE", value_parser = day)]
        from: NaiveDate,
        /// The part of the measure, such as team=North [default: the whole]
        #[arg(long, value_name = "PART")]
        part: Option<String>,
        /// Why the limits are to be worked out anew
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// What changed in how children are served
        #[arg(long, value_name = "TEXT")]
        cause: String,
        /// How that is known
        #[arg(long, value_name = "TEXT")]
        evidence: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Approve a rebase that somebody else has asked for
    Approve(Decide),
    /// Refuse a rebase that somebody else has asked for
    Refuse(Decide),
    /// List the rebases that were asked for
    List {
        /// Only of this measure
        measure: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Which rebase, and why.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Its number
    pub(crate) number: u64,
    /// Why; it stands in the history
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn kind(text: &str) -> Result<TargetKind, String> {
    TargetKind::from_code(text).ok_or_else(|| {
        let known: Vec<&str> = TargetKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("the kinds are {}", known.join(", "))
    })
}

fn better(text: &str) -> Result<Better, String> {
    match text {
        "higher" => Ok(Better::Higher),
        "lower" => Ok(Better::Lower),
        "neither" => Ok(Better::Neither),
        _ => Err("say higher, lower or neither".to_owned()),
    }
}
