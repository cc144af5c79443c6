//! What can be typed after `sightline measure`, `sightline case-list` and `sightline scorecard`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use sightline_app::domain::measure::Period;

use super::{BenchmarkCommand, RebaseCommand, TargetCommand};
use crate::args::day;

/// Commands about figures.
#[derive(Debug, Subcommand)]
pub(crate) enum FiguresCommand {
    /// Write, check, run and explain measures
    #[command(subcommand)]
    Measure(MeasureCommand),
    /// See what is overdue or due soon, and for whom
    #[command(subcommand)]
    CaseList(CaseListCommand),
    /// See the scorecards, and write them as papers
    #[command(subcommand)]
    Scorecard(ScorecardCommand),
    /// Load published figures and compare the council's with them
    #[command(subcommand)]
    Benchmark(BenchmarkCommand),
    /// Set and see targets of measures
    #[command(subcommand)]
    Target(TargetCommand),
    /// Ask for new limits of a chart, and decide on them
    #[command(subcommand)]
    Rebase(RebaseCommand),
}

/// What can be done with measures.
#[derive(Debug, Subcommand)]
pub(crate) enum MeasureCommand {
    /// List the measures, by what they are about
    List {
        /// Only themes and titles that hold these words
        #[arg(long, value_name = "WORDS")]
        theme: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Load the definitions, run their cases, and say what is wrong
    #[command(after_help = "Examples:
  sightline measure check
  sightline measure check visits_on_time
  sightline measure check --content ./content

The definitions are those that are built in and the council's own, which win.
The exit code is 1 when something is wrong.")]
    Check {
        /// Only these measures and case lists
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// Folder of the council's own definitions [default: content in the data directory]
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Begin a measure: write its three files, with comments and one case that fails
    #[command(after_help = "Example:
  sightline measure new visits_within_five_days
  sightline measure check visits_within_five_days")]
    New {
        /// The new measure: small letters, digits and underscores
        id: String,
        /// Folder of the council's own definitions [default: content in the data directory]
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
    },
    /// Work out a measure for a period
    #[command(after_help = "Examples:
  sightline measure run assessments_within_45_working_days
  sightline measure run assessments_within_45_working_days --period 2026-03 --breakdown team
  sightline measure run assessments_within_45_working_days --from 2025-04-01 --to 2026-03-31")]
    Run(Run),
    /// Say what a measure means and how its query is worked out
    Explain {
        /// The measure
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Which figure.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The measure
    pub(crate) id: String,
    /// A month [default: the latest whole one]
    #[arg(long, value_name = "MONTH", value_parser = month, conflicts_with_all = ["from", "to"])]
    pub(crate) period: Option<Period>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = day, requires = "to")]
    pub(crate) from: Option<NaiveDate>,
    /// The last day; it counts
    #[arg(long, value_name = "DATE", value_parser = day, requires = "from")]
    pub(crate) to: Option<NaiveDate>,
    /// From the extract that was in force for this day [default: the one in force]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_at: Option<NaiveDate>,
    /// Broken down by this, such as team
    #[arg(long, value_name = "NAME")]
    pub(crate) breakdown: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be done with case lists.
#[derive(Debug, Subcommand)]
pub(crate) enum CaseListCommand {
    /// List the case lists
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Count what is overdue and due soon, by team; children are seen on the pages, by those who may
    #[command(after_help = "Example:
  sightline case-list run protection_visits")]
    Run {
        /// The case list
        id: String,
        /// From the extract that was in force for this day [default: the one in force]
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_at: Option<NaiveDate>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What can be done with scorecards.
#[derive(Debug, Subcommand)]
pub(crate) enum ScorecardCommand {
    /// List the scorecards
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a scorecard as PDF, Word, Excel, CSV or Parquet
    #[command(after_help = "Example:
  sightline scorecard build improvement_board --out board.pdf --out board.docx

The same figures and the same day give the same bytes.")]
    Build {
        /// The scorecard
        id: String,
        /// The file to write; its ending says the format; may be repeated
        #[arg(long, value_name = "FILE", required = true)]
        out: Vec<PathBuf>,
        /// From the extract that was in force for this day [default: the one in force]
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_at: Option<NaiveDate>,
    },
}

/// A month: `2026-03`.
fn month(text: &str) -> Result<Period, String> {
    let first = NaiveDate::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d");
    first.map(Period::month_of).map_err(|_| "write the month as 2026-03".to_owned())
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn a_month_is_a_year_and_a_month() {
        assert_eq!(month("2024-02").unwrap().to.to_string(), "2024-02-29");
        assert!(month("2026-13").is_err());
        assert!(month("March").is_err());
    }
}
