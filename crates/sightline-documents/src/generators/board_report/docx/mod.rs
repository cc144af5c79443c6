//! The board report as a Word document.

mod package;
mod paper;

use docx_rs::{Header, PageOrientationType, Paragraph, Run, Section};
use sightline_domain::board_report::{BoardReport, Count, CountRow, DueLine, PrioritySection, RatingMark};

use crate::Result;
use paper::{Cell, LANDSCAPE, PORTRAIT, Paper, Width};

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
    let mut narrative = Paper::new(PORTRAIT);
    ratings(&mut narrative, report);
    late_and_coming(&mut narrative, report);
    changes_and_gaps(&mut narrative, report);
    meanings(&mut narrative, report);
    let mut table = Paper::new(LANDSCAPE);
    every_action(&mut table, report);

    let mut document = paper::styled(docx_rs::Docx::new());
    document = document.add_section(
        summary.into_section(Section::new()),
    );
    document = document.add_section(on_a_page.into_section(Section::new()));
    document = document.add_section(narrative.into_section(Section::new()));
    // The last section's page is that of the document itself.
    document = document
        .header(running_header(report))
        .footer(paper::footer(report.council.as_deref()))
        .page_size(LANDSCAPE.width, LANDSCAPE.height)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(paper::margins());
    document = table.append_to(document);
    package::pack(document, report)
}

fn running_header(report: &BoardReport) -> Header {
    let words = format!("{} · As at {}", report.plan_title, report.as_at.words);
    Header::new().add_paragraph(Paragraph::new().style("Header").add_run(Run::new().add_text(paper::clean(&words))))
}

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
                let change = if standing.count.change.is_empty() { String::new() } else { format!(" ({})", standing.count.change) };
                Cell::text(&format!("{}{change}", standing.count.now)).bold().sized(26).and_quiet(&standing.meaning)
            })
            .collect()],
    );
    if let Some(first) = report.ratings.first() {
        let same_columns = |columns: &[sightline_domain::board_report::CountColumn]| {
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
            .map(|line| vec![Cell::text(&line.reference), Cell::text(&line.title), Cell::text(&line.why), Cell::text(&line.lead)])
            .collect();
        paper.table(
            &[Width::Fixed(REFERENCE), Width::Share(4), Width::Share(4), Width::Share(3)],
            &Cell::heads(&["Ref", "Action", "Why", "Lead"]),
            &rows,
        );
    }
}

/// Width of a column of references, in twentieths of a point.
const REFERENCE: usize = 720;
/// Width of a column of ratings.
const RATING: usize = 1500;
/// Width of a column of dates.
const DATE: usize = 1300;

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
    let mut widths = vec![Width::Fixed(REFERENCE), Width::Share(6), Width::Share(4), Width::Fixed(2050), Width::Fixed(RATING)];
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

fn count_words(count: &Count) -> String {
    if count.change.is_empty() { count.now.to_string() } else { format!("{} ({})", count.now, count.change) }
}

