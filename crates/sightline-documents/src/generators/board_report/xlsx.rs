//! The board report as a workbook.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use sightline_domain::board_report::{BoardReport, Day, RatingMark};

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

fn failed(error: &XlsxError) -> Error {
    Error::Write { format: "xlsx", reason: error.to_string() }
}

type Written = std::result::Result<(), XlsxError>;

/// What stands in a cell.
enum Cell<'a> {
    Text(&'a str),
    Words(String),
    Bold(String),
    Number(usize),
    Days(i64),
    Date(NaiveDate),
    Rating(&'a RatingMark),
    Alarm(&'a str),
    Empty,
}

impl<'a> Cell<'a> {
    /// The words as printed; empty for numbers and dates, which never need a second line.
    fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Alarm(words) => words,
            Self::Words(words) | Self::Bold(words) => words,
            Self::Rating(mark) => &mark.name,
            Self::Number(_) | Self::Days(_) | Self::Date(_) | Self::Empty => "",
        }
    }

    fn date(day: Option<&Day>) -> Self {
        day.map_or(Self::Empty, |day| Self::Date(day.on))
    }

    fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

/// The formats of the workbook.
struct Look {
    title: Format,
    quiet: Format,
    heading: Format,
    head: Format,
    head_right: Format,
    text: Format,
    bold: Format,
    alarm: Format,
    number: Format,
    date: Format,
}

const ACCENT: Color = Color::RGB(0x0012_355B);
const HAIRLINE: Color = Color::RGB(0x00B1_B4B6);

impl Look {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Arial").set_font_size(10).set_align(FormatAlign::Top);
        let cell = || base().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(HAIRLINE);
        let head = || cell().set_bold().set_text_wrap().set_font_color(Color::White).set_background_color(ACCENT);
        Self {
            title: base().set_bold().set_font_size(16).set_font_color(ACCENT),
            quiet: base().set_font_color(Color::RGB(0x0050_5A5F)),
            heading: base().set_bold().set_font_size(12).set_font_color(ACCENT),
            head: head(),
            head_right: head().set_align(FormatAlign::Right).set_indent(1),
            text: cell().set_text_wrap(),
            bold: cell().set_text_wrap().set_bold(),
            alarm: cell().set_text_wrap().set_bold().set_font_color(Color::RGB(0x009C_1C1C)),
            number: cell().set_num_format("0").set_align(FormatAlign::Right).set_indent(1),
            date: cell().set_num_format("d mmm yyyy").set_align(FormatAlign::Left),
        }
    }

    fn rating(&self, mark: &RatingMark) -> Format {
        let colour = |digits: &str| u32::from_str_radix(digits, 16).map_or(Color::Default, Color::RGB);
        self.text.clone().set_font_color(colour(&mark.ink)).set_background_color(colour(&mark.tint))
    }
}

/// A sheet that is filled from the top.
struct Filling<'a> {
    sheet: &'a mut Worksheet,
    look: &'a Look,
    row: u32,
}

