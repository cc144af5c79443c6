//! The board report as a Word document.

mod narrative;

use docx_rs::{Header, PageOrientationType, Paragraph, Run, Section};
use sightline_domain::board_report::{ActionLine, BoardReport, CountColumn, PrioritySection, RatingMark};

use crate::Result;
use crate::generators::word::package::{self, About};
use crate::generators::word::paper::{self, Cell, LANDSCAPE, PORTRAIT, Paper, Width};

/// The report as a Word document with real headings, table headers that repeat and page numbers.
///
/// The same report gives the same bytes: the document carries the report's own
/// day as its date.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the document cannot be packed.
pub fn docx(report: &BoardReport) -> Result<Vec<u8>> {
    let mut summary = Paper::new(PORTRAIT);
    summary_page(&mut summary, report);
    let mut on_a_page = Paper::new(LANDSCAPE);
    plan_on_a_page(&mut on_a_page, report);
    let mut middle = Paper::new(PORTRAIT);
    narrative::ratings(&mut middle, report);
    narrative::late_and_coming(&mut middle, report);
    narrative::changes_and_gaps(&mut middle, report);
    meanings(&mut middle, report);
    let mut table = Paper::new(LANDSCAPE);
    every_action(&mut table, report);

    let mut document = paper::styled(docx_rs::Docx::new());
    document = document.add_section(summary.into_section(Section::new()));
    document = document.add_section(on_a_page.into_section(Section::new()));
    document = document.add_section(middle.into_section(Section::new()));
    // The last section's page is that of the document itself.
    document = document
        .header(running_header(report))
        .footer(paper::footer(report.council.as_deref()))
        .page_size(LANDSCAPE.width, LANDSCAPE.height)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(paper::margins());
    document = table.append_to(document);
    let about = About {
        as_at: report.as_at.on,
        council: report.council.as_deref(),
        title: &report.title,
        subject: &report.plan_title,
    };
    package::pack(document, &about)
}

fn running_header(report: &BoardReport) -> Header {
    let words = format!("{} · As at {}", report.plan_title, report.as_at.words);
    Header::new().add_paragraph(Paragraph::new().style("Header").add_run(Run::new().add_text(paper::clean(&words))))
}

/// Width of a column of references, in twentieths of a point.
const REFERENCE: usize = 720;
/// Width of a column of ratings.
const RATING: usize = 1500;
/// Width of a column of dates.
const DATE: usize = 1300;

fn summary_page(paper: &mut Paper, report: &BoardReport) {
    paper.paragraph("Title", &report.title);
    paper.paragraph("Subtitle", &report.plan_title);
    let mut facts: Vec<String> = report.council.iter().cloned().collect();
    facts.extend(report.plan_status.as_ref().map(|status| format!("Status: {status}")));
    facts.extend(report.meeting.as_ref().map(|meeting| format!("Meeting of {}", meeting.words)));
    facts.push(format!("Plan as at {}", report.as_at.words));
    facts.extend(report.last_report.as_ref().map(|last| format!("Compared with {}", last.words)));
    paper.paragraph("Quiet", &facts.join(" · "));

    paper.heading(1, "In short");
    for (index, sentence) in report.headlines.iter().enumerate() {
        paper.paragraph(if index == 0 { "Headline" } else { "Normal" }, sentence);
    }
    paper.heading(2, "Where the actions stand");
    paper.table(
        &report.standings.iter().map(|_| Width::Share(1)).collect::<Vec<_>>(),
        &report.standings.iter().map(|standing| Cell::text(&standing.name)).collect::<Vec<_>>(),
        &[report
            .standings
            .iter()
            .map(|standing| {
                let change = if standing.count.change.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", standing.count.change)
                };
                Cell::text(&format!("{}{change}", standing.count.now)).bold().sized(26).and_quiet(&standing.meaning)
            })
            .collect()],
    );
    if let Some(first) = report.ratings.first() {
        let same_columns = |columns: &[CountColumn]| {
            columns.iter().map(|column| &column.name).eq(first.columns.iter().map(|column| &column.name))
        };
        if report.ratings.iter().all(|ratings| same_columns(&ratings.columns)) {
            paper.heading(2, "How they are rated");
            let mut widths = vec![Width::Share(2)];
            widths.extend(first.columns.iter().map(|_| Width::Share(1)));
            let mut heads = vec![Cell::text("Rating")];
            heads.extend(first.columns.iter().map(|column| column_head(column.mark.as_ref(), &column.name)));
            let rows: Vec<Vec<Cell>> = report
                .ratings
                .iter()
                .map(|ratings| {
                    let mut row = vec![Cell::text(&format!("{}. {}", ratings.title, ratings.question))];
                    row.extend(ratings.total.cells.iter().map(|count| Cell::text(&count.now.to_string()).right()));
                    row
                })
                .collect();
            paper.table(&widths, &heads, &rows);
        }
    }
    if !report.attention.is_empty() {
        paper.heading(2, "What the board should ask about");
        let rows: Vec<Vec<Cell>> = report
            .attention
            .iter()
            .map(|line| {
                vec![
                    Cell::text(&line.reference),
                    Cell::text(&line.title),
                    Cell::text(&line.why),
                    Cell::text(&line.lead),
                ]
            })
            .collect();
        paper.table(
            &[Width::Fixed(REFERENCE), Width::Share(4), Width::Share(4), Width::Share(3)],
            &Cell::heads(&["Ref", "Action", "Why", "Lead"]),
            &rows,
        );
    }
}