fn ratings(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "Ratings, and how they moved");
    for ratings in &report.ratings {
        paper.heading(2, &format!("{}. {}", ratings.title, ratings.question));
        let mut widths = vec![Width::Share(2)];
        widths.extend(ratings.columns.iter().map(|_| Width::Share(1)));
        widths.push(Width::Fixed(RATING / 2));
        let mut heads = vec![Cell::text("Priority")];
        heads.extend(ratings.columns.iter().map(|column| column_head(column.mark.as_ref(), &column.name)));
        heads.push(Cell::text("All").right());
        let row = |line: &CountRow, is_total: bool| {
            let title = Cell::text(format!("{} {}", line.reference, line.title).trim());
            let mut row = vec![if is_total { title.bold() } else { title }];
            row.extend(line.cells.iter().map(|count| {
                let cell = Cell::text(&count_words(count)).right();
                if is_total { cell.bold() } else { cell }
            }));
            row.push(Cell::text(&count_words(&line.total)).right().bold());
            row
        };
        let mut rows: Vec<Vec<Cell>> = ratings.rows.iter().map(|line| row(line, false)).collect();
        rows.push(row(&ratings.total, true));
        paper.table(&widths, &heads, &rows);
        if let Some(sentence) = &ratings.sentence {
            paper.paragraph("Quiet", &format!("{sentence} In brackets: how each count changed."));
        }
    }
    if report.last_report.is_some() {
        paper.heading(2, "Ratings that moved");
        paper.lead_in(&report.movements.sentence, !report.movements.lines.is_empty());
        let rows: Vec<Vec<Cell>> = report
            .movements
            .lines
            .iter()
            .map(|line| {
                vec![
                    Cell::text(&line.reference),
                    Cell::text(&line.title),
                    Cell::text(&format!("{}: {}", line.axis_words, line.direction_words.to_lowercase())),
                    Cell::rating(&line.from),
                    Cell::rating(&line.to),
                    Cell::text(line.note.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        paper.table(
            &[Width::Fixed(REFERENCE), Width::Share(3), Width::Fixed(1050), Width::Fixed(1150), Width::Fixed(1150), Width::Share(4)],
            &Cell::heads(&["Ref", "Action", "Rating", "Was", "Is", "Latest note"]),
            &rows,
        );
    }
}

fn late_and_coming(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "What is late");
    paper.heading(2, "Overdue");
    paper.lead_in(&report.overdue.sentence, !report.overdue.lines.is_empty());
    let rows: Vec<Vec<Cell>> = report
        .overdue
        .lines
        .iter()
        .map(|line| {
            let what = match &line.milestone {
                Some(milestone) => format!("Milestone: {milestone} ({})", line.title),
                None => line.title.clone(),
            };
            let note = line.note.as_deref().unwrap_or("No note.");
            vec![
                Cell::text(&line.reference),
                Cell::text(&what).and_quiet(&line.lead),
                Cell::text(&line.due.short).and_quiet(&format!("{} late", days(line.days_late))),
                line.forecast.as_ref().map_or_else(|| Cell::text("None"), |forecast| Cell::text(&forecast.short)),
                Cell::rating(&line.rating),
                match &line.note_on {
                    Some(on) => Cell::text(note).and_quiet(&on.short),
                    None => Cell::text(note),
                },
            ]
        })
        .collect();
    paper.table(
        &[Width::Fixed(REFERENCE), Width::Share(5), Width::Fixed(1200), Width::Fixed(1200), Width::Fixed(1150), Width::Share(5)],
        &Cell::heads(&["Ref", "Action and lead", "Due", "Forecast", "Rating", "Latest note"]),
        &rows,
    );

    paper.heading(2, "Without a recent update");
    let lists_stale = !report.stale.lines.is_empty() && !report.never_updated;
    paper.lead_in(&report.stale.sentence, lists_stale);
    if lists_stale {
        let rows: Vec<Vec<Cell>> = report
            .stale
            .lines
            .iter()
            .map(|line| {
                let last = Cell::text(&line.words);
                vec![
                    Cell::text(&line.reference),
                    Cell::text(&line.title),
                    Cell::text(&line.lead),
                    match &line.last {
                        Some(day) => last.and_quiet(&day.short),
                        None => last,
                    },
                    Cell::rating(&line.rating),
                ]
            })
            .collect();
        paper.table(
            &[Width::Fixed(REFERENCE), Width::Share(5), Width::Share(4), Width::Fixed(DATE), Width::Fixed(RATING)],
            &Cell::heads(&["Ref", "Action", "Lead", "Last update", "Action rating"]),
            &rows,
        );
    }

    paper.heading(1, "What is coming");
    for (title, listing) in [("Due in the next six weeks", &report.due_soon), ("Tests of impact", &report.impact_tests)] {
        paper.heading(2, title);
        paper.lead_in(&listing.sentence, !listing.lines.is_empty());
        due_table(paper, &listing.lines);
    }
}

fn due_table(paper: &mut Paper, lines: &[DueLine]) {
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .map(|line| {
            vec![
                Cell::text(&line.due.short).and_quiet(&line.when),
                Cell::text(&line.kind),
                Cell::text(&line.reference),
                match &line.text {
                    Some(text) => Cell::text(text).and_quiet(&line.title),
                    None => Cell::text(&line.title),
                },
                Cell::text(&line.lead),
                Cell::rating(&line.rating),
            ]
        })
        .collect();
    paper.table(
        &[Width::Fixed(DATE), Width::Fixed(1150), Width::Fixed(REFERENCE), Width::Share(5), Width::Share(4), Width::Fixed(1200)],
        &Cell::heads(&["Due", "What", "Ref", "Action", "Lead", "Rating"]),
        &rows,
    );
}

fn changes_and_gaps(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "What changed in the plan");
    paper.lead_in(&report.changes.sentence, !report.changes.lines.is_empty());
    let rows: Vec<Vec<Cell>> = report
        .changes
        .lines
        .iter()
        .map(|line| {
            let kind = Cell::text(&line.kind);
            let by: Vec<&str> = line.by.as_deref().into_iter().chain(line.on.as_ref().map(|on| on.short.as_str())).collect();
            let reason = match &line.reason {
                Some(reason) => Cell::text(reason),
                None => Cell::text("No reason recorded").alarm(),
            };
            vec![
                Cell::text(&line.reference),
                match &line.effect {
                    Some(effect) => kind.and_quiet(effect),
                    None => kind,
                },
                Cell::text(line.before.as_deref().unwrap_or("–")),
                Cell::text(line.after.as_deref().unwrap_or("–")),
                if by.is_empty() { reason } else { reason.and_quiet(&by.join(", ")) },
            ]
        })
        .collect();
    paper.table(
        &[Width::Fixed(REFERENCE), Width::Fixed(1300), Width::Share(1), Width::Share(1), Width::Share(1)],
        &Cell::heads(&["Ref", "Change", "Was", "Is", "Reason"]),
        &rows,
    );

    paper.heading(1, "What the plan lacks");
    for gap in &report.gaps {
        paper.heading(2, &gap.title);
        let is_listed = !gap.lines.is_empty() && gap.references.is_none();
        paper.lead_in(&gap.sentence, is_listed);
        if let Some(references) = &gap.references {
            paper.paragraph("Normal", references);
        }
        if is_listed {
            let first = if gap.about == "Ref" { REFERENCE } else { 2000 };
            let rows: Vec<Vec<Cell>> = gap
                .lines
                .iter()
                .map(|line| vec![Cell::text(&line.reference), Cell::text(&line.title), Cell::text(&line.detail)])
                .collect();
            paper.table(
                &[Width::Fixed(first), Width::Share(1), Width::Share(1)],
                &Cell::heads(&[&gap.about, &gap.what, &gap.with]),
                &rows,
            );
        }
    }
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
            let mut row = vec![Cell::rating(&line.mark), Cell::text(line.action_definition.as_deref().unwrap_or_default())];
            if report.rates_impact {
                row.push(Cell::text(line.impact_definition.as_deref().unwrap_or_default()));
            }
            row
        })
        .collect();
    paper.table(&widths, &Cell::heads(&heads), &rows);
    paper.heading(2, "Standing");
    paper.lead_in("Worked out from dates, milestones and updates, whatever rating was reported.", true);
    let rows: Vec<Vec<Cell>> =
        report.standings.iter().map(|standing| vec![Cell::text(&standing.name), Cell::text(&standing.meaning)]).collect();
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

fn action_row(line: &sightline_domain::board_report::ActionLine, rates_impact: bool) -> Vec<Cell> {
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

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}
