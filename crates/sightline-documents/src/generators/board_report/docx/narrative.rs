//! The middle of the Word document: ratings, what is late, what is coming, what changed and what is missing.

use sightline_domain::board_report::{BoardReport, Count, CountRow, DueLine};

use super::{DATE, RATING, REFERENCE, column_head};
use crate::generators::word::paper::{Cell, Paper, Width};

fn count_words(count: &Count) -> String {
    if count.change.is_empty() { count.now.to_string() } else { format!("{} ({})", count.now, count.change) }
}

pub(super) fn ratings(paper: &mut Paper, report: &BoardReport) {
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
            &[
                Width::Fixed(REFERENCE),
                Width::Share(3),
                Width::Fixed(1050),
                Width::Fixed(1150),
                Width::Fixed(1150),
                Width::Share(4),
            ],
            &Cell::heads(&["Ref", "Action", "Rating", "Was", "Is", "Latest note"]),
            &rows,
        );
    }
}

pub(super) fn late_and_coming(paper: &mut Paper, report: &BoardReport) {
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
        &[
            Width::Fixed(REFERENCE),
            Width::Share(5),
            Width::Fixed(1200),
            Width::Fixed(1200),
            Width::Fixed(1150),
            Width::Share(5),
        ],
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
    for (title, listing) in [("Due in the next six weeks", &report.due_soon), ("Tests of impact", &report.impact_tests)]
    {
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
        &[
            Width::Fixed(DATE),
            Width::Fixed(1150),
            Width::Fixed(REFERENCE),
            Width::Share(5),
            Width::Share(4),
            Width::Fixed(1200),
        ],
        &Cell::heads(&["Due", "What", "Ref", "Action", "Lead", "Rating"]),
        &rows,
    );
}

pub(super) fn changes_and_gaps(paper: &mut Paper, report: &BoardReport) {
    paper.heading(1, "What changed in the plan");
    paper.lead_in(&report.changes.sentence, !report.changes.lines.is_empty());
    let rows: Vec<Vec<Cell>> = report
        .changes
        .lines
        .iter()
        .map(|line| {
            let kind = Cell::text(&line.kind);
            let by: Vec<&str> =
                line.by.as_deref().into_iter().chain(line.on.as_ref().map(|on| on.short.as_str())).collect();
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

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}
