//! One sheet of a workbook: its cells one after the other, before they are laid out.

use chrono::{NaiveDate, NaiveDateTime};

use super::super::guard::{Budget, MAX_COLUMNS, check_columns};
use super::super::xml::{Element, Token, Xml};
use super::number_format::general;
use super::styles::Styles;
use crate::Result;

/// How many coloured cells without words may wait for a cell with words after them.
const MAX_WAITING: usize = 50_000;
/// The last row that a sheet can have.
const LAST_ROW: u32 = 1_048_576;

/// What all sheets of a workbook share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) styles: Styles,
    pub(super) strings: Vec<String>,
    pub(super) is_1904: bool,
}

/// A cell that holds words or a colour. Rows and columns count from 1.
#[derive(Debug)]
pub(super) struct SheetCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) raw: String,
    pub(super) date: Option<NaiveDate>,
    pub(super) fill: Option<String>,
    pub(super) is_number: bool,
}

/// Cells merged into one, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) first_row: u32,
    pub(super) first_column: u32,
    pub(super) last_row: u32,
    pub(super) last_column: u32,
}

/// The first of several cells and how many there are.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) count: usize,
    pub(super) first: Option<(u32, u32, String)>,
}

impl Seen {
    fn add(&mut self, row: u32, column: u32, words: &str) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((row, column, words.chars().take(200).collect()));
        }
    }
}

/// A sheet as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) cells: Vec<SheetCell>,
    pub(super) merged: Vec<Merged>,
    pub(super) formulas: Seen,
    pub(super) formulas_without_value: Seen,
    pub(super) errors: Seen,
    pub(super) hidden_rows: usize,
    pub(super) hidden_columns: usize,
    pub(super) has_conditional_colours: bool,
    waiting: Vec<SheetCell>,
}

impl Sheet {
    /// Reads the XML of a sheet.
    pub(super) fn read(xml: &mut Xml<'_>, shared: &Shared, budget: &mut Budget) -> Result<Self> {
        let mut sheet = Self::default();
        let mut row = 0;
        let mut column = 0;
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "row" => {
                        row = element.number("r").unwrap_or(row + 1).clamp(1, LAST_ROW);
                        column = 0;
                        sheet.hidden_rows += usize::from(is_hidden(&element));
                    }
                    "col" => sheet.hidden_columns += usize::from(is_hidden(&element)),
                    "c" => {
                        let place = element.attribute("r").and_then(|place| parse_place(&place));
                        (row, column) = place.unwrap_or((row.max(1), column + 1));
                        let head = Head {
                            kind: element.attribute("t").unwrap_or_default(),
                            style: element.number("s").unwrap_or(0),
                        };
                        sheet.cell(xml, shared, budget, (row, column), &head)?;
                    }
                    "mergeCell" => {
                        if let Some(merged) = element.attribute("ref").and_then(|range| parse_range(&range)) {
                            budget.cells(1)?;
                            sheet.merged.push(merged);
                        }
                    }
                    "cfRule" => {
                        sheet.has_conditional_colours |= element.attribute("dxfId").is_some()
                            || element.attribute("type").is_some_and(|kind| kind == "colorScale");
                    }
                    _ => {}
                },
                Token::Eof => {
                    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
                    sheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
                    return Ok(sheet);
                }
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn cell(
        &mut self,
        xml: &mut Xml<'_>,
        shared: &Shared,
        budget: &mut Budget,
        (row, column): (u32, u32),
        head: &Head,
    ) -> Result<()> {
        let mut value: Option<String> = None;
        let mut formula: Option<String> = None;
        let inside = xml.depth();
        while xml.depth() >= inside {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "v" => value = Some(xml.text()?),
                    "f" => formula = Some(xml.text()?),
                    "is" => value = Some(rich_text(xml)?),
                    _ => {}
                },
                Token::Eof => break,
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
        let has_value = value.as_deref().is_some_and(|value| !value.is_empty());
        if let Some(formula) = formula {
            let words = format!("={formula}");
            if has_value {
                self.formulas.add(row, column, &words);
            } else {
                self.formulas_without_value.add(row, column, &words);
            }
        }
        let shown = head.show(value.unwrap_or_default(), shared);
        if head.kind == "e" && !shown.raw.is_empty() {
            self.errors.add(row, column, &shown.raw);
        }
        let fill = shared.styles.fill(head.style).map(str::to_owned);
        let cell = SheetCell { row, column, raw: shown.raw, date: shown.date, fill, is_number: shown.is_number };
        self.keep(cell, budget)
    }

