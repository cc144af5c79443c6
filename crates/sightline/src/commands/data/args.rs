//! What can be typed after `sightline data`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::args::day;

/// What can be done with extracts of children's records.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Load files of children's records as a new extract, and publish it
    #[command(after_help = "Examples:
  sightline data load annex_a.xlsx --as-at 2026-10-31
  sightline data load ssda903/ cin_census.xml --dry-run
  sightline data load exports.zip --alone

Annex A, SSDA903, the children in need census, SSD and the council's own lists are told by what the files hold.
Formats that are not among the files are carried forward from the extract before.
The exit code is 1 when rows were set aside.")]
    Load(Load),
    /// Write an empty workbook for the council's own lists: attendance, audits, complaints, training and more
    #[command(after_help = "Example:
  sightline data template lists.xlsx

Lists that are kept under other headers may be loaded as they are: docs/records.md has the spellings that are known.")]
    Template {
        /// The file to write
        file: PathBuf,
    },
    /// List the extracts, the last loaded first
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show an extract: what was read, kept and set aside, and the rows of each record table
    #[command(after_help = "Examples:
  sightline data show
  sightline data show ext_01KAJ5V7ZC8Q3M0W2T4X6Y8ABC")]
    Show {
        /// The extract, or letters that only one ends with [default: the one in force]
        extract: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check that an extract is as it was written, and what was found in it
    #[command(after_help = "The exit code is 1 when there is something to look at.")]
    Check {
        /// The extract [default: the one in force]
        extract: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Publish an extract that waits
    Publish {
        /// The extract
        extract: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Withdraw a published extract; the one before is in force again
    #[command(after_help = "Example:
  sightline data withdraw ext_01KAJ5V7ZC8Q3M0W2T4X6Y8ABC --reason \"List 6 was cut off.\"")]
    Withdraw {
        /// The extract
        extract: String,
        /// Why; it stands in the history
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what changed since the extract before: children and rows that came and went, dates that moved
    #[command(after_help = "Counts only; whose rows they are is shown in the web application.")]
    Diff {
        /// The extract [default: the one in force]
        extract: Option<String>,
        /// The extract to compare it with [default: the published one before it]
        #[arg(long, value_name = "EXTRACT")]
        before: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Destroy the extracts that are older than the council keeps records
    #[command(after_help = "The months are set under Settings in the web application; the one in force is kept.
A server that runs does the same by itself every six hours.")]
    Retain {
        /// Say which would be destroyed, and destroy none
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What to load, and how.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that can be typed")]
pub(crate) struct Load {
    /// Files, folders and zip archives; together they are one load
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The day whose records these are [default: the day the files say, else today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_at: Option<NaiveDate>,
    /// Say what would be loaded and save nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Carry nothing forward: formats that are not among the files are no longer there
    #[arg(long)]
    pub(crate) alone: bool,
    /// Let it wait to be looked at and published
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) wait: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
