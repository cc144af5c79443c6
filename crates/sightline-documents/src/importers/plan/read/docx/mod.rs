//! Word documents (.docx): headings, paragraphs, lists and tables in reading order.
//!
//! Our own reading of the XML: numbering, merges, shading, repeated header rows and
//! text boxes are all needed, and a hostile file must not exhaust the machine.

mod numbering;
mod story;
mod styles;
mod table;

use sightline_domain::{Place, Problem, Severity};

use self::numbering::Numbering;
use self::story::{Noticed, Piece, StoryReader};
use self::styles::Styles;
use super::guard::Package;
use super::relations::{relations, target_of};
use super::words::{Line, one_line, paragraphs_of_lines, typed_bullet};
use super::xml::Token;
use crate::codes::{explain, reader};
use crate::importers::plan::source::{Block, Content, SourceDocument};
use crate::{Error, Result};

const FORMAT: &str = "docx";

/// The blocks of a Word document, in reading order, footnotes last.
///
/// Numbers that Word prints before list paragraphs and headings are part of
/// their words; bullets are not. Inserted words are kept and deleted ones left
/// out. Paragraphs are counted without empty ones, tables in order of
/// appearance.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::FileTooLarge`], [`Error::Corrupt`],
/// [`Error::PasswordProtected`], [`Error::Expands`], [`Error::TooMuch`],
/// [`Error::TooDeep`] and [`Error::DocumentType`], each as its name says.
pub fn read(bytes: &[u8]) -> Result<SourceDocument> {
    let mut package = Package::open(FORMAT, bytes)?;
    let whole_file = relations(&mut package, "")?;
    let main = target_of(&whole_file, "officeDocument").unwrap_or("word/document.xml").to_owned();
    let related = relations(&mut package, &main)?;

    let styles = match target_of(&related, "styles") {
        Some(part) => package.part(part)?.map_or_else(|| Ok(Styles::default()), |mut xml| Styles::read(&mut xml))?,
        None => Styles::default(),
    };
    let numbering = match target_of(&related, "numbering") {
        Some(part) => {
            package.part(part)?.map_or_else(|| Ok(Numbering::default()), |mut xml| Numbering::read(&mut xml))?
        }
        None => Numbering::default(),
    };

    let mut stories = StoryReader::new(styles, numbering);
    let mut pieces = Vec::new();
    let Some(mut xml) = package.part(&main)? else {
        return Err(Error::Corrupt { format: FORMAT, reason: "it has no main document part".to_owned() });
    };
    loop {
        match xml.next()? {
            Token::Start(element) if element.name() == "body" => stories.content(&mut xml, &mut pieces)?,
            Token::Eof => break,
            _ => {}
        }
    }
    drop(xml);
    for kind in ["footnotes", "endnotes"] {
        if let Some(part) = target_of(&related, kind) {
            read_notes(&mut package, part, &mut stories, &mut pieces)?;
        }
    }

    let mut document = SourceDocument { blocks: Vec::new(), problems: problems_of(&stories.noticed) };
    if package.has_macros() {
        document.problems.push(note(reader::MACROS, Place::default(), "macros", Severity::Note));
    }
    write_blocks(pieces, &mut document);
    Ok(document)
}

fn read_notes(package: &mut Package<'_>, part: &str, stories: &mut StoryReader, pieces: &mut Vec<Piece>) -> Result<()> {
    let Some(mut xml) = package.part(part)? else { return Ok(()) };
    loop {
        match xml.next()? {
            Token::Start(element) if matches!(element.name(), "footnote" | "endnote") => {
                if element.attribute("type").is_some_and(|kind| kind != "normal") {
                    xml.skip()?;
                    continue;
                }
                let mut note = Vec::new();
                stories.content(&mut xml, &mut note)?;
                pieces.extend(note);
            }
            Token::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn write_blocks(pieces: Vec<Piece>, document: &mut SourceDocument) {
    let mut paragraph = 0;
    let mut table = 0;
    let mut typed: Vec<(Place, Line)> = Vec::new();
    let mut text_box: Option<(Place, String)> = None;
    let mut text_boxes = 0;
    for piece in pieces {
        match piece {
            Piece::Table(rows) => {
                write_typed(&mut typed, document);
                table += 1;
                let place = Place { table: Some(table), ..Place::default() };
                let content = Content::Table(table::lay_out(rows, table));
                document.blocks.push(Block { place, content });
            }
            Piece::Paragraph(words) if words.text.is_empty() => {}
            Piece::Paragraph(words) => {
                paragraph += 1;
                let place = Place::paragraph(paragraph);
                if words.begins_text_box {
                    text_boxes += 1;
                    text_box.get_or_insert_with(|| (place.clone(), one_line(&words.text)));
                }
                if words.heading.is_none() && words.item_level.is_none() && typed_bullet(&words.text).is_some() {
                    typed.push((place, Line { text: words.text, item_level: None }));
                    continue;
                }
                write_typed(&mut typed, document);
                let text = one_line(&words.text);
                let content = match (words.heading, words.item_level) {
                    (Some(level), _) => Content::Heading { level, text },
                    (None, Some(level)) => Content::Item { level, text },
                    (None, None) => Content::Paragraph { text },
                };
                document.blocks.push(Block { place, content });
            }
        }
    }
    write_typed(&mut typed, document);
    if let Some((place, seen)) = text_box {
        let mut problem = note(reader::TEXT_BOX, place, &seen, Severity::Note);
        problem.help = format!("{text_boxes} text box(es). {}", problem.help);
        document.problems.push(problem);
    }
}

/// Writes neighbouring paragraphs with typed bullets as one list.
fn write_typed(typed: &mut Vec<(Place, Line)>, document: &mut SourceDocument) {
    let (places, lines): (Vec<Place>, Vec<Line>) = typed.drain(..).unzip();
    for (place, item) in places.into_iter().zip(paragraphs_of_lines(&lines)) {
        let content = Content::Item { level: item.item_level.unwrap_or(0), text: item.text };
        document.blocks.push(Block { place, content });
    }
}

fn problems_of(noticed: &Noticed) -> Vec<Problem> {
    let mut problems = Vec::new();
    if noticed.has_tracked_changes {
        problems.push(note(reader::TRACKED_CHANGES, Place::default(), "tracked changes", Severity::Note));
    }
    if noticed.hidden_words > 0 {
        let seen = format!("{} hidden words", noticed.hidden_words);
        problems.push(note(reader::HIDDEN_WORDS, Place::default(), &seen, Severity::Note));
    }
    if noticed.pictures > 0 {
        let seen = format!("{} pictures", noticed.pictures);
        problems.push(note(reader::PICTURES, Place::default(), &seen, Severity::Note));
    }
    problems
}

/// A problem with the general help of its code.
fn note(code: &str, place: Place, seen: &str, severity: Severity) -> Problem {
    let help = explain(code).map_or("", |explanation| explanation.help);
    Problem::new(code, severity, place, seen, help)
}
