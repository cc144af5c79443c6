//! What can be typed after `sightline synth`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::args::day;

/// A synthetic council.
#[derive(Debug, Args)]
pub(crate) struct Synth {
    /// Folder for the files; empty, or not there yet
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Children known to the council over all the years; on average when there are several councils
    #[arg(long, default_value_t = 5_000, value_name = "N")]
    pub(crate) children: u32,
    /// Years of history; six and more give children in every stage
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) years: u32,
    /// Councils, up to the 153 of England
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) authorities: u32,
    /// Where chance begins
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// What is special: plain, improving or errors
    #[arg(long, default_value = "improving", value_name = "NAME")]
    pub(crate) scenario: String,
    /// The day the records are as at [default: the last day of the month before]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_at: Option<NaiveDate>,
    /// What to write; may be repeated
    #[arg(long = "format", value_enum, default_value = "all", value_name = "FORMAT")]
    pub(crate) formats: Vec<SynthFormat>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What the synthetic council is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SynthFormat {
    /// Annex A as a workbook
    #[value(name = "annex_a")]
    AnnexA,
    /// Annex A as one CSV file for each list
    #[value(name = "annex_a_csv")]
    AnnexACsv,
    /// SSDA903 as one CSV file for each table
    #[value(name = "ssda903")]
    Ssda903,
    /// SSDA903 as one XML file
    #[value(name = "ssda903_xml")]
    Ssda903Xml,
    /// CIN census as one XML file
    #[value(name = "cin_census")]
    CinCensus,
    /// The council's own lists (attendance, audits, feedback …) as one CSV file for each list
    #[value(name = "local")]
    Local,
    /// SSD as one CSV file for each table
    #[value(name = "ssd")]
    Ssd,
    /// SSD as one Parquet file for each table
    #[value(name = "ssd_parquet")]
    SsdParquet,
    /// The workbook, SSDA903 and SSD as CSV, and the census
    #[value(name = "all")]
    All,
}
