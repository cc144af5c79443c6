//! The board pack as a Word document.

use docx_rs::{Header, Paragraph, Run};

use super::{Block, BoardPack, PackCell, PackMeasure, PackRow, PackTable};
use crate::Result;
use crate::generators::word::package::{self, About};
use crate::generators::word::paper::{self, Cell, PORTRAIT, Paper, Width};

/// The pack as a Word document with real headings and table headers that repeat.
///
/// What the PDF draws stands here in words. The same pack gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the document cannot be packed.
pub fn docx(pack: &BoardPack) -> Result<Vec<u8>> {
    let mut body = Paper::new(PORTRAIT);
    opening(&mut body, pack);
    for section in &pack.sections {
        body.heading(1, &section.title);
        for block in &section.blocks {
            write(&mut body, block);
        }
    }
    let running = format!("{} · {}", running_title(pack), pack.audience);
    let header = Header::new()
        .add_paragraph(Paragraph::new().style("Header").add_run(Run::new().add_text(paper::clean(&running))));
    let document = paper::styled(docx_rs::Docx::new())
        .header(header)
        .footer(paper::footer(pack.council.as_deref()))
        .page_size(PORTRAIT.width, PORTRAIT.height)
        .page_margin(paper::margins());
    let about =
        About { as_at: pack.as_at.on, council: pack.council.as_deref(), title: &pack.title, subject: &pack.plan_title };
    package::pack(body.append_to(document), &about)
}

fn running_title(pack: &BoardPack) -> String {
    match (&pack.body, &pack.meeting) {
        (Some(body), Some(meeting)) => format!("{body}, {}", meeting.words),
        (Some(body), None) => body.clone(),
        (None, _) => pack.title.clone(),
    }
}

fn opening(paper: &mut Paper, pack: &BoardPack) {
    paper.paragraph("Title", &pack.title);
    paper.paragraph("Subtitle", &pack.plan_title);
    let mut facts: Vec<String> = pack.council.iter().chain(&pack.body).cloned().collect();
    facts.extend(pack.meeting.iter().map(|meeting| format!("Meeting of {}", meeting.words)));
    facts.extend(pack.place.iter().cloned());
    facts.push(format!("As at {}", pack.as_at.words));
    facts.push(format!("For {}", pack.audience));
    paper.paragraph("Quiet", &facts.join(" · "));
    paper.paragraph("Normal", &pack.handling);
    paper.paragraph("Normal", &pack.records);
}

fn write(paper: &mut Paper, block: &Block) {
    match block {
        Block::Heading { text } => paper.heading(2, text),
        Block::Words { text } => paper.paragraph("Normal", text),
        Block::Quiet { text } => paper.paragraph("Quiet", text),
        Block::Panel { title, lead, lines, .. } => {
            paper.heading(2, title);
            paper.paragraph("Headline", lead);
            for line in lines {
                paper.paragraph("Normal", line);
            }
        }
        Block::Points { items } => {
            for item in items {
                paper.paragraph("Normal", &format!("•  {item}"));
            }
        }
        Block::Topics { title, status, topics, .. } => {
            paper.heading(2, title);
            paper.paragraph("Quiet", status);
            let rows: Vec<Vec<Cell>> =
                topics.iter().map(|(heading, text)| vec![Cell::text(heading).bold(), Cell::text(text)]).collect();
            let widths = [Width::Share(3), Width::Share(9)];
            paper.table(&widths, &Cell::heads(&["About", "What is said"]), &rows);
        }
        Block::Table(table) => write_table(paper, table),
        Block::Measures { lines } => write_measures(paper, lines),
    }
}

fn write_table(paper: &mut Paper, table: &PackTable) {
    let widths: Vec<Width> = table.columns.iter().map(|(_, share)| Width::Share(usize::from(*share))).collect();
    let heads: Vec<Cell> = table.columns.iter().map(|(head, _)| Cell::text(head)).collect();
    let rows: Vec<Vec<Cell>> = table
        .rows
        .iter()
        .map(|row| match row {
            PackRow::Band { text } => vec![Cell::text(text).bold().wash().spanning(table.columns.len())],
            PackRow::Cells { cells } => cells.iter().map(cell).collect(),
        })
        .collect();
    paper.table(&widths, &heads, &rows);
}

fn cell(of: &PackCell) -> Cell {
    let mut cell = of.mark.as_ref().map_or_else(|| Cell::text(&of.text), Cell::rating);
    if of.is_alarm {
        cell = cell.alarm();
    }
    match &of.quiet {
        Some(quiet) => cell.and_quiet(quiet),
        None => cell,
    }
}

fn write_measures(paper: &mut Paper, lines: &[PackMeasure]) {
    let heads = Cell::heads(&["Measure", "Figure", "Target", "Is it changing?", "Will the target be met?"]);
    let widths = [Width::Share(8), Width::Share(4), Width::Share(3), Width::Share(4), Width::Share(4)];
    let rows: Vec<Vec<Cell>> = lines.iter().map(measure_row).collect();
    paper.table(&widths, &heads, &rows);
}

fn measure_row(measure: &PackMeasure) -> Vec<Cell> {
    let name = measure
        .reference
        .as_ref()
        .map_or_else(|| measure.label.clone(), |reference| format!("{reference}  {}", measure.label));
    let mut first = Cell::text(&name).and_text(&measure.sentence);
    for warning in &measure.warnings {
        first = first.and_text(&format!("Note: {warning}"));
    }
    let mut figure = Cell::text(&measure.figure).and_quiet(&measure.period);
    for more in measure.made_from.iter().chain(&measure.quarter) {
        figure = figure.and_quiet(more);
    }
    vec![
        first,
        figure,
        Cell::text(measure.target.as_deref().unwrap_or("None set")),
        Cell::text(&measure.variation.words),
        Cell::text(&measure.assurance.words),
    ]
}
