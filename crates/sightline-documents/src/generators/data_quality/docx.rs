//! The data quality report as a Word document.

use docx_rs::{Header, Paragraph, Run};
use sightline_domain::data_quality::QualityReport;

use crate::Result;
use crate::generators::word::package::{self, About};
use crate::generators::word::paper::{self, Cell, PORTRAIT, Paper, Width};

/// Width of a column of figures, in twentieths of a point.
const FIGURE: usize = 1100;
/// Width of a column of severities.
const SEVERITY: usize = 1000;

/// The report as a Word document with real headings and table headers that repeat.
///
/// The same report gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the document cannot be packed.
pub fn docx(report: &QualityReport) -> Result<Vec<u8>> {
    let mut body = Paper::new(PORTRAIT);
    summary(&mut body, report);
    teams(&mut body, report);
    findings(&mut body, report);
    loaded(&mut body, report);
    let running = format!("{} · As at {}", report.title, report.as_at.words);
    let header = Header::new()
        .add_paragraph(Paragraph::new().style("Header").add_run(Run::new().add_text(paper::clean(&running))));
    let document = paper::styled(docx_rs::Docx::new())
        .header(header)
        .footer(paper::footer(report.council.as_deref()))
        .page_size(PORTRAIT.width, PORTRAIT.height)
        .page_margin(paper::margins());
    let about = About {
        as_at: report.as_at.on,
        council: report.council.as_deref(),
        title: &report.title,
        subject: "Data quality",
    };
    package::pack(body.append_to(document), &about)
}

fn summary(paper: &mut Paper, report: &QualityReport) {
    paper.paragraph("Title", &report.title);
    let mut facts: Vec<String> = report.council.iter().cloned().collect();
    facts.push(format!("Records as at {}", report.as_at.words));
    paper.paragraph("Quiet", &facts.join(" · "));
    paper.heading(1, "In short");
    for (index, sentence) in report.headlines.iter().enumerate() {
        paper.paragraph(if index == 0 { "Headline" } else { "Normal" }, sentence);
    }
}

fn teams(paper: &mut Paper, report: &QualityReport) {
    paper.heading(1, "Teams");
    paper.paragraph("Normal", &report.score_meaning);
    let mut widths = vec![Width::Share(3), Width::Fixed(FIGURE), Width::Fixed(FIGURE)];
    widths.extend(report.days.iter().map(|_| Width::Share(1)));
    let mut heads = vec![Cell::text("Team"), Cell::text("Rows").right(), Cell::text("With an error").right()];
    heads.extend(report.days.iter().map(|day| Cell::text(&day.short).right()));
    let rows: Vec<Vec<Cell>> = report
        .teams
        .iter()
        .map(|line| {
            let mut row = vec![Cell::text(&line.team), figure(line.rows), figure(line.rows_with_error)];
            row.extend(line.scores.iter().map(|score| Cell::text(score).right()));
            row
        })
        .collect();
    paper.table(&widths, &heads, &rows);
}

fn findings(paper: &mut Paper, report: &QualityReport) {
    paper.heading(1, "What was found");
    if report.checks.is_empty() {
        paper.paragraph("Normal", "Nothing was found.");
        return;
    }
    paper.heading(2, "By kind and severity");
    let mut widths = vec![Width::Share(3)];
    widths.extend(report.severities.iter().map(|_| Width::Share(1)));
    let mut heads = vec![Cell::text("Kind")];
    heads.extend(report.severities.iter().map(|severity| Cell::text(severity).right()));
    let rows: Vec<Vec<Cell>> = report
        .kinds
        .iter()
        .map(|line| {
            let mut row = vec![Cell::text(&line.kind)];
            row.extend(line.counts.iter().map(|count| figure(*count)));
            row
        })
        .collect();
    paper.table(&widths, &heads, &rows);
    if !report.tables.is_empty() {
        paper.heading(2, "Tables with most errors");
        let rows: Vec<Vec<Cell>> = report
            .tables
            .iter()
            .map(|line| {
                vec![
                    Cell::text(&line.table),
                    figure(line.rows),
                    figure(line.rows_with_error),
                    Cell::text(&line.score).right(),
                ]
            })
            .collect();
        let heads = [
            Cell::text("Table"),
            Cell::text("Rows").right(),
            Cell::text("With an error").right(),
            Cell::text("Score").right(),
        ];
        paper.table(
            &[Width::Share(3), Width::Fixed(FIGURE), Width::Fixed(FIGURE), Width::Fixed(FIGURE)],
            &heads,
            &rows,
        );
    }
    paper.heading(2, "What to put right first");
    let rows: Vec<Vec<Cell>> = report
        .checks
        .iter()
        .map(|check| {
            vec![
                Cell::text(&check.severity),
                Cell::text(&check.title).and_quiet(&check.matters),
                Cell::text(&check.action),
                figure(check.found),
            ]
        })
        .collect();
    let heads =
        [Cell::text("Severity"), Cell::text("What is wrong"), Cell::text("What to do"), Cell::text("Found").right()];
    paper.table(&[Width::Fixed(SEVERITY), Width::Share(4), Width::Share(3), Width::Fixed(FIGURE)], &heads, &rows);
    if report.checks_left_out > 0 {
        paper.paragraph("Quiet", &format!("{} more checks found something.", report.checks_left_out));
    }
}

fn loaded(paper: &mut Paper, report: &QualityReport) {
    paper.heading(1, "What was loaded");
    let rows: Vec<Vec<Cell>> = report
        .loaded
        .iter()
        .map(|line| {
            vec![Cell::text(&line.title), Cell::text(&line.loaded), figure(line.rows_in), figure(line.rows_set_aside)]
        })
        .collect();
    let heads =
        [Cell::text("Format"), Cell::text("Loaded"), Cell::text("Rows").right(), Cell::text("Set aside").right()];
    paper.table(&[Width::Share(2), Width::Share(3), Width::Fixed(FIGURE), Width::Fixed(FIGURE)], &heads, &rows);
    paper.paragraph("Normal", &report.not_asked);
}

fn figure(number: u64) -> Cell {
    Cell::text(&number.to_string()).right()
}
