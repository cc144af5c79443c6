//! The board report as a workbook.

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};
use sightline_domain::board_report::BoardReport;

use crate::generators::sheet::{About, Cell, Filling, Look, Written, held, real_date, set_up, table_sheet};
use crate::{Error, Result};

/// The report as a workbook of seven sheets, each with a frozen header, a filter and a print layout.
///
/// Dates are real dates; every other word is written as text, so that no cell
/// is ever a formula. The same report gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`] when the workbook cannot be written.
pub fn xlsx(report: &BoardReport) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    write(&mut workbook, report).map_err(|error| failed(&error))?;
    workbook.save_to_buffer().map_err(|error| failed(&error))
}

fn about(report: &BoardReport) -> About<'_> {
    About { plan: &report.plan_title, as_at: &report.as_at }
}

fn failed(error: &XlsxError) -> Error {
    Error::Write { format: "xlsx", reason: error.to_string() }
}

fn write(workbook: &mut Workbook, report: &BoardReport) -> Written {
    let mut properties = DocProperties::new()
        .set_title(format!("{}: {}", report.title, report.plan_title))
        .set_subject(&report.plan_title)
        .set_author(report.council.as_deref().unwrap_or("Sightline"));
    if let Some(created) = real_date(report.as_at.on) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let look = Look::new();
    summary(workbook.add_worksheet(), report, &look)?;
    plan_on_a_page(workbook.add_worksheet(), report, &look)?;
    actions(workbook.add_worksheet(), report, &look)?;
    changes(workbook.add_worksheet(), report, &look)?;
    due(workbook.add_worksheet(), report, &look)?;
    gaps(workbook.add_worksheet(), report, &look)?;
    glossary(workbook.add_worksheet(), report, &look)
}