impl Filling<'_> {
    fn line(&mut self, words: &str, format: &Format) -> Written {
        self.sheet.write_string_with_format(self.row, 0, words, format)?;
        self.row += 1;
        Ok(())
    }

    /// A paragraph over the given columns, high enough for its words.
    fn paragraph(&mut self, words: &str, last_column: u16, characters_a_line: usize) -> Written {
        let format = self.look.text.clone().set_border_bottom(FormatBorder::None);
        self.sheet.merge_range(self.row, 0, self.row, last_column, words, &format)?;
        let lines = u32::try_from(words.chars().count() / characters_a_line.max(1) + 1).unwrap_or(1);
        self.sheet.set_row_height(self.row, 14 * lines)?;
        self.row += 1;
        Ok(())
    }

    fn heads(&mut self, heads: &[&str]) -> Written {
        for (column, head) in (0..).zip(heads) {
            self.sheet.write_string_with_format(self.row, column, *head, &self.look.head)?;
        }
        self.row += 1;
        Ok(())
    }

    fn cells(&mut self, cells: &[Cell<'_>]) -> Written {
        let (row, look) = (self.row, self.look);
        for (column, cell) in (0..).zip(cells) {
            match cell {
                // Always as a string: `=1+1` in a plan is words, not a formula.
                Cell::Text(words) => self.sheet.write_string_with_format(row, column, held(words), &look.text)?,
                Cell::Words(words) => self.sheet.write_string_with_format(row, column, held(words), &look.text)?,
                Cell::Bold(words) => self.sheet.write_string_with_format(row, column, held(words), &look.bold)?,
                Cell::Alarm(words) => self.sheet.write_string_with_format(row, column, held(words), &look.alarm)?,
                Cell::Number(number) => {
                    self.sheet.write_number_with_format(row, column, u32::try_from(*number).unwrap_or(u32::MAX), &look.number)?
                }
                Cell::Days(days) => {
                    self.sheet.write_number_with_format(row, column, i32::try_from(*days).unwrap_or(i32::MAX), &look.number)?
                }
                Cell::Date(day) => match real_date(*day) {
                    Some(date) => self.sheet.write_datetime_with_format(row, column, date, &look.date)?,
                    // A workbook knows no day before 1900.
                    None => self.sheet.write_string_with_format(row, column, day.to_string(), &look.text)?,
                },
                Cell::Rating(mark) => {
                    let words = format!("{} {}", mark.glyph, mark.name);
                    self.sheet.write_string_with_format(row, column, held(&words), &look.rating(mark))?
                }
                Cell::Empty => self.sheet.write_blank(row, column, &look.text)?,
            };
        }
        self.row += 1;
        Ok(())
    }
}

/// Height of a row in points, so that the longest wrapped cell is seen whole.
///
/// Programs that open a workbook do not all fit rows to their words, so the
/// lines are counted here: a column holds a few more characters than it is wide.
fn row_height(cells: &[Cell<'_>], widths: &[u16]) -> u32 {
    let lines = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| lines_of(cell.words(), usize::from(*width) * 21 / 20))
        .max()
        .unwrap_or(1);
    // No row of a workbook may be higher than 409 points.
    u32::try_from(lines).unwrap_or(1).saturating_mul(13).saturating_add(3).min(409)
}

/// Lines that the words take when wrapped after words.
fn lines_of(words: &str, width: usize) -> usize {
    let width = width.max(1);
    words
        .split('\n')
        .map(|line| {
            let (mut lines, mut used) = (1, 0);
            for word in line.split(' ') {
                let length = word.chars().count();
                if used > 0 && used + 1 + length > width {
                    lines += 1;
                    used = 0;
                }
                used += length + usize::from(used > 0);
                // A word longer than the line is broken inside.
                lines += used.saturating_sub(1) / width;
                used = if used > width { used % width } else { used };
            }
            lines
        })
        .sum()
}

/// At most the 32,767 characters that a cell holds.
fn held(words: &str) -> String {
    words.chars().take(32_000).collect()
}

