//! Values of the plan as cells, and cells as values.

use chrono::NaiveDate;
use sightline_domain::plan::{ActionState, SourceKind, Statement, TargetOperator};
use sightline_domain::scale::Brag;

use super::Cell;
use super::marks::{paragraph_of, paragraphs_of, text_of, unmark, with_first_character_marked};

/// Stands in a date column beside printed words that name no day.
pub(super) const NO_DATE: &str = "no date";
const SUB_LINE: &str = "– ";

/// Why a cell could not be taken as it is.
pub(super) enum Trouble {
    /// It is not the kind of value the column holds; the field stays empty. Holds what to do.
    Wrong(String),
    /// It was taken, and does not agree with the words beside it. Holds what to do.
    Doubtful(String),
}

/// A value that stands in a cell.
pub(super) trait CellValue: Sized {
    /// The cell that holds it.
    fn to_cell(&self) -> Cell;
    /// The value a cell holds.
    fn from_cell(cell: &Cell) -> Result<Self, Trouble>;
}

impl CellValue for String {
    fn to_cell(&self) -> Cell {
        Cell::of(paragraphs_of(self))
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        Ok(text_of(&cell.paragraphs))
    }
}

impl CellValue for Option<String> {
    fn to_cell(&self) -> Cell {
        match self {
            None => Cell::default(),
            Some(text) if text.is_empty() => Cell::of(vec![paragraph_of("")]),
            Some(text) => text.to_cell(),
        }
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        Ok((!cell.is_empty()).then(|| text_of(&cell.paragraphs)))
    }
}

impl CellValue for Vec<String> {
    fn to_cell(&self) -> Cell {
        Cell::of(self.iter().map(|item| paragraph_of(item)).collect())
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        Ok(cell.paragraphs.iter().map(|paragraph| unmark(paragraph)).collect())
    }
}

impl CellValue for Vec<Statement> {
    fn to_cell(&self) -> Cell {
        let mut paragraphs = Vec::new();
        for statement in self {
            paragraphs.push(if statement.text.starts_with(SUB_LINE) {
                with_first_character_marked(&statement.text)
            } else {
                paragraph_of(&statement.text)
            });
            paragraphs.extend(statement.parts.iter().map(|part| format!("{SUB_LINE}{}", paragraph_of(part))));
        }
        Cell::of(paragraphs)
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        let mut statements: Self = Vec::new();
        for paragraph in &cell.paragraphs {
            match (paragraph.strip_prefix(SUB_LINE), statements.last_mut()) {
                (Some(part), Some(statement)) => statement.parts.push(unmark(part)),
                _ => statements.push(Statement { text: unmark(paragraph), parts: Vec::new() }),
            }
        }
        Ok(statements)
    }
}

impl CellValue for Option<NaiveDate> {
    fn to_cell(&self) -> Cell {
        self.map_or_else(Cell::default, Cell::date)
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        if cell.is_empty() || is_no_date(cell) {
            return Ok(None);
        }
        let text = cell.paragraphs.join(" ");
        cell.date.or_else(|| read_day(&text)).map(Some).ok_or_else(|| not_a_date(&text))
    }
}

impl CellValue for Vec<NaiveDate> {
    fn to_cell(&self) -> Cell {
        Cell::of(self.iter().map(|day| print_day(*day)).collect())
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        if let Some(day) = cell.date {
            return Ok(vec![day]);
        }
        cell.paragraphs.iter().map(|text| read_day(text).ok_or_else(|| not_a_date(text))).collect()
    }
}

/// True when the cell says that the words beside it name no day.
pub(super) fn is_no_date(cell: &Cell) -> bool {
    cell.paragraphs.len() == 1 && cell.paragraphs[0].eq_ignore_ascii_case(NO_DATE)
}

fn not_a_date(text: &str) -> Trouble {
    Trouble::Wrong(format!("“{text}” is not a day; write it as 31 March 2026 or 2026-03-31"))
}

/// A day as people write it: `31 March 2026`.
pub(in crate::template) fn print_day(day: NaiveDate) -> String {
    use chrono::Datelike;
    if (1000..=9999).contains(&day.year()) {
        day.format("%-d %B %Y").to_string()
    } else {
        day.format("%Y-%m-%d").to_string()
    }
}

fn read_day(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"].iter().find_map(|format| NaiveDate::parse_from_str(text.trim(), format).ok())
}