fn column_head(mark: Option<&RatingMark>, name: &str) -> Cell {
    mark.map_or_else(|| Cell::text(name), |mark| Cell::text(&format!("{} {}", mark.glyph, mark.name))).right()
}

fn section_title(section: &PrioritySection) -> String {
    format!("{} {}", section.reference, section.title).trim().to_owned()
}

fn plan_on_a_page(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "The plan on a page");
    let key: Vec<String> = report.key.iter().map(|line| format!("{} {}", line.mark.glyph, line.mark.name)).collect();
    paper.paragraph("Quiet", &key.join("   "));
    let mut widths =
        vec![Width::Fixed(REFERENCE), Width::Share(6), Width::Share(4), Width::Fixed(2050), Width::Fixed(RATING)];
    let mut heads = vec!["Ref", "Action", "Lead", "Due", "Action rating"];
    if report.rates_impact {
        widths.push(Width::Fixed(RATING));
        heads.push("Impact rating");
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for section in &report.sections {
        rows.push(vec![Cell::text(&section_title(section)).band().spanning(heads.len())]);
        for group in &section.groups {
            if let Some(heading) = &group.heading {
                rows.push(vec![Cell::text(heading).bold().wash().spanning(heads.len())]);
            }
            for line in &group.lines {
                let due = if line.is_overdue { format!("Overdue: {}", line.due_words) } else { line.due_words.clone() };
                let mut row = vec![
                    Cell::text(&line.reference),
                    Cell::text(&line.short_title),
                    Cell::text(&line.short_lead),
                    if line.is_overdue { Cell::text(&due).alarm() } else { Cell::text(&due) },
                    plan_rating(line.is_placeholder, &line.action_rating),
                ];
                if report.rates_impact {
                    row.push(plan_rating(line.is_placeholder, &line.impact_rating));
                }
                rows.push(row);
            }
        }
    }
    paper.dense_table(&widths, &Cell::heads(&heads), &rows);
}

fn plan_rating(is_placeholder: bool, mark: &RatingMark) -> Cell {
    if is_placeholder && mark.code.is_none() { Cell::text("Placeholder") } else { Cell::rating(mark) }
}

