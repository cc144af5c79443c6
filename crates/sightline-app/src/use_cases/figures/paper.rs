//! A scorecard on paper, and as a table.

use chrono::NaiveDate;
use sightline_documents::generators::scorecard::{
    self, LineShows, MeasureOnPaper, Picture, ScorecardLine, ScorecardPaper, ScorecardSection,
};
use sightline_domain::board_report::Day;
use sightline_domain::measure::with_unit;
use sightline_domain::spc::Variation;

use crate::policy::Action;
use crate::use_cases::data::blocking;
use crate::{App, Call, Exported, Result};

use super::parquet::parquet;
use super::view::{Provenance, ReadMeasure, RowShows, ScorecardRow, ScorecardView, ShownFigure};

/// Letters of the version of a definition that are printed.
const VERSION_LETTERS: usize = 12;

/// A format that a scorecard is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScorecardFormat {
    /// PDF, readable by assistive technology.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// Parquet, with numbers as numbers.
    Parquet,
}

impl ScorecardFormat {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Csv, Self::Parquet];

    /// As it stands at the end of a file's name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The format with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

impl App {
    /// A scorecard as a file, with the figures of today, or as at a day. It names no child.
    ///
    /// The same figures and the same day give the same bytes.
    ///
    /// # Errors
    ///
    /// As [`App::scorecard`]; [`Error::Document`](crate::Error::Document) when it cannot be written.
    pub async fn build_scorecard(
        &self,
        call: &Call,
        id: &str,
        as_at: Option<NaiveDate>,
        format: ScorecardFormat,
    ) -> Result<Exported> {
        call.may(Action::MeasureRead)?;
        let view = self.scorecard(call, id, as_at).await?;
        let paper = paper(self.council_of(call), &view);
        let name = format!("{}-{}.{}", view.id, view.provenance.as_at, format.code());
        let bytes = blocking(move || {
            Ok(match format {
                ScorecardFormat::Pdf => scorecard::pdf(&paper)?,
                ScorecardFormat::Docx => scorecard::docx(&paper)?,
                ScorecardFormat::Xlsx => scorecard::xlsx(&paper)?,
                ScorecardFormat::Csv => scorecard::csv(&paper)?,
                ScorecardFormat::Parquet => parquet(scorecard::table(&paper))?,
            })
        })
        .await?;
        Ok(Exported { name, bytes })
    }
}

fn paper(council: Option<String>, view: &ScorecardView) -> ScorecardPaper {
    let sections = view.sections.iter().map(|(title, rows)| ScorecardSection {
        title: title.clone(),
        lines: rows.iter().map(|row| line(row, &view.provenance)).collect(),
    });
    ScorecardPaper {
        council,
        title: view.title.clone(),
        about: view.about.clone(),
        audience: view.audience.clone(),
        as_at: Day::of(view.provenance.as_at),
        extract: view.provenance.extract.clone(),
        freshness: view.provenance.freshness.clone(),
        is_stale: view.provenance.is_stale,
        headlines: headlines(view),
        sections: sections.collect(),
    }
}

/// How many measures changed, which is what a reader looks at first.
fn headlines(view: &ScorecardView) -> Vec<String> {
    let rows = view.sections.iter().flat_map(|(_, rows)| rows);
    let read: Vec<&ReadMeasure> = rows
        .filter_map(|row| match &row.shows {
            RowShows::Measure(read) => Some(read.as_ref()),
            RowShows::Failed(_) | RowShows::CaseList { .. } | RowShows::FailedList(_) => None,
        })
        .collect();
    if read.is_empty() {
        return Vec::new();
    }
    let count = |is: fn(Variation) -> bool| read.iter().filter(|read| is(read.chart.variation)).count();
    let better = count(|variation| matches!(variation, Variation::Improvement(_)));
    let worse = count(|variation| matches!(variation, Variation::Concern(_)));
    let of = if read.len() == 1 { "1 measure".to_owned() } else { format!("{} measures", read.len()) };
    vec![format!(
        "Of {of}, {better} changed for the better and {worse} for the worse; the rest is noise, context, or too new to tell."
    )]
}

