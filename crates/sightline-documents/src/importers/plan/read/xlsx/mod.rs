//! Workbooks (.xlsx): every visible sheet as a table.
//!
//! Our own reading of the XML: number formats, colours, merges and hidden
//! sheets are all needed, and a hostile file must not exhaust the machine.

mod colours;
mod layout;
mod number_format;
mod sheet;
mod styles;

use sightline_domain::{Place, Problem, Severity};

use self::colours::Palette;
use self::sheet::{Seen, Shared, Sheet};
use self::styles::Styles;
use super::guard::{Budget, Package};
use super::relations::{Relation, relations, target_of};
use super::xml::Token;
use crate::codes::{explain, reader};
use crate::importers::plan::source::{Block, Content, SourceDocument};
use crate::{Error, Result};

const FORMAT: &str = "xlsx";

/// The visible sheets of a workbook as tables, in the order of their tabs.
///
/// Numbers and dates are shown as their number format shows them; formulas
/// give their stored value. Line feeds inside a cell make paragraphs. Blank
/// rows and columns at the end are left out; more than 50 blank rows in
/// between become one.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::FileTooLarge`], [`Error::Corrupt`],
/// [`Error::PasswordProtected`], [`Error::Expands`], [`Error::TooMuch`],
/// [`Error::TooDeep`] and [`Error::DocumentType`], each as its name says.
pub fn read(bytes: &[u8]) -> Result<SourceDocument> {
    let mut package = Package::open(FORMAT, bytes)?;
    let whole_file = relations(&mut package, "")?;
    let main = target_of(&whole_file, "officeDocument").unwrap_or("xl/workbook.xml").to_owned();
    let related = relations(&mut package, &main)?;
    let workbook = read_workbook(&mut package, &main)?;
    let shared = read_shared(&mut package, &related, workbook.is_1904)?;

    let mut document = SourceDocument::default();
    if package.has_macros() {
        document.problems.push(note(reader::MACROS, Severity::Note, Place::default(), "macros", ""));
    }
    let mut budget = Budget::default();
    for tab in workbook.tabs {
        let Some(relation) = related.iter().find(|relation| relation.id == tab.id) else { continue };
        if tab.is_hidden {
            let place = Place { sheet: Some(tab.name.clone()), ..Place::default() };
            document.problems.push(note(reader::HIDDEN_SHEET, Severity::Note, place, &tab.name, ""));
            continue;
        }
        if relation.kind != "worksheet" {
            continue;
        }
        let Some(mut xml) = package.part(&relation.target)? else {
            return Err(Error::Corrupt { format: FORMAT, reason: format!("sheet {} is missing", tab.name) });
        };
        budget.block()?;
        let sheet = Sheet::read(&mut xml, &shared, &mut budget)?;
        document.problems.extend(problems_of(&tab.name, &sheet));
        let table = layout::lay_out(&tab.name, sheet, &mut budget)?;
        let place = Place { sheet: Some(tab.name), ..Place::default() };
        document.blocks.push(Block { place, content: Content::Table(table) });
    }
    Ok(document)
}

/// What `workbook.xml` says.
#[derive(Debug, Default)]
struct Workbook {
    is_1904: bool,
    tabs: Vec<Tab>,
}

#[derive(Debug)]
struct Tab {
    name: String,
    id: String,
    is_hidden: bool,
}

fn read_workbook(package: &mut Package<'_>, part: &str) -> Result<Workbook> {
    let mut workbook = Workbook::default();
    let Some(mut xml) = package.part(part)? else {
        return Err(Error::Corrupt { format: FORMAT, reason: "it has no workbook part".to_owned() });
    };
    loop {
        match xml.next()? {
            Token::Start(element) => match element.name() {
                "workbookPr" => {
                    workbook.is_1904 =
                        element.attribute("date1904").is_some_and(|value| matches!(value.as_str(), "1" | "true"));
                }
                // More sheets than Excel can show in its tabs; each costs a little memory.
                "sheet" if workbook.tabs.len() < 10_000 => {
                    let state = element.attribute("state").unwrap_or_default();
                    if let (Some(name), Some(id)) = (element.attribute("name"), element.attribute("id")) {
                        let name = name.chars().take(100).collect();
                        workbook.tabs.push(Tab {
                            name,
                            id,
                            is_hidden: matches!(state.as_str(), "hidden" | "veryHidden"),
                        });
                    }
                }
                _ => {}
            },
            Token::Eof => return Ok(workbook),
            Token::End | Token::Text(_) | Token::Nothing => {}
        }
    }
}

fn read_shared(package: &mut Package<'_>, related: &[Relation], is_1904: bool) -> Result<Shared> {
    let mut shared = Shared { is_1904, ..Shared::default() };
    let mut palette = Palette::default();
    if let Some(part) = target_of(related, "theme")
        && let Some(mut xml) = package.part(part)?
    {
        palette.read_theme(&mut xml)?;
    }
    if let Some(part) = target_of(related, "styles")
        && let Some(mut xml) = package.part(part)?
    {
        shared.styles = Styles::read(&mut xml, &mut palette)?;
    }
    if let Some(part) = target_of(related, "sharedStrings")
        && let Some(mut xml) = package.part(part)?
    {
        let mut budget = Budget::default();
        loop {
            match xml.next()? {
                Token::Start(element) if element.name() == "si" => {
                    let text = sheet::rich_text(&mut xml)?;
                    budget.cells(1)?;
                    budget.text(text.len())?;
                    shared.strings.push(text);
                }
                Token::Eof => break,
                _ => {}
            }
        }
    }
    Ok(shared)
}

fn problems_of(name: &str, sheet: &Sheet) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |code, severity, seen: &Seen, words: &str| {
        if let Some((row, column, first)) = &seen.first {
            let lead = format!("{} {words}, the first of them here. ", seen.count);
            problems.push(note(code, severity, Place::sheet(name, *row, *column), first, &lead));
        }
    };
    add(reader::FORMULAS, Severity::Note, &sheet.formulas, "computed cell(s) on this sheet");
    add(
        reader::FORMULA_WITHOUT_VALUE,
        Severity::Warning,
        &sheet.formulas_without_value,
        "computed cell(s) on this sheet without a stored value",
    );
    add(reader::CELL_ERROR, Severity::Warning, &sheet.errors, "cell(s) on this sheet show an error");
    let whole = Place { sheet: Some(name.to_owned()), ..Place::default() };
    if sheet.hidden_rows + sheet.hidden_columns > 0 {
        let seen = format!("{} hidden rows, {} hidden column ranges", sheet.hidden_rows, sheet.hidden_columns);
        problems.push(note(reader::HIDDEN_ROWS, Severity::Note, whole.clone(), &seen, ""));
    }
    if sheet.has_conditional_colours {
        problems.push(note(reader::CONDITIONAL_COLOURS, Severity::Note, whole, "conditional formatting", ""));
    }
    problems.extend(layout::doubtful_references(name, sheet));
    problems
}

/// A problem with the general help of its code after what is said first.
fn note(code: &str, severity: Severity, place: Place, seen: &str, first: &str) -> Problem {
    let help = explain(code).map_or("", |explanation| explanation.help);
    Problem::new(code, severity, place, seen, format!("{first}{help}"))
}
