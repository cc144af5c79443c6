//! What is seen of measures, scorecards and case lists: values ready to be shown, for one audience.

use std::sync::Arc;

use chrono::NaiveDate;
pub use sightline_documents::charts::{Chart, DriverBox, DriverDrawing};
use sightline_domain::case_list::CaseList;
use sightline_domain::measure::{Figure, Sentences, Window};
use sightline_domain::spc::{SpcChart, TargetInForce};
pub use sightline_engine::{CaseListDefinition, CohortRow, MeasureDefinition};

/// Where figures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The day that the records are of; of a measure of the plan, the day that was asked for.
    pub as_at: NaiveDate,
    /// The extract; none for a measure of the plan's own tables, or when nothing is loaded.
    pub extract: Option<String>,
    /// How old the records are, as a sentence.
    pub freshness: String,
    /// Whether they are too old to rely on, or there are none.
    pub is_stale: bool,
}

/// A figure as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownFigure {
    /// It is shown.
    Shown(Figure),
    /// It is too small to be shown to whoever asks.
    Hidden,
    /// The records do not reach its period, or nothing was counted in it.
    Empty,
}

/// One measure as it is read.
#[derive(Clone, Debug)]
pub struct ReadMeasure {
    /// The definition.
    pub definition: Arc<MeasureDefinition>,
    /// The latest whole month of an event; how things stood at the end of the latest whole month of a snapshot.
    pub latest: ShownFigure,
    /// The latest figure in the measure's unit with one decimal place, `too small to show` or `no figure yet`.
    pub latest_words: String,
    /// What the figure says, in sentences.
    pub sentences: Sentences,
    /// The series of months as it was judged.
    pub chart: SpcChart,
    /// The target in force.
    pub target: Option<TargetInForce>,
    /// The sparkline of the months as SVG.
    pub sparkline: String,
    /// The variation as an icon (SVG), and in words.
    pub variation: (String, &'static str),
    /// The assurance as an icon (SVG), and in words.
    pub assurance: (String, &'static str),
    /// Where it comes from.
    pub provenance: Provenance,
    /// Whether the definition's review date has passed.
    pub is_past_review: bool,
}

/// A measure that could not be computed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedMeasure {
    /// The definition.
    pub definition: Arc<MeasureDefinition>,
    /// The stable code.
    pub code: &'static str,
    /// What went wrong; names no child.
    pub what: String,
}

/// A case list that could not be worked out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedList {
    /// The definition; its owner is who should know.
    pub definition: Arc<CaseListDefinition>,
    /// The stable code.
    pub code: &'static str,
    /// What went wrong; names no child.
    pub what: String,
}

/// A line of a scorecard or of the list of measures.
#[derive(Clone, Debug)]
pub struct ScorecardRow {
    /// What the scorecard calls it; else the title of what it opens.
    pub label: String,
    /// The reference printed on scorecards.
    pub reference: Option<String>,
    /// What it opens.
    pub shows: RowShows,
}

/// What a line of a scorecard opens.
#[derive(Clone, Debug)]
pub enum RowShows {
    /// A measure.
    Measure(Box<ReadMeasure>),
    /// A measure that could not be computed.
    Failed(FailedMeasure),
    /// A case list with its counts: overdue, due in 5, due in 20 working days; none for those who may not see it.
    CaseList {
        /// The definition.
        definition: Arc<CaseListDefinition>,
        /// Overdue, due within 5 and due within 20 working days, over all teams that the caller may see.
        counts: Option<[usize; 3]>,
    },
    /// A case list that could not be worked out.
    FailedList(FailedList),
}

/// A scorecard: a named selection of measures in order.
#[derive(Clone, Debug)]
pub struct ScorecardView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Who reads it.
    pub audience: Option<String>,
    /// Its sections: title and lines.
    pub sections: Vec<(String, Vec<ScorecardRow>)>,
    /// Where its figures come from.
    pub provenance: Provenance,
}

/// A scorecard that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorecardTitle {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// How many lines it has.
    pub rows: usize,
}

/// One value of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakdownValue {
    /// The value, such as a team's name.
    pub label: String,
    /// The figure of the window that the page shows.
    pub figure: ShownFigure,
}

/// A breakdown of a measure for one window.
#[derive(Clone, Debug)]
pub struct BreakdownView {
    /// Its name, such as `team`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its values.
    pub values: Vec<BreakdownValue>,
    /// Bars with the whole as comparator.
    pub bars: Chart,
    /// Of a proportion by team, the funnel plot.
    pub funnel: Option<Chart>,
}

/// A row of a measure's table of figures: one period of one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodFigure {
    /// The period in words.
    pub period: String,
    /// Its figure.
    pub figure: ShownFigure,
}

/// A figure to compare with: `England`, `85.7`, `year to March 2025`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparatorView {
    /// Where it is of.
    pub place: String,
    /// The figure.
    pub value: String,
    /// The period.
    pub period: String,
}

/// A measure's page.
#[derive(Clone, Debug)]
pub struct MeasurePage {
    /// The measure as it is read.
    pub read: ReadMeasure,
    /// The window that figures and breakdowns are shown for.
    pub window: Window,
    /// The chart of the months with limits, targets and marks.
    pub chart: Chart,
    /// Figures of the window, newest first.
    pub figures: Vec<PeriodFigure>,
    /// Breakdowns of the latest figure of the window.
    pub breakdowns: Vec<BreakdownView>,
    /// Published figures.
    pub comparators: Vec<ComparatorView>,
    /// What was said when comparators are borrowed, or when there are none.
    pub comparators_note: Option<String>,
    /// Rows left out of the latest figure, by reason.
    pub left_out: Vec<(String, u64)>,
    /// Whether small numbers are hidden from whoever asks.
    pub hides_small_numbers: bool,
    /// Whether whoever asks may open the children behind the figure.
    pub can_open_children: bool,
}

/// A measure as it stands on the page of an action.
#[derive(Clone, Debug)]
pub struct ActionChart {
    /// The chart of the months, with the start of the action marked.
    pub chart: Chart,
    /// The latest figure in the measure's unit, `too small to show` or `no figure yet`.
    pub latest_words: String,
    /// Whether there are children behind the figure.
    pub is_about_children: bool,
}

/// The children behind a figure, as whoever asks may see them.
#[derive(Clone, Debug)]
pub struct ChildrenView {
    /// The definition.
    pub definition: Arc<MeasureDefinition>,
    /// The period in words.
    pub period: String,
    /// Titles of the further columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<CohortRow>,
    /// Where they come from.
    pub provenance: Provenance,
}

/// What is still to be done in the teams that whoever asks may see.
#[derive(Clone, Debug)]
pub struct MyTeamView {
    /// Every list that could be worked out, also those without a row.
    pub lists: Vec<CaseListView>,
    /// Those that could not; what they hold is missing.
    pub failed: Vec<FailedList>,
    /// Where they come from.
    pub provenance: Provenance,
}

/// A case list as whoever asks may see it.
#[derive(Clone, Debug)]
pub struct CaseListView {
    /// The definition.
    pub definition: Arc<CaseListDefinition>,
    /// Its rows, with their states.
    pub list: CaseList,
    /// Where it comes from.
    pub provenance: Provenance,
}
