//! A scorecard as a workbook.

use crate::Result;
use crate::generators::table_file::{self, FileCell, FileColumn, Holds, TableFile};

use super::{LineShows, MeasureOnPaper, ScorecardLine, ScorecardPaper};

/// The column of numbers.
const FIGURE: &str = "Figure";
/// Heads and widths of the columns.
const COLUMNS: [(&str, u16); 14] = [
    ("Section", 22),
    ("Reference", 11),
    ("Measure", 36),
    (FIGURE, 12),
    ("Unit", 13),
    ("As shown", 18),
    ("Made from", 18),
    ("Period", 16),
    ("Target", 20),
    ("Is it changing?", 24),
    ("Will the target be met?", 24),
    ("What it says", 44),
    ("What to know", 34),
    ("Where it comes from", 44),
];

/// The scorecard as a workbook: one sheet that is one table, and one that says where it comes from.
///
/// Figures are real numbers; words are always words. The same scorecard gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when it cannot be written.
pub fn xlsx(scorecard: &ScorecardPaper) -> Result<Vec<u8>> {
    table_file::xlsx(&table(scorecard))
}

/// The scorecard as csv that Excel opens with its accents; no cell is ever a formula.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when it cannot be written.
pub fn csv(scorecard: &ScorecardPaper) -> Result<Vec<u8>> {
    table_file::csv(&table(scorecard))
}

/// The scorecard as one table: a row for each line.
#[must_use]
pub fn table(scorecard: &ScorecardPaper) -> TableFile {
    let holds = |name: &str| if name == FIGURE { Holds::Figures } else { Holds::Words };
    let columns = COLUMNS.iter().map(|(name, width)| FileColumn::new(*name, *width).holding(holds(name))).collect();
    let lines =
        scorecard.sections.iter().flat_map(|section| section.lines.iter().map(move |line| row(&section.title, line)));
    let mut notes =
        vec![("Scorecard".to_owned(), scorecard.title.clone()), ("About".to_owned(), scorecard.about.clone())];
    notes.extend(scorecard.council.iter().map(|council| ("Council".to_owned(), council.clone())));
    notes.extend(scorecard.audience.iter().map(|audience| ("For".to_owned(), audience.clone())));
    notes.extend(scorecard.extract.iter().map(|extract| ("Extract".to_owned(), extract.clone())));
    let label = if scorecard.is_stale { "Warning" } else { "Data" };
    notes.push((label.to_owned(), scorecard.freshness.clone()));
    notes.extend(scorecard.headlines.iter().map(|sentence| ("In short".to_owned(), sentence.clone())));
    TableFile {
        title: scorecard.title.clone(),
        sheet: "Scorecard",
        as_at: scorecard.as_at.on,
        columns,
        rows: lines.collect(),
        notes,
    }
}

fn row(section: &str, line: &ScorecardLine) -> Vec<FileCell> {
    let mut cells =
        vec![FileCell::text(section), FileCell::maybe(line.reference.as_deref()), FileCell::text(&line.label)];
    match &line.shows {
        LineShows::Measure(measure) => cells.extend(measure_cells(measure)),
        LineShows::Failed { words } | LineShows::CaseList { words } => {
            cells.extend([FileCell::Empty, FileCell::Empty, FileCell::text(words)]);
        }
    }
    cells.resize(COLUMNS.len(), FileCell::Empty);
    cells
}

fn measure_cells(measure: &MeasureOnPaper) -> Vec<FileCell> {
    vec![
        measure.number.as_deref().map_or(FileCell::Empty, |number| FileCell::Figure(number.to_owned())),
        FileCell::text(&measure.unit),
        FileCell::text(&measure.figure),
        FileCell::maybe(measure.made_from.as_deref()),
        FileCell::text(&measure.period),
        FileCell::maybe(measure.target.as_deref()),
        FileCell::text(&measure.variation.words),
        FileCell::text(&measure.assurance.words),
        FileCell::text(&measure.sentence),
        FileCell::text(&measure.warnings.join(" ")),
        FileCell::text(&measure.provenance.join("; ")),
    ]
}