fn summary(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let most_columns = report.ratings.iter().map(|ratings| ratings.columns.len() + 2).max().unwrap_or(4).max(6);
    let mut widths = vec![38_u16];
    widths.resize(most_columns, 16);
    set_up(sheet, &about(report), "Summary", &widths)?;
    let last_column = u16::try_from(most_columns - 1).unwrap_or(u16::MAX);
    let line_length: usize = widths.iter().map(|width| usize::from(*width)).sum();
    let mut filling = Filling { sheet, look, row: 0 };
    filling.line(&report.title, &look.title)?;
    filling.sheet.set_row_height(0, 24)?;
    filling.line(&report.plan_title, &look.quiet)?;
    let mut facts: Vec<String> = report.council.iter().cloned().collect();
    facts.extend(report.meeting.as_ref().map(|meeting| format!("Meeting of {}", meeting.words)));
    facts.push(format!("Plan as at {}", report.as_at.words));
    facts.extend(report.last_report.as_ref().map(|last| format!("Compared with {}", last.words)));
    filling.line(&facts.join(" · "), &look.quiet)?;
    filling.row += 1;
    for sentence in &report.headlines {
        filling.paragraph(sentence, last_column, line_length + line_length / 8)?;
    }
    filling.row += 1;

    filling.line("Where the actions stand", &look.heading)?;
    filling.heads(&["Standing", "Actions", "Change", "Meaning"])?;
    filling.sheet.write_string_with_format(filling.row - 1, 1, "Actions", &look.head_right)?;
    filling.sheet.merge_range(filling.row - 1, 3, filling.row - 1, last_column, "Meaning", &look.head)?;
    for standing in &report.standings {
        filling.cells(&[
            Cell::Bold(standing.name.clone()),
            Cell::Number(standing.count.now),
            Cell::Text(&standing.count.change),
        ])?;
        filling.sheet.merge_range(filling.row - 1, 3, filling.row - 1, last_column, &standing.meaning, &look.text)?;
    }
    for ratings in &report.ratings {
        filling.row += 1;
        filling.line(&format!("{}. {}", ratings.title, ratings.question), &look.heading)?;
        let mut heads = vec!["Priority"];
        heads.extend(ratings.columns.iter().map(|column| column.name.as_str()));
        heads.push("All");
        filling.heads(&heads)?;
        for (column, head) in (0..).zip(&heads).skip(1) {
            filling.sheet.write_string_with_format(filling.row - 1, column, *head, &look.head_right)?;
        }
        for line in ratings.rows.iter().chain([&ratings.total]) {
            let mut cells = vec![Cell::Bold(format!("{} {}", line.reference, line.title).trim().to_owned())];
            cells.extend(line.cells.iter().map(|count| Cell::Number(count.now)));
            cells.push(Cell::Number(line.total.now));
            filling.cells(&cells)?;
        }
        if let Some(sentence) = &ratings.sentence {
            filling.line(sentence, &look.quiet)?;
        }
    }
    if !report.attention.is_empty() {
        filling.row += 1;
        filling.line("What the board should ask about", &look.heading)?;
        filling.heads(&["Action", "Ref", "Lead", "", "Why"])?;
        let last = last_column.max(5);
        filling.sheet.merge_range(filling.row - 1, 2, filling.row - 1, 3, "Lead", &look.head)?;
        filling.sheet.merge_range(filling.row - 1, 4, filling.row - 1, last, "Why", &look.head)?;
        for line in &report.attention {
            filling.cells(&[Cell::Text(&line.title), Cell::Text(&line.reference)])?;
            filling.sheet.merge_range(filling.row - 1, 2, filling.row - 1, 3, &held(&line.lead), &look.text)?;
            filling.sheet.merge_range(filling.row - 1, 4, filling.row - 1, last, &held(&line.why), &look.text)?;
            let lines =
                u32::try_from((line.title.chars().count() / 36).max(line.lead.chars().count() / 30) + 1).unwrap_or(1);
            filling.sheet.set_row_height(filling.row - 1, 14 * lines)?;
        }
    }
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

fn section_title(reference: &str, title: &str) -> String {
    format!("{reference} {title}").trim().to_owned()
}

fn plan_on_a_page(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let mut columns = vec![
        ("Ref", 7),
        ("Priority", 24),
        ("Under", 24),
        ("Action", 54),
        ("Lead", 30),
        ("Due", 20),
        ("Standing", 12),
        ("Action rating", 14),
    ];
    if report.rates_impact {
        columns.push(("Impact rating", 14));
    }
    let mut rows = Vec::new();
    for section in &report.sections {
        for group in &section.groups {
            for line in &group.lines {
                let mut row = vec![
                    Cell::Text(&line.reference),
                    Cell::Words(section_title(&section.reference, &section.title)),
                    Cell::maybe(group.heading.as_deref()),
                    Cell::Text(&line.short_title),
                    Cell::Text(&line.short_lead),
                    Cell::Text(&line.due_words),
                    if line.is_overdue { Cell::Alarm(&line.standing_words) } else { Cell::Text(&line.standing_words) },
                    Cell::Rating(&line.action_rating),
                ];
                if report.rates_impact {
                    row.push(Cell::Rating(&line.impact_rating));
                }
                rows.push(row);
            }
        }
    }
    table_sheet(sheet, &about(report), look, "Plan on a page", &columns, &rows)
}

fn actions(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let mut columns = vec![
        ("Ref", 7),
        ("Priority", 18),
        ("Under", 18),
        ("Action", 45),
        ("Lead", 22),
        ("Due", 12),
        ("Timescale", 16),
        ("Standing", 12),
        ("Action rating", 14),
    ];
    if report.rates_impact {
        columns.push(("Impact rating", 14));
    }
    columns.extend([
        ("Milestones", 30),
        ("Findings", 20),
        ("Updated", 12),
        ("By", 18),
        ("Latest update", 45),
        ("Forecast", 12),
    ]);
    let mut rows = Vec::new();
    for section in &report.sections {
        for group in &section.groups {
            for line in &group.lines {
                let mut words = line.text.clone();
                for part in &line.parts {
                    words.push_str("\n• ");
                    words.push_str(part);
                }
                let milestones: Vec<String> = line
                    .milestones
                    .iter()
                    .map(|milestone| format!("{}: {}", milestone.text, milestone.state))
                    .collect();
                let latest = line.latest.as_ref();
                let mut row = vec![
                    Cell::Text(&line.reference),
                    Cell::Words(section_title(&section.reference, &section.title)),
                    Cell::maybe(group.heading.as_deref()),
                    Cell::Words(words),
                    Cell::Text(&line.lead),
                    Cell::date(line.due.as_ref()),
                    Cell::Text(&line.due_words),
                    if line.is_overdue { Cell::Alarm(&line.standing_words) } else { Cell::Text(&line.standing_words) },
                    Cell::Rating(&line.action_rating),
                ];
                if report.rates_impact {
                    row.push(Cell::Rating(&line.impact_rating));
                }
                row.extend([
                    Cell::Words(milestones.join("\n")),
                    Cell::Words(line.sources.join("; ")),
                    Cell::date(latest.map(|latest| &latest.on)),
                    Cell::maybe(latest.map(|latest| latest.by.as_str())),
                    Cell::maybe(latest.and_then(|latest| latest.note.as_deref())),
                    Cell::date(latest.and_then(|latest| latest.forecast.as_ref())),
                ]);
                rows.push(row);
            }
        }
    }
    table_sheet(sheet, &about(report), look, "Actions", &columns, &rows)
}

/// What changed in the plan and which ratings moved, in one table that can be filtered.
fn changes(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [
        ("What", 13),
        ("Ref", 7),
        ("Action", 40),
        ("Kind", 13),
        ("Was", 30),
        ("Is", 30),
        ("Effect", 13),
        ("Reason or latest note", 42),
        ("By", 18),
        ("On", 12),
    ];
    let mut rows = Vec::new();
    for line in &report.changes.lines {
        rows.push(vec![
            Cell::Text("Plan"),
            Cell::Text(&line.reference),
            Cell::Text(&line.title),
            Cell::Text(&line.kind),
            Cell::maybe(line.before.as_deref()),
            Cell::maybe(line.after.as_deref()),
            Cell::maybe(line.effect.as_deref()),
            line.reason.as_deref().map_or(Cell::Alarm("No reason recorded"), Cell::Text),
            Cell::maybe(line.by.as_deref()),
            Cell::date(line.on.as_ref()),
        ]);
    }
    for line in &report.movements.lines {
        rows.push(vec![
            Cell::Words(format!("{} rating", line.axis_words)),
            Cell::Text(&line.reference),
            Cell::Text(&line.title),
            Cell::Text(&line.direction_words),
            Cell::Rating(&line.from),
            Cell::Rating(&line.to),
            Cell::Empty,
            Cell::maybe(line.note.as_deref()),
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    table_sheet(sheet, &about(report), look, "Changes", &columns, &rows)
}

/// What is overdue, what falls due, which tests of impact are due and which updates are missing.
fn due(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [
        ("List", 20),
        ("Due", 12),
        ("Days from now", 9),
        ("What", 12),
        ("Ref", 7),
        ("Action", 42),
        ("Step", 26),
        ("Lead", 26),
        ("Rating", 14),
        ("Forecast", 12),
        ("Latest note", 42),
    ];
    let mut rows = Vec::new();
    for line in &report.overdue.lines {
        rows.push(vec![
            Cell::Alarm("Overdue"),
            Cell::Date(line.due.on),
            Cell::Days(-line.days_late),
            Cell::Text(if line.milestone.is_some() { "Milestone" } else { "Action" }),
            Cell::Text(&line.reference),
            Cell::Text(&line.title),
            Cell::maybe(line.milestone.as_deref()),
            Cell::Text(&line.lead),
            Cell::Rating(&line.rating),
            Cell::date(line.forecast.as_ref()),
            Cell::maybe(line.note.as_deref()),
        ]);
    }
    for (list, lines) in [("Next six weeks", &report.due_soon.lines), ("Tests of impact", &report.impact_tests.lines)] {
        for line in lines {
            rows.push(vec![
                Cell::Text(list),
                Cell::Date(line.due.on),
                Cell::Days(line.days_from_now),
                Cell::Text(&line.kind),
                Cell::Text(&line.reference),
                Cell::Text(&line.title),
                Cell::maybe(line.text.as_deref()),
                Cell::Text(&line.lead),
                Cell::Rating(&line.rating),
                Cell::Empty,
                Cell::Empty,
            ]);
        }
    }
    for line in &report.stale.lines {
        rows.push(vec![
            Cell::Text("Without a recent update"),
            Cell::date(line.last.as_ref()),
            line.days_since.map_or(Cell::Empty, |days| Cell::Days(-days)),
            Cell::Text("Last update"),
            Cell::Text(&line.reference),
            Cell::Text(&line.title),
            Cell::Empty,
            Cell::Text(&line.lead),
            Cell::Rating(&line.rating),
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    table_sheet(sheet, &about(report), look, "Due", &columns, &rows)
}

fn gaps(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [("Gap", 40), ("Ref", 18), ("Action or finding", 60), ("Detail", 60)];
    let mut rows = Vec::new();
    for gap in &report.gaps {
        for line in &gap.lines {
            rows.push(vec![
                Cell::Text(&gap.title),
                Cell::Text(&line.reference),
                Cell::Text(&line.title),
                Cell::Text(&line.detail),
            ]);
        }
    }
    table_sheet(sheet, &about(report), look, "Gaps", &columns, &rows)
}

fn glossary(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [("Kind", 16), ("Word", 24), ("Meaning", 60), ("Meaning for impact", 60)];
    let mut rows = Vec::new();
    for line in &report.key {
        rows.push(vec![
            Cell::Text("Rating"),
            Cell::Rating(&line.mark),
            Cell::maybe(line.action_definition.as_deref()),
            Cell::maybe(line.impact_definition.as_deref()),
        ]);
    }
    for standing in &report.standings {
        rows.push(vec![Cell::Text("Standing"), Cell::Text(&standing.name), Cell::Text(&standing.meaning), Cell::Empty]);
    }
    for line in &report.glossary {
        rows.push(vec![
            Cell::Text("Abbreviation"),
            Cell::Text(&line.abbreviation),
            Cell::Text(&line.meaning),
            Cell::Empty,
        ]);
    }
    for word in &report.undefined_abbreviations {
        rows.push(vec![
            Cell::Text("Abbreviation"),
            Cell::Text(word),
            Cell::Alarm("Not explained by the plan"),
            Cell::Empty,
        ]);
    }
    table_sheet(sheet, &about(report), look, "Glossary", &columns, &rows)
}
