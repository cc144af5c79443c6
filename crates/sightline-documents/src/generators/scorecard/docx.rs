//! A scorecard as a Word document.

use docx_rs::{Header, Paragraph, Run};

use super::{LineShows, MeasureOnPaper, ScorecardLine, ScorecardPaper};
use crate::Result;
use crate::generators::word::package::{self, About};
use crate::generators::word::paper::{self, Cell, LANDSCAPE, Paper, Width};

/// The scorecard as a Word document with real headings and table headers that repeat.
///
/// What the PDF draws stands here in words. The same scorecard gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the document cannot be packed.
pub fn docx(scorecard: &ScorecardPaper) -> Result<Vec<u8>> {
    let mut body = Paper::new(LANDSCAPE);
    opening(&mut body, scorecard);
    for section in &scorecard.sections {
        body.heading(1, &section.title);
        let rows: Vec<Vec<Cell>> = section.lines.iter().map(row).collect();
        let heads = Cell::heads(&["Measure", "Figure", "Target", "Is it changing?", "Will the target be met?"]);
        let widths = [Width::Share(9), Width::Share(3), Width::Share(3), Width::Share(3), Width::Share(3)];
        body.table(&widths, &heads, &rows);
    }
    let running = format!("{} · Data as at {}", scorecard.title, scorecard.as_at.words);
    let header = Header::new()
        .add_paragraph(Paragraph::new().style("Header").add_run(Run::new().add_text(paper::clean(&running))));
    let document = paper::styled(docx_rs::Docx::new())
        .header(header)
        .footer(paper::footer(scorecard.council.as_deref()))
        .page_size(LANDSCAPE.width, LANDSCAPE.height)
        .page_orient(docx_rs::PageOrientationType::Landscape)
        .page_margin(paper::margins());
    let about = About {
        as_at: scorecard.as_at.on,
        council: scorecard.council.as_deref(),
        title: &scorecard.title,
        subject: "Scorecard",
    };
    package::pack(body.append_to(document), &about)
}

fn opening(paper: &mut Paper, scorecard: &ScorecardPaper) {
    paper.paragraph("Title", &scorecard.title);
    let mut facts: Vec<String> = scorecard.council.iter().cloned().collect();
    facts.extend(scorecard.audience.iter().map(|audience| format!("For {audience}")));
    facts.extend(scorecard.extract.iter().map(|extract| format!("Extract {extract}")));
    paper.paragraph("Quiet", &facts.join(" · "));
    paper.paragraph("Normal", &scorecard.about);
    let style = if scorecard.is_stale { "Headline" } else { "Normal" };
    let warning = if scorecard.is_stale { "Warning: " } else { "" };
    paper.paragraph(style, &format!("{warning}{}", scorecard.freshness));
    for sentence in &scorecard.headlines {
        paper.paragraph("Headline", sentence);
    }
}

fn row(line: &ScorecardLine) -> Vec<Cell> {
    let name = line.reference.as_ref().map_or_else(|| line.label.clone(), |known| format!("{known}  {}", line.label));
    match &line.shows {
        LineShows::Measure(measure) => measure_row(&name, measure),
        LineShows::Failed { words } => vec![Cell::text(&name), Cell::text(words).alarm().spanning(4)],
        LineShows::CaseList { words } => vec![Cell::text(&name), Cell::text(words).spanning(4)],
    }
}

fn measure_row(name: &str, measure: &MeasureOnPaper) -> Vec<Cell> {
    let mut first = Cell::text(name).and_text(&measure.sentence);
    for warning in &measure.warnings {
        first = first.and_text(&format!("Warning: {warning}"));
    }
    first = first.and_quiet(&measure.provenance.join(" · "));
    let mut figure = Cell::text(&measure.figure).and_quiet(&measure.period);
    if let Some(made_from) = &measure.made_from {
        figure = figure.and_quiet(made_from);
    }
    vec![
        first,
        figure,
        Cell::text(measure.target.as_deref().unwrap_or("None set")),
        Cell::text(&measure.variation.words).and_quiet(&measure.trend.words),
        Cell::text(&measure.assurance.words),
    ]
}