impl CellValue for bool {
    fn to_cell(&self) -> Cell {
        if *self { Cell::of(vec!["Yes".to_owned()]) } else { Cell::default() }
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        match cell.paragraphs.join(" ").to_lowercase().as_str() {
            "" | "no" | "n" | "false" => Ok(false),
            "yes" | "y" | "true" => Ok(true),
            _ => Err(Trouble::Wrong("write Yes, or leave the cell empty".to_owned())),
        }
    }
}

impl CellValue for Option<u32> {
    fn to_cell(&self) -> Cell {
        self.map_or_else(Cell::default, |number| Cell::of(vec![number.to_string()]))
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        if cell.is_empty() {
            return Ok(None);
        }
        cell.paragraphs
            .join(" ")
            .parse()
            .map(Some)
            .map_err(|_| Trouble::Wrong("write a whole number, such as 31, or leave the cell empty".to_owned()))
    }
}

/// A value that is one of a few words.
trait Choice: Copy + PartialEq + 'static {
    const WORDS: &'static [(Self, &'static str)];
}

fn choice_to_cell<C: Choice>(value: C) -> Cell {
    Cell::of(C::WORDS.iter().filter(|(choice, _)| *choice == value).map(|(_, word)| (*word).to_owned()).collect())
}

fn choice_from_cell<C: Choice>(cell: &Cell) -> Result<C, Trouble> {
    let text = cell.paragraphs.join(" ");
    C::WORDS.iter().find(|(_, word)| word.eq_ignore_ascii_case(&text)).map(|(choice, _)| *choice).ok_or_else(|| {
        let words: Vec<_> = C::WORDS.iter().map(|(_, word)| *word).collect();
        Trouble::Wrong(format!("write one of these: {}", words.join(", ")))
    })
}

impl Choice for SourceKind {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Scorecard, "Scorecard"),
        (Self::ToBeDeveloped, "To be developed"),
        (Self::Other, "Other"),
        (Self::Blank, "None printed"),
    ];
}

impl CellValue for SourceKind {
    fn to_cell(&self) -> Cell {
        choice_to_cell(*self)
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        if cell.is_empty() { Ok(Self::Blank) } else { choice_from_cell(cell) }
    }
}

impl Choice for TargetOperator {
    const WORDS: &'static [(Self, &'static str)] = &[(Self::AtLeast, "At least"), (Self::AtMost, "At most")];
}

impl Choice for Brag {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Red, "Red"), (Self::Amber, "Amber"), (Self::Green, "Green"), (Self::Blue, "Blue")];
}

impl<C: Choice> CellValue for Option<C> {
    fn to_cell(&self) -> Cell {
        self.map_or_else(Cell::default, choice_to_cell)
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        if cell.is_empty() { Ok(None) } else { choice_from_cell(cell).map(Some) }
    }
}

const WITHDRAWN: &str = "Withdrawn";
const MERGED: &str = "Merged into";
const SPLIT: &str = "Split into";

impl CellValue for ActionState {
    fn to_cell(&self) -> Cell {
        let (word, references): (&str, &[String]) = match self {
            Self::Live => return Cell::default(),
            Self::Withdrawn => (WITHDRAWN, &[]),
            Self::Merged { into } => (MERGED, std::slice::from_ref(into)),
            Self::Split { into } => (SPLIT, into),
        };
        let mut paragraphs = vec![word.to_owned()];
        paragraphs.extend(references.iter().map(|reference| paragraph_of(reference)));
        Cell::of(paragraphs)
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        let Some((first, rest)) = cell.paragraphs.split_first() else { return Ok(Self::Live) };
        let mut references: Vec<String> = rest.iter().map(|paragraph| unmark(paragraph)).collect();
        let mut word = first.trim();
        for known in [MERGED, SPLIT] {
            // Typed on one line: "Merged into 1.2".
            if let Some(after) = word.strip_prefix(known).map(str::trim).filter(|after| !after.is_empty()) {
                references.extend(after.split(',').map(|reference| reference.trim().to_owned()));
                word = known;
            }
        }
        match (word, references.as_slice()) {
            ("Live", []) => Ok(Self::Live),
            (WITHDRAWN, []) => Ok(Self::Withdrawn),
            (MERGED, [into]) => Ok(Self::Merged { into: into.clone() }),
            (SPLIT, _) => Ok(Self::Split { into: references }),
            _ => Err(Trouble::Wrong(
                "write Withdrawn, or Merged into and the reference, or Split into and the references, or leave the cell empty"
                    .to_owned(),
            )),
        }
    }
}