fn line(row: &ScorecardRow, whole: &Provenance) -> ScorecardLine {
    let shows = match &row.shows {
        RowShows::Measure(read) => LineShows::Measure(Box::new(measure(read, whole))),
        RowShows::Failed(failed) => LineShows::Failed { words: failed_words(&failed.what, failed.code) },
        RowShows::FailedList(failed) => LineShows::Failed { words: failed_words(&failed.what, failed.code) },
        RowShows::CaseList { counts: Some([overdue, in_5, in_20]), .. } => LineShows::CaseList {
            words: format!("{overdue} overdue · {in_5} due within 5 working days · {in_20} due within 20 working days"),
        },
        RowShows::CaseList { counts: None, .. } => {
            LineShows::CaseList { words: "Open to those who may see single children.".to_owned() }
        }
    };
    ScorecardLine { reference: row.reference.clone(), label: row.label.clone(), shows }
}

fn failed_words(what: &str, code: &str) -> String {
    format!("Could not be computed: {what} ({code}).")
}

fn measure(read: &ReadMeasure, whole: &Provenance) -> MeasureOnPaper {
    let definition = &read.definition;
    let figure = match &read.latest {
        ShownFigure::Shown(figure) => Some(figure),
        ShownFigure::Hidden | ShownFigure::Empty => None,
    };
    let number = figure.and_then(|figure| figure.value).map(|value| value.shown(definition.kind.places()));
    let period = figure.map(|figure| figure.period).or_else(|| read.chart.points.last().map(|last| last.point.period));
    let made_from = figure.and_then(|figure| match (figure.numerator, figure.population) {
        (Some(numerator), _) => Some(format!("{numerator} of {}", figure.counted)),
        (None, Some(population)) => Some(format!("{} among {population}", figure.counted)),
        (None, None) => (definition.kind.places() > 0).then(|| format!("of {}", figure.counted)),
    });
    let mut warnings = Vec::new();
    // Of what the whole scorecard says loudly already, only what differs is repeated.
    if read.provenance.is_stale && read.provenance != *whole {
        warnings.push(read.provenance.freshness.clone());
    }
    if read.is_past_review {
        let due = Day::of(definition.review_due).words;
        warnings.push(format!("The definition was to be looked over by {due}."));
    }
    warnings.extend(read.sentences.cautions.iter().cloned());
    MeasureOnPaper {
        figure: number.as_ref().map_or_else(|| read.latest_words.clone(), |number| with_unit(number, &definition.unit)),
        number,
        unit: definition.unit.clone(),
        period: period.map(sightline_domain::measure::Period::words).unwrap_or_default(),
        made_from,
        target: read.target.map(|target| {
            let value = with_unit(&target.target.value.shown(definition.kind.places()), &definition.unit);
            if target.is_ahead { format!("{value} by {}", Day::of(target.target.from).words) } else { value }
        }),
        trend: Picture { svg: read.sparkline.clone(), words: trend(read) },
        variation: Picture { svg: read.variation.0.clone(), words: read.variation.1.to_owned() },
        assurance: Picture { svg: read.assurance.0.clone(), words: read.assurance.1.to_owned() },
        sentence: read.sentences.opening.clone(),
        warnings,
        provenance: provenance(read),
    }
}

/// What the line of the months is of.
fn trend(read: &ReadMeasure) -> String {
    match (read.chart.points.first(), read.chart.points.last()) {
        (Some(first), Some(last)) => {
            format!("{} to {}", first.point.period.from.format("%B %Y"), last.point.period.to.format("%B %Y"))
        }
        _ => "No figures yet".to_owned(),
    }
}

/// Data as at, extract, what was counted, what is left out, version of the definition.
fn provenance(read: &ReadMeasure) -> Vec<String> {
    let definition = &read.definition;
    let mut facts = vec![format!("Data as at {}", Day::of(read.provenance.as_at).words)];
    facts.extend(read.provenance.extract.iter().map(|extract| format!("extract {extract}")));
    facts.extend(definition.numerator.iter().map(|numerator| format!("numerator: {numerator}")));
    facts.push(format!("counted: {}", definition.denominator));
    facts.extend(read.sentences.left_out.iter().map(|words| words.trim_end_matches('.').to_owned()));
    facts.push(format!("definition {}", version(&definition.version)));
    facts
}

/// The beginning of a version, which is enough to tell definitions apart.
pub(crate) fn version(whole: &str) -> String {
    whole.chars().take(VERSION_LETTERS).collect()
}
