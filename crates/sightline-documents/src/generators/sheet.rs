//! Cells, formats and sheets of a workbook in one look.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use sightline_domain::board_report::{Day, RatingMark};

pub(super) type Written = std::result::Result<(), XlsxError>;

/// What the sheet is of, for its printed header.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Title of the plan.
    pub(super) plan: &'a str,
    /// The day it shows.
    pub(super) as_at: &'a Day,
}

/// What stands in a cell.
pub(super) enum Cell<'a> {
    Text(&'a str),
    Words(String),
    Bold(String),
    Number(usize),
    Days(i64),
    /// A number with decimal places, as it is shown.
    Figure(&'a str),
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
            Self::Number(_) | Self::Days(_) | Self::Figure(_) | Self::Date(_) | Self::Empty => "",
        }
    }

    pub(super) fn date(day: Option<&Day>) -> Self {
        day.map_or(Self::Empty, |day| Self::Date(day.on))
    }

    pub(super) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

/// The formats of the workbook.
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) quiet: Format,
    pub(super) heading: Format,
    pub(super) head: Format,
    pub(super) head_right: Format,
    pub(super) text: Format,
    bold: Format,
    alarm: Format,
    number: Format,
    date: Format,
}

const ACCENT: Color = Color::RGB(0x0012_355B);
const HAIRLINE: Color = Color::RGB(0x00B1_B4B6);

impl Look {
    pub(super) fn new() -> Self {
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
pub(super) struct Filling<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) look: &'a Look,
    pub(super) row: u32,
}

impl Filling<'_> {
    pub(super) fn line(&mut self, words: &str, format: &Format) -> Written {
        self.sheet.write_string_with_format(self.row, 0, words, format)?;
        self.row += 1;
        Ok(())
    }

    /// A paragraph over the given columns, high enough for its words.
    pub(super) fn paragraph(&mut self, words: &str, last_column: u16, characters_a_line: usize) -> Written {
        let format = self.look.text.clone().set_border_bottom(FormatBorder::None);
        self.sheet.merge_range(self.row, 0, self.row, last_column, words, &format)?;
        let lines = u32::try_from(words.chars().count() / characters_a_line.max(1) + 1).unwrap_or(1);
        self.sheet.set_row_height(self.row, 14 * lines)?;
        self.row += 1;
        Ok(())
    }

    pub(super) fn heads(&mut self, heads: &[&str]) -> Written {
        for (column, head) in (0..).zip(heads) {
            self.sheet.write_string_with_format(self.row, column, *head, &self.look.head)?;
        }
        self.row += 1;
        Ok(())
    }

    pub(super) fn cells(&mut self, cells: &[Cell<'_>]) -> Written {
        let (row, look) = (self.row, self.look);
        for (column, cell) in (0..).zip(cells) {
            match cell {
                // Always as a string: `=1+1` in a plan is words, not a formula.
                Cell::Text(words) => self.sheet.write_string_with_format(row, column, held(words), &look.text)?,
                Cell::Words(words) => self.sheet.write_string_with_format(row, column, held(words), &look.text)?,
                Cell::Bold(words) => self.sheet.write_string_with_format(row, column, held(words), &look.bold)?,
                Cell::Alarm(words) => self.sheet.write_string_with_format(row, column, held(words), &look.alarm)?,
                Cell::Number(number) => self.sheet.write_number_with_format(
                    row,
                    column,
                    u32::try_from(*number).unwrap_or(u32::MAX),
                    &look.number,
                )?,
                Cell::Days(days) => self.sheet.write_number_with_format(
                    row,
                    column,
                    i32::try_from(*days).unwrap_or(i32::MAX),
                    &look.number,
                )?,
                Cell::Figure(shown) => match shown.parse::<f64>() {
                    Ok(figure) => {
                        let places = shown.split_once('.').map_or(0, |(_, places)| places.len());
                        let format = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
                        self.sheet.write_number_with_format(
                            row,
                            column,
                            figure,
                            &look.number.clone().set_num_format(format),
                        )?
                    }
                    Err(_) => self.sheet.write_string_with_format(row, column, *shown, &look.text)?,
                },
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
pub(super) fn row_height(cells: &[Cell<'_>], widths: &[u16]) -> u32 {
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
pub(super) fn held(words: &str) -> String {
    words.chars().take(32_000).collect()
}

pub(super) fn real_date(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

const A3: u8 = 8;
const A4: u8 = 9;
/// Characters that a line of A4 on its side holds in print that can still be read.
const WIDEST_ON_A4: u32 = 200;

/// Name, column widths, and how the sheet prints: landscape, as wide as the page, with page numbers.
pub(super) fn set_up(sheet: &mut Worksheet, about: &About<'_>, name: &str, widths: &[u16]) -> Written {
    sheet.set_name(name)?;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    // `&` begins a command in a printed header, and no header may be longer than 255 characters.
    let title: String = about.plan.chars().take(150).collect();
    sheet.set_header(format!("&L&9{}&R&9As at {}", title.replace('&', "&&"), about.as_at.words));
    sheet.set_footer(format!("&L&9{name}&R&9Page &P of &N"));
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// A sheet that is one table: header row frozen, filtered and repeated on paper.
pub(super) fn table_sheet(
    sheet: &mut Worksheet,
    about: &About<'_>,
    look: &Look,
    name: &str,
    columns: &[(&str, u16)],
    rows: &[Vec<Cell<'_>>],
) -> Written {
    let widths: Vec<u16> = columns.iter().map(|(_, width)| *width).collect();
    set_up(sheet, about, name, &widths)?;
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
