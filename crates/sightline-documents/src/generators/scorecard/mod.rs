//! A scorecard on paper: each figure with what it says, its target, its trend and where it comes from.
//!
//! Every figure is words already, and hidden where it is too small for whoever
//! asks: these papers place words and pictures and compute nothing.

mod docx;
mod pdf;
mod xlsx;

use serde::{Deserialize, Serialize};
use sightline_domain::board_report::Day;

pub use docx::docx;
pub use pdf::pdf;
pub use xlsx::{csv, table, xlsx};

/// Everything that a scorecard prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardPaper {
    /// The council or partnership.
    pub council: Option<String>,
    /// What the scorecard is called.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Who reads it.
    pub audience: Option<String>,
    /// The day that the figures are as at.
    pub as_at: Day,
    /// The extract that the records come from.
    pub extract: Option<String>,
    /// How old the records are, as a sentence.
    pub freshness: String,
    /// Whether they are too old to rely on, or there are none.
    pub is_stale: bool,
    /// What a reader should look at first.
    pub headlines: Vec<String>,
    /// Its sections, in order.
    pub sections: Vec<ScorecardSection>,
}

/// A part of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardSection {
    /// Its title.
    pub title: String,
    /// Its lines, in order.
    pub lines: Vec<ScorecardLine>,
}

/// One line: a measure, a measure without a figure, or a case list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardLine {
    /// The reference printed on scorecards.
    pub reference: Option<String>,
    /// What the scorecard calls it.
    pub label: String,
    /// What is shown of it.
    pub shows: LineShows,
}

/// What a line shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LineShows {
    /// A measure.
    Measure(Box<MeasureOnPaper>),
    /// A measure that could not be computed: why, in words.
    Failed {
        /// Why, with its code.
        words: String,
    },
    /// A case list.
    CaseList {
        /// How many are overdue and due soon, in words.
        words: String,
    },
}

/// A measure as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureOnPaper {
    /// The figure: `86.2%`, or why there is none.
    pub figure: String,
    /// The figure as a plain number; none when it is not shown.
    pub number: Option<String>,
    /// The unit.
    pub unit: String,
    /// The period that it is of.
    pub period: String,
    /// What it was made from: `25 of 29`.
    pub made_from: Option<String>,
    /// The target in force, in words.
    pub target: Option<String>,
    /// The line of the months.
    pub trend: Picture,
    /// Whether it changed beyond noise.
    pub variation: Picture,
    /// Whether the target will be met.
    pub assurance: Picture,
    /// What the figure says.
    pub sentence: String,
    /// What has to be known before anything is made of it; stale data and a definition past its review come first.
    pub warnings: Vec<String>,
    /// Where it comes from: data as at, extract, what is left out, version of the definition.
    pub provenance: Vec<String>,
}

/// A picture and the words that stand for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The picture as SVG.
    pub svg: String,
    /// What it says.
    pub words: String,
}