    /// Keeps a cell with words, and coloured cells only when words come after them.
    fn keep(&mut self, cell: SheetCell, budget: &mut Budget) -> Result<()> {
        if cell.raw.trim().is_empty() {
            if cell.fill.is_some() && u64::from(cell.column) <= MAX_COLUMNS && self.waiting.len() < MAX_WAITING {
                self.waiting.push(cell);
            }
            return Ok(());
        }
        check_columns(cell.column as usize)?;
        budget.cells(1 + self.waiting.len())?;
        budget.text(cell.raw.len())?;
        self.cells.append(&mut self.waiting);
        self.cells.push(cell);
        Ok(())
    }

    /// Keeps coloured cells in the last row that has words, too.
    pub(super) fn finish_last_row(&mut self) {
        let last_row = self.cells.iter().map(|cell| cell.row).max().unwrap_or(0);
        let rest = std::mem::take(&mut self.waiting);
        self.cells.extend(rest.into_iter().filter(|cell| cell.row == last_row));
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
    }
}

/// What the start of a cell says about it.
#[derive(Debug)]
struct Head {
    kind: String,
    style: usize,
}

/// A value as a person sees it.
#[derive(Debug, Default)]
struct Shown {
    raw: String,
    date: Option<NaiveDate>,
    is_number: bool,
}

impl Head {
    fn show(&self, value: String, shared: &Shared) -> Shown {
        let words = |raw: String| Shown { raw, ..Shown::default() };
        match self.kind.as_str() {
            "s" => {
                let index: Option<usize> = value.trim().parse().ok();
                words(index.and_then(|index| shared.strings.get(index)).cloned().unwrap_or_default())
            }
            "inlineStr" | "e" => words(value),
            "str" => words(unescape(&value)),
            "b" => words(if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "d" => match parse_iso(value.trim()) {
                Some(at) => Shown {
                    raw: shared.styles.format(self.style).show_instant(at),
                    date: Some(at.date()),
                    is_number: false,
                },
                None => words(value),
            },
            _ => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let format = shared.styles.format(self.style);
                    let date = format.date(number, shared.is_1904);
                    let mut raw = format.show(number, shared.is_1904);
                    // A format such as `;;;` hides a number on screen; the plan still holds it.
                    if raw.is_empty() {
                        raw = general(number);
                    }
                    Shown { raw, date, is_number: date.is_none() }
                }
                _ => words(value),
            },
        }
    }
}

fn is_hidden(element: &Element<'_>) -> bool {
    element.attribute("hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
}

/// The words of a string, its runs joined; how East Asian words are spoken is left out.
pub(super) fn rich_text(xml: &mut Xml<'_>) -> Result<String> {
    let inside = xml.depth();
    let mut text = String::new();
    while xml.depth() >= inside {
        match xml.next()? {
            Token::Start(element) => match element.name() {
                "t" => text.push_str(&unescape(&xml.text()?)),
                "rPh" | "phoneticPr" => xml.skip()?,
                _ => {}
            },
            Token::Eof => break,
            Token::End | Token::Text(_) | Token::Nothing => {}
        }
    }
    Ok(text)
}

/// Undoes `_x000D_` and makes every line end a line feed.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let escape = rest.get(at + 2..at + 7).filter(|escape| escape.ends_with('_'));
        let code = escape.and_then(|escape| u32::from_str_radix(&escape[..4], 16).ok()).and_then(char::from_u32);
        plain.push_str(&rest[..at]);
        if let Some(character) = code {
            plain.push(character);
            rest = &rest[at + 7..];
        } else {
            plain.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    plain.push_str(rest);
    if plain.contains('\r') { plain.replace("\r\n", "\n").replace('\r', "\n") } else { plain }
}

fn parse_iso(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z');
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
}

/// `D14` as row 14, column 4.
fn parse_place(place: &str) -> Option<(u32, u32)> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = place.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    (1..=LAST_ROW).contains(&row).then_some((row, column))
}

fn parse_range(range: &str) -> Option<Merged> {
    let (first, last) = range.split_once(':')?;
    let (first_row, first_column) = parse_place(first)?;
    let (last_row, last_column) = parse_place(last)?;
    (first_row <= last_row && first_column <= last_column).then_some(Merged {
        first_row,
        first_column,
        last_row,
        last_column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_excel_writes_them() {
        assert_eq!(parse_place("D14"), Some((14, 4)));
        assert_eq!(parse_place("AA1"), Some((1, 27)));
        assert_eq!(parse_place("14"), None);
        assert_eq!(parse_place("A0"), None);
        assert_eq!(parse_place("ABCD1"), None);
        assert_eq!(parse_range("B2:C9"), Some(Merged { first_row: 2, first_column: 2, last_row: 9, last_column: 3 }));
        assert_eq!(parse_range("C9:B2"), None);
    }

    #[test]
    fn escaped_characters_are_put_back() {
        assert_eq!(unescape("one_x000D_\ntwo"), "one\ntwo");
        assert_eq!(unescape("snake_xcase_x12"), "snake_xcase_x12");
        assert_eq!(unescape("_x00e9_t\u{e9}"), "été");
    }
}
