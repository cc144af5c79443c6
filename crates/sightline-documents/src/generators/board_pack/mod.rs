//! The board pack: everything that members read before a meeting, in one paper.
//!
//! Every word and figure is worked out, and hidden where it is too small for
//! the readers, before it comes here: these papers place words and pictures and
//! compute nothing.

mod docx;
mod pdf;
mod xlsx;

use serde::{Deserialize, Serialize};
use sightline_domain::board_report::{Day, RatingMark};

pub use super::scorecard::Picture;
pub use docx::docx;
pub use pdf::pdf;
pub use xlsx::xlsx;

/// Everything that a pack prints for one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPack {
    /// The council or partnership.
    pub council: Option<String>,
    /// What the paper is called.
    pub title: String,
    /// The title of the plan.
    pub plan_title: String,
    /// The body that meets; none for a paper that is for no body.
    pub body: Option<String>,
    /// Who reads it, in words.
    pub audience: String,
    /// How it may be passed on, as a sentence.
    pub handling: String,
    /// The day of the meeting.
    pub meeting: Option<Day>,
    /// When and where it is: `14:00, Council Chamber`.
    pub place: Option<String>,
    /// The day that it shows.
    pub as_at: Day,
    /// The records that figures come from, as a sentence.
    pub records: String,
    /// Its sections, in order.
    pub sections: Vec<PackPart>,
}

/// A section of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackPart {
    /// Its title.
    pub title: String,
    /// True when it begins on a page of its own.
    pub begins_page: bool,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// What stands in a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the section.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Words {
        /// Its words.
        text: String,
    },
    /// A paragraph of less weight.
    Quiet {
        /// Its words.
        text: String,
    },
    /// What is read first: a statement with what stands behind it.
    Panel {
        /// The question, or what it is about.
        title: String,
        /// The answer in one sentence.
        lead: String,
        /// What stands behind it, a sentence each.
        lines: Vec<String>,
        /// True when it has to be noticed.
        is_alarm: bool,
    },
    /// A list.
    Points {
        /// Its items.
        items: Vec<String>,
    },
    /// Texts under headings of their own, such as a highlight report.
    Topics {
        /// What it is of.
        title: String,
        /// How it stands: who signed it and when.
        status: String,
        /// True when nobody signed it.
        is_open: bool,
        /// Headings and texts, in order.
        topics: Vec<(String, String)>,
    },
    /// A table.
    Table(PackTable),
    /// Measures with their charts.
    Measures {
        /// The measures, in order.
        lines: Vec<PackMeasure>,
    },
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackTable {
    /// Heads of the columns with the share of the width that each takes.
    pub columns: Vec<(String, u16)>,
    /// Its rows.
    pub rows: Vec<PackRow>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PackRow {
    /// A title over the rows that follow.
    Band {
        /// Its words.
        text: String,
    },
    /// Cells, one for each column.
    Cells {
        /// The cells.
        cells: Vec<PackCell>,
    },
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackCell {
    /// What it says; empty where a rating stands.
    pub text: String,
    /// What is said below with less weight.
    pub quiet: Option<String>,
    /// True when it has to be noticed.
    pub is_alarm: bool,
    /// The rating that it shows.
    pub mark: Option<RatingMark>,
}

impl PackCell {
    /// A cell of words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same with more below.
    #[must_use]
    pub fn with(self, quiet: impl Into<String>) -> Self {
        Self { quiet: Some(quiet.into()).filter(|quiet| !quiet.is_empty()), ..self }
    }

    /// The same, to be noticed when `is_alarm`.
    #[must_use]
    pub fn alarm(self, is_alarm: bool) -> Self {
        Self { is_alarm, ..self }
    }

    /// A rating.
    #[must_use]
    pub fn rating(mark: RatingMark) -> Self {
        Self { mark: Some(mark), ..Self::default() }
    }

    /// What it says, whatever it is.
    #[must_use]
    pub fn words(&self) -> String {
        let shown = self.mark.as_ref().map_or_else(|| self.text.clone(), |mark| mark.name.clone());
        match &self.quiet {
            Some(quiet) if shown.is_empty() => quiet.clone(),
            Some(quiet) => format!("{shown} ({quiet})"),
            None => shown,
        }
    }
}

impl PackRow {
    /// A row of cells.
    #[must_use]
    pub fn cells(cells: Vec<PackCell>) -> Self {
        Self::Cells { cells }
    }
}

/// A measure as a pack prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackMeasure {
    /// The reference printed on scorecards.
    pub reference: Option<String>,
    /// What the scorecard calls it.
    pub label: String,
    /// The figure in words: `86.2%`, `c`, `No figure yet`.
    pub figure: String,
    /// The figure as a plain number; none when it is not shown.
    pub number: Option<String>,
    /// The unit.
    pub unit: String,
    /// The period that it is of.
    pub period: String,
    /// What it was made from: `25 of 29`.
    pub made_from: Option<String>,
    /// The figure of the latest whole quarter, when the first one is of a month.
    pub quarter: Option<String>,
    /// The target in force, in words.
    pub target: Option<String>,
    /// The chart of the series.
    pub chart: Picture,
    /// Whether it changed beyond noise.
    pub variation: Picture,
    /// Whether the target will be met.
    pub assurance: Picture,
    /// What the figure says.
    pub sentence: String,
    /// What has to be known before anything is made of it.
    pub warnings: Vec<String>,
}