fn meanings(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "What the words mean");
    paper.heading(2, "Ratings");
    let mut widths = vec![Width::Fixed(1900), Width::Share(1)];
    let mut heads = vec!["Rating", "Action: are we doing it?"];
    if report.rates_impact {
        widths.push(Width::Share(1));
        heads.push("Impact: is it making a difference?");
    }
    let rows: Vec<Vec<Cell>> = report
        .key
        .iter()
        .map(|line| {
            let mut row =
                vec![Cell::rating(&line.mark), Cell::text(line.action_definition.as_deref().unwrap_or_default())];
            if report.rates_impact {
                row.push(Cell::text(line.impact_definition.as_deref().unwrap_or_default()));
            }
            row
        })
        .collect();
    paper.table(&widths, &Cell::heads(&heads), &rows);
    paper.heading(2, "Standing");
    paper.lead_in("Worked out from dates, milestones and updates, whatever rating was reported.", true);
    let rows: Vec<Vec<Cell>> = report
        .standings
        .iter()
        .map(|standing| vec![Cell::text(&standing.name), Cell::text(&standing.meaning)])
        .collect();
    paper.table(&[Width::Fixed(1900), Width::Share(1)], &Cell::heads(&["Standing", "Meaning"]), &rows);
    paper.heading(2, "Abbreviations");
    if report.glossary.is_empty() {
        paper.paragraph("Normal", "The plan explains no abbreviation used here.");
    }
    let rows: Vec<Vec<Cell>> =
        report.glossary.iter().map(|line| vec![Cell::text(&line.abbreviation), Cell::text(&line.meaning)]).collect();
    paper.table(&[Width::Fixed(1900), Width::Share(1)], &Cell::heads(&["Abbreviation", "Meaning"]), &rows);
    if !report.undefined_abbreviations.is_empty() {
        let list = report.undefined_abbreviations.join(", ");
        paper.paragraph("Normal", &format!("Used here and not explained by the plan: {list}."));
    }
}

fn every_action(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "Every action, with its latest update");
    for section in &report.sections {
        paper.heading(2, &section_title(section));
        if !section.leads.is_empty() {
            paper.lead_in_quiet(&format!("Sponsor: {}", section.leads));
        }
        if section.groups.is_empty() {
            paper.paragraph("Quiet", "No actions.");
            continue;
        }
        let mut widths = vec![
            Width::Fixed(REFERENCE),
            Width::Share(5),
            Width::Share(3),
            Width::Fixed(DATE),
            Width::Fixed(1150),
            Width::Fixed(1320),
        ];
        let mut heads = vec!["Ref", "Action", "Lead", "Due", "Standing", "Action rating"];
        if report.rates_impact {
            widths.push(Width::Fixed(1320));
            heads.push("Impact rating");
        }
        widths.push(Width::Share(5));
        heads.push("Latest update");
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for group in &section.groups {
            if let Some(heading) = &group.heading {
                rows.push(vec![Cell::text(heading).bold().wash().spanning(heads.len())]);
            }
            rows.extend(group.lines.iter().map(|line| action_row(line, report.rates_impact)));
        }
        paper.table(&widths, &Cell::heads(&heads), &rows);
    }
}

fn action_row(line: &ActionLine, rates_impact: bool) -> Vec<Cell> {
    let mut words = Cell::text(&line.text);
    for part in &line.parts {
        words = words.and_text(&format!("• {part}"));
    }
    for milestone in &line.milestones {
        words = words.and_quiet(&format!("{}: {}", milestone.text, milestone.state));
    }
    if !line.sources.is_empty() {
        words = words.and_quiet(&line.sources.join("; "));
    }
    let late = |words: &str| if line.is_overdue { Cell::text(words).alarm() } else { Cell::text(words) };
    let update = match &line.latest {
        None => Cell::text("No update yet."),
        Some(latest) => {
            let said = format!("{}, {}", latest.on.short, latest.by);
            let mut cell = latest.note.as_deref().map_or_else(|| Cell::text("Rating only."), Cell::text);
            if let Some(forecast) = &latest.forecast {
                cell = cell.and_text(&format!("Forecast: {}", forecast.words));
            }
            cell.and_quiet(&said)
        }
    };
    let mut row = vec![
        Cell::text(&line.reference),
        words,
        Cell::text(&line.lead),
        late(&line.due_words),
        late(&line.standing_words),
        Cell::rating(&line.action_rating),
    ];
    if rates_impact {
        row.push(Cell::rating(&line.impact_rating));
    }
    row.push(update);
    row
}
