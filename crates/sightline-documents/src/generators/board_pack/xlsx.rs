//! The board pack as a workbook: a sheet for each section.

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::{Block, BoardPack, PackCell, PackMeasure, PackPart, PackRow, PackTable};
use crate::generators::sheet::{About, Cell, Filling, Look, Written, real_date, row_height, set_up, table_sheet};
use crate::{Error, Result};

/// Longest name of a sheet.
const LONGEST_NAME: usize = 31;
/// Widths of the columns of a sheet of words and tables.
const WIDTHS: [u16; 8] = [30, 30, 22, 22, 22, 22, 18, 18];
/// Characters that a line over all of them holds.
const LINE: usize = 190;
/// Heads and widths of the table of measures.
const MEASURES: [(&str, u16); 12] = [
    ("Section", 24),
    ("Reference", 11),
    ("Measure", 36),
    ("Figure", 12),
    ("Unit", 13),
    ("As shown", 18),
    ("Made from", 18),
    ("Period", 16),
    ("Target", 18),
    ("Is it changing?", 24),
    ("Will the target be met?", 24),
    ("What it says", 44),
];

/// The pack as a workbook. Figures are real numbers; words are always words, so that no cell is ever a formula.
///
/// The same pack gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when it cannot be written.
pub fn xlsx(pack: &BoardPack) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    write(&mut workbook, pack).map_err(|error| failed(&error))?;
    workbook.save_to_buffer().map_err(|error| failed(&error))
}

fn failed(error: &XlsxError) -> Error {
    Error::Write { format: "xlsx", reason: error.to_string() }
}

fn write(workbook: &mut Workbook, pack: &BoardPack) -> Written {
    let mut properties = DocProperties::new()
        .set_title(&pack.title)
        .set_subject(&pack.plan_title)
        .set_author(pack.council.as_deref().unwrap_or("Sightline"));
    if let Some(created) = real_date(pack.as_at.on) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let look = Look::new();
    let about = About { plan: &pack.plan_title, as_at: &pack.as_at };
    cover(workbook.add_worksheet(), pack, &about, &look)?;
    for section in &pack.sections {
        let name = sheet_name(&section.title);
        let sheet = workbook.add_worksheet();
        if let Some(rows) = measure_rows(section) {
            table_sheet(sheet, &about, &look, &name, &MEASURES, &rows)?;
        } else {
            words_sheet(sheet, &about, &look, &name, section)?;
        }
    }
    Ok(())
}

/// The title as a sheet may be called.
fn sheet_name(title: &str) -> String {
    let allowed = |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    title.chars().filter(allowed).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

fn cover(sheet: &mut Worksheet, pack: &BoardPack, about: &About<'_>, look: &Look) -> Written {
    set_up(sheet, about, "About this pack", &WIDTHS)?;
    let mut filling = Filling { sheet, look, row: 0 };
    filling.line(&pack.title, &look.title)?;
    filling.sheet.set_row_height(0, 24)?;
    filling.line(&pack.plan_title, &look.quiet)?;
    let mut facts: Vec<String> = pack.council.iter().chain(&pack.body).cloned().collect();
    facts.extend(pack.meeting.iter().map(|meeting| format!("Meeting of {}", meeting.words)));
    facts.push(format!("As at {}", pack.as_at.words));
    facts.push(format!("For {}", pack.audience));
    filling.line(&facts.join(" · "), &look.quiet)?;
    filling.row += 1;
    for text in [&pack.handling, &pack.records] {
        paragraph(&mut filling, text)?;
    }
    Ok(())
}

fn words_sheet(sheet: &mut Worksheet, about: &About<'_>, look: &Look, name: &str, section: &PackPart) -> Written {
    set_up(sheet, about, name, &WIDTHS)?;
    let mut filling = Filling { sheet, look, row: 0 };
    filling.line(&section.title, &look.title)?;
    filling.sheet.set_row_height(0, 24)?;
    for block in &section.blocks {
        match block {
            Block::Heading { text } => {
                filling.row += 1;
                filling.line(text, &look.heading)?;
            }
            Block::Words { text } | Block::Quiet { text } => paragraph(&mut filling, text)?,
            Block::Panel { title, lead, lines, .. } => {
                filling.row += 1;
                filling.line(title, &look.heading)?;
                paragraph(&mut filling, lead)?;
                lines.iter().try_for_each(|line| paragraph(&mut filling, line))?;
            }
            Block::Points { items } => {
                items.iter().try_for_each(|item| paragraph(&mut filling, &format!("• {item}")))?;
            }
            Block::Topics { title, status, topics, .. } => {
                filling.row += 1;
                filling.line(title, &look.heading)?;
                filling.line(status, &look.quiet)?;
                for (heading, text) in topics {
                    paragraph(&mut filling, &format!("{heading}: {text}"))?;
                }
            }
            Block::Table(table) => write_table(&mut filling, table)?,
            // Such a section is a sheet of its own.
            Block::Measures { .. } => {}
        }
    }
    Ok(())
}

fn paragraph(filling: &mut Filling<'_>, text: &str) -> Written {
    filling.paragraph(text, u16::try_from(WIDTHS.len() - 1).unwrap_or(0), LINE)
}

fn write_table(filling: &mut Filling<'_>, table: &PackTable) -> Written {
    if table.rows.is_empty() {
        return Ok(());
    }
    filling.row += 1;
    let heads: Vec<&str> = table.columns.iter().map(|(head, _)| head.as_str()).collect();
    filling.heads(&heads)?;
    for row in &table.rows {
        match row {
            PackRow::Band { text } => filling.cells(&[Cell::Bold(text.clone())])?,
            PackRow::Cells { cells } => {
                let cells: Vec<Cell<'_>> = cells.iter().map(cell).collect();
                let height = row_height(&cells, &WIDTHS);
                filling.sheet.set_row_height(filling.row, height)?;
                filling.cells(&cells)?;
            }
        }
    }
    filling.row += 1;
    Ok(())
}

fn cell(of: &PackCell) -> Cell<'_> {
    match &of.mark {
        Some(mark) if of.quiet.is_none() => Cell::Rating(mark),
        _ if of.is_alarm && of.quiet.is_none() => Cell::Alarm(&of.text),
        _ => Cell::Words(of.words()),
    }
}

/// The lines of a section that is a scorecard.
fn measure_rows(section: &PackPart) -> Option<Vec<Vec<Cell<'_>>>> {
    let mut heading = "";
    let (mut rows, mut has_measures) = (Vec::new(), false);
    for block in &section.blocks {
        match block {
            Block::Heading { text } => heading = text,
            Block::Measures { lines } => {
                has_measures = true;
                rows.extend(lines.iter().map(|line| measure_row(heading, line)));
            }
            _ => {}
        }
    }
    has_measures.then_some(rows)
}

fn measure_row<'a>(section: &'a str, measure: &'a PackMeasure) -> Vec<Cell<'a>> {
    vec![
        Cell::Text(section),
        Cell::maybe(measure.reference.as_deref()),
        Cell::Text(&measure.label),
        measure.number.as_deref().map_or(Cell::Empty, Cell::Figure),
        Cell::Text(&measure.unit),
        Cell::Text(&measure.figure),
        Cell::maybe(measure.made_from.as_deref()),
        Cell::Text(&measure.period),
        Cell::maybe(measure.target.as_deref()),
        Cell::Text(&measure.variation.words),
        Cell::Text(&measure.assurance.words),
        Cell::Text(&measure.sentence),
    ]
}