fn real_date(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
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

const A3: u8 = 8;
const A4: u8 = 9;
/// Characters that a line of A4 on its side holds in print that can still be read.
const WIDEST_ON_A4: u32 = 200;

/// Name, column widths, and how the sheet prints: landscape, as wide as the page, with page numbers.
fn set_up(sheet: &mut Worksheet, report: &BoardReport, name: &str, widths: &[u16]) -> Written {
    sheet.set_name(name)?;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    // `&` begins a command in a printed header, and no header may be longer than 255 characters.
    let title: String = report.plan_title.chars().take(150).collect();
    sheet.set_header(format!("&L&9{}&R&9As at {}", title.replace('&', "&&"), report.as_at.words));
    sheet.set_footer(format!("&L&9{name}&R&9Page &P of &N"));
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// A sheet that is one table: header row frozen, filtered and repeated on paper.
fn table_sheet(
    sheet: &mut Worksheet,
    report: &BoardReport,
    look: &Look,
    name: &str,
    columns: &[(&str, u16)],
    rows: &[Vec<Cell<'_>>],
) -> Written {
    let widths: Vec<u16> = columns.iter().map(|(_, width)| *width).collect();
    set_up(sheet, report, name, &widths)?;
    let heads: Vec<&str> = columns.iter().map(|(head, _)| *head).collect();
    let mut filling = Filling { sheet, look, row: 0 };
    filling.heads(&heads)?;
    let head_lines = columns.iter().map(|(head, width)| lines_of(head, usize::from(*width) - 2)).max().unwrap_or(1);
    filling.sheet.set_row_height(0, u32::try_from(head_lines).unwrap_or(1) * 14 + 2)?;
    for row in rows {
        let height = row_height(row, &widths);
        filling.sheet.set_row_height(filling.row, height)?;
        filling.cells(row)?;
    }
    let last_row = filling.row.max(2) - 1;
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    if widths.iter().copied().map(u32::from).sum::<u32>() > WIDEST_ON_A4 {
        sheet.set_paper_size(A3);
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn summary(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let most_columns = report.ratings.iter().map(|ratings| ratings.columns.len() + 2).max().unwrap_or(4).max(6);
    let mut widths = vec![38_u16];
    widths.resize(most_columns, 16);
    set_up(sheet, report, "Summary", &widths)?;
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
            let lines = u32::try_from((line.title.chars().count() / 36).max(line.lead.chars().count() / 30) + 1).unwrap_or(1);
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
    let mut columns = vec![("Ref", 7), ("Priority", 24), ("Under", 24), ("Action", 54), ("Lead", 30), ("Due", 20), ("Standing", 12), ("Action rating", 14)];
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
    table_sheet(sheet, report, look, "Plan on a page", &columns, &rows)
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
    columns.extend([("Milestones", 30), ("Findings", 20), ("Updated", 12), ("By", 18), ("Latest update", 45), ("Forecast", 12)]);
    let mut rows = Vec::new();
    for section in &report.sections {
        for group in &section.groups {
            for line in &group.lines {
                let mut words = line.text.clone();
                for part in &line.parts {
                    words.push_str("\n• ");
                    words.push_str(part);
                }
                let milestones: Vec<String> =
                    line.milestones.iter().map(|milestone| format!("{}: {}", milestone.text, milestone.state)).collect();
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
    table_sheet(sheet, report, look, "Actions", &columns, &rows)
}

/// What changed in the plan and which ratings moved, in one table that can be filtered.
fn changes(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [("What", 13), ("Ref", 7), ("Action", 40), ("Kind", 13), ("Was", 30), ("Is", 30), ("Effect", 13), ("Reason or latest note", 42), ("By", 18), ("On", 12)];
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
    table_sheet(sheet, report, look, "Changes", &columns, &rows)
}

/// What is overdue, what falls due, which tests of impact are due and which updates are missing.
fn due(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [("List", 20), ("Due", 12), ("Days from now", 9), ("What", 12), ("Ref", 7), ("Action", 42), ("Step", 26), ("Lead", 26), ("Rating", 14), ("Forecast", 12), ("Latest note", 42)];
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
    table_sheet(sheet, report, look, "Due", &columns, &rows)
}

fn gaps(sheet: &mut Worksheet, report: &BoardReport, look: &Look) -> Written {
    let columns = [("Gap", 40), ("Ref", 18), ("Action or finding", 60), ("Detail", 60)];
    let mut rows = Vec::new();
    for gap in &report.gaps {
        for line in &gap.lines {
            rows.push(vec![Cell::Text(&gap.title), Cell::Text(&line.reference), Cell::Text(&line.title), Cell::Text(&line.detail)]);
        }
    }
    table_sheet(sheet, report, look, "Gaps", &columns, &rows)
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
        rows.push(vec![Cell::Text("Abbreviation"), Cell::Text(&line.abbreviation), Cell::Text(&line.meaning), Cell::Empty]);
    }
    for word in &report.undefined_abbreviations {
        rows.push(vec![Cell::Text("Abbreviation"), Cell::Text(word), Cell::Alarm("Not explained by the plan"), Cell::Empty]);
    }
    table_sheet(sheet, report, look, "Glossary", &columns, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_words_wrap() {
        assert_eq!(lines_of("", 10), 1);
        assert_eq!(lines_of("ten, eleven", 10), 2);
        assert_eq!(lines_of("one\ntwo", 10), 2);
        assert_eq!(lines_of("abcdefghijklmnopqrstuvwxyz", 10), 3);
    }

    #[test]
    fn a_day_before_1900_is_not_a_workbook_date() {
        assert!(real_date("1899-12-31".parse().unwrap()).is_none());
        assert!(real_date("2026-09-15".parse().unwrap()).is_some());
    }
}
